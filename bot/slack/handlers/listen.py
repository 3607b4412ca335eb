"""Registers every handler on Bolt's app."""

from slack_bolt.app.async_app import AsyncApp

from bot.slack.handlers import (
    assistant,
    buttons,
    checklist,
    commands,
    feedback,
    home,
    leaving,
    others,
    shortcuts,
    steps,
)
from bot.slack.handlers import messages as threads
from bot.slack.handlers.windows import domain_check, letters, screenshots, ticket
from bot.slack.outbox.answering import Answering


def listen(app: AsyncApp, answering: Answering) -> None:
    """Registers the handlers of commands, messages, clicks, windows, shortcuts, workflows' steps, the home and leaving.
    The first that matches takes a request: the buttons that open a letter or a window carry questions, too."""
    worded = (commands, threads, assistant, shortcuts, steps)
    clicked = (letters, domain_check, screenshots, buttons, checklist, feedback, ticket, home)
    for part in (*worded, *clicked, leaving, others):
        part.register(app, answering)

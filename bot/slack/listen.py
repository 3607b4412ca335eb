"""Every handler, put on the app."""

from slack_bolt.app.async_app import AsyncApp

from bot.slack import (
    assistant,
    buttons,
    checklist,
    commands,
    feedback,
    home,
    leaving,
    letters,
    shortcuts,
    threads,
    window,
)
from bot.slack.answering import Answering


def listen(app: AsyncApp, answering: Answering) -> None:
    """Registers the handlers of commands, messages, clicks, windows, shortcuts, the home and leaving."""
    said = (commands, threads, assistant, shortcuts)
    clicked = (buttons, letters, checklist, feedback, window, home)
    for part in (*said, *clicked, leaving):
        part.register(app, answering)

"""Every handler, put on the app."""

from slack_bolt.app.async_app import AsyncApp

from bot.slack import buttons, checklist, commands, leaving, letters, shortcuts, threads
from bot.slack.answering import Answering


def listen(app: AsyncApp, answering: Answering) -> None:
    """Registers the handlers of commands, messages, buttons, letters, the checklist, shortcuts and leaving."""
    for part in (commands, threads, buttons, letters, checklist, shortcuts, leaving):
        part.register(app, answering)

"""The app's home: a tab, and the windows that its buttons open."""

from slack_bolt.app.async_app import AsyncApp

from bot.slack.handlers.home import tab, windows
from bot.slack.outbox.answering import Answering


def register(app: AsyncApp, answering: Answering) -> None:
    tab.register(app, answering)
    windows.register(app, answering)

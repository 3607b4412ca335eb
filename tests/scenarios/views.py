"""What a window or a home says."""

from bot.workspace.values import Message, View
from tests.scenarios.stage import words


def view_words(view: View) -> str:
    """Every text in its blocks."""
    return words(Message("", "", "", "", tuple(view.content["blocks"])))

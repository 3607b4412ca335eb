"""Which language an answer is in."""

from bot.cases.asking.understand import guess_language
from bot.cases.values.choices import Chosen


def answer_language(
    chosen: Chosen, default: str, *, word: str | None = None, thread: str | None = None, question: str = ""
) -> str:
    """The language of an answer; the first that is known of:

    the command's own `word` (`/smtp en 451`), the `thread`'s, the user's choice, the channel's, the words of the
    `question`, the workspace's choice, the setting's `default`.
    """
    settled = word or thread or chosen.user or chosen.channel
    otherwise = chosen.workspace or default
    return settled or (guess_language(question, otherwise) if question else otherwise)

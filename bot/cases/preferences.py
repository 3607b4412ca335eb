"""What people chose, and which language an answer is in."""

from dataclasses import dataclass
from enum import StrEnum

from bot.cases.understand import guess_language


class Scope(StrEnum):
    """Whom a choice is for."""

    USER = "user"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices that bear on one answer: a language's two letters, None where nobody chose."""

    user: str | None = None
    channel: str | None = None
    workspace: str | None = None
    provider: str | None = None
    """The workspace's own mail service: a name in `bot/domains/data/providers.toml`."""


def answer_language(
    chosen: Chosen, default: str, *, word: str | None = None, thread: str | None = None, question: str = ""
) -> str:
    """The language of an answer; the first that is known of:

    the command's own `word` (`/smtp en 451`), the `thread`'s, the user's choice, the channel's, the words of the
    `question`, the workspace's choice, the setting's `default`.
    """
    settled = word or thread or chosen.user or chosen.channel
    return settled or guess_language(question, chosen.workspace or default)

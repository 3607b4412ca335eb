"""What rendering must know beside the text itself: whose names, whose eyes, which words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageLook:
    """One reader's way of seeing the workspace. Without arguments: a stranger's, in bare ids."""

    user: Callable[[str], str | None] = lambda _: None
    """A user's name by id; None when there is no such user."""
    channel: Callable[[str], str | None] = lambda _: None
    conversations: Callable[[], Iterable[tuple[str, str]]] = tuple
    """Where the reader may write: ids and names, for a menu of conversations."""
    viewer: str = ""
    """The reader's user id: mentions of it stand out."""
    say: Callable[[str], str] = lambda key: key
    """A word of the page's own by its key."""
    language: str = "en"


def moment(ts: str) -> datetime:
    """The local time of a message's ts, `1764000000.000100`."""
    return datetime.fromtimestamp(float(ts)).astimezone()

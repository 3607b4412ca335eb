"""The values of a person's Home tab: the cases they opened, and the workspace's week."""

from dataclasses import dataclass

from bot.cases.values.case import Case, Topic
from bot.cases.values.watch import Watched
from bot.codes.bounces.chief import chief
from bot.codes.values import Diagnosis


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case in its asker's list."""

    topic: Topic
    link: str
    """To its thread."""
    closed: bool
    code: str = ""
    domain: str = ""
    """ASCII."""
    diagnosis: Diagnosis | None = None
    found: tuple[str, ...] | None = None
    """Codes of the problems that the domain's last check found; None if it was never checked."""


@dataclass(frozen=True, slots=True)
class Frequent:
    """A code or a cause, and how often it was asked about."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class HomeAnswer:
    """Worded by the template `home.xml`."""

    recent: tuple[OpenedCase, ...]
    """The one last spoken of first."""
    codes: tuple[Frequent, ...]
    causes: tuple[Frequent, ...]
    watched: tuple[Watched, ...] = ()
    """The workspace's, worst first."""


def opened(case: Case, link: str) -> OpenedCase | None:
    """The case as its asker's list shows it; None for a thread without a subject."""
    if case.topic is Topic.NOTHING:
        return None
    return OpenedCase(
        case.topic,
        link,
        case.closed,
        case.code or "",
        case.domain or "",
        chief(case.reading) if case.reading is not None else None,
        case.last_check.codes if case.last_check is not None else None,
    )

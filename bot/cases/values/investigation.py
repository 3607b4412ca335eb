"""The result of checking a bounce's cause live, as values."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domains.values import Finding


class CauseVerdict(StrEnum):
    """How a live check bears on a bounce's cause."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    """Perhaps fixed since."""
    UNKNOWN = "unknown"
    NOTHING_TO_CHECK = "nothing-to-check"


@dataclass(frozen=True, slots=True)
class Investigation:
    """What live checks found about a bounce's cause."""

    verdict: CauseVerdict
    domain: str | None
    findings: tuple[Finding, ...]
    """Those that bear on the cause, worst first."""
    root: Finding | None = None
    """The one that explains the bounce."""
    against: Finding | None = None
    """The one that says that the cause is not there now."""
    address: str | None = None
    """The sending address that was looked at."""
    about_recipient: bool = False
    """`domain` is the recipient's, so its owner may be somebody else than the customer who wrote."""
    limits: bool = False
    """The guide's sending limits are the answer."""

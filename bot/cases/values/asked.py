"""What is asked, as data: stored until it is answered, by another process if this one ends first."""

from dataclasses import dataclass
from enum import StrEnum

from bot.cases.values.choices import Wish
from bot.cases.values.questions import Question
from bot.cases.values.typed import By, Refused, Typed
from bot.cases.values.votes import Judged
from bot.codes.values import BounceReading
from bot.mails.values import MailReading


@dataclass(frozen=True, slots=True)
class Domains:
    """Domains to check: one in full, or several compared."""

    domains: tuple[str, ...]
    """ASCII, each once."""
    sender_ip: str | None = None
    """SPF is to be evaluated for it."""
    selectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """A bounce, read already: its text is not needed any more."""

    reading: BounceReading


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """A mail that was delivered, read already."""

    reading: MailReading


class FileKind(StrEnum):
    """What a file that Slack holds is, as far as Slack tells."""

    MAIL = "mail"
    """As it was saved: `.eml`, `.msg`."""
    EMAIL = "email"
    """Sent to a channel's address: Slack keeps its text and a few of its fields."""
    TEXT = "text"
    """A snippet: a long paste, or a text file."""
    REPORT = "report"
    """May be a DMARC or TLS report by its ending: XML, JSON, packed."""
    PICTURE = "picture"
    """PNG or JPEG: a screenshot of an error, or anything else."""
    UNKNOWN = "unknown"
    """Shared through Slack Connect: what it is, Slack tells who asks for it."""

    @property
    def asks(self) -> bool:
        """Whether dropping such a file asks for an explanation, even without words."""
        return self is FileKind.MAIL


@dataclass(frozen=True, slots=True)
class DroppedMail:
    """A file that is still to be fetched."""

    name: str
    size: int
    """Bytes, as Slack says."""
    url: str
    id: str = ""
    """Slack's."""
    kind: FileKind = FileKind.MAIL
    unasked: bool = False
    """Nobody addressed the bot: nothing is said of it unless it is plainly a bounce."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that is read when its turn comes: a follow-up, in which "it" means what the question before it was about;
    or a long one that could not be read before Slack wanted its acknowledgement."""

    text: str
    way: By = By.FOLLOW_UP


@dataclass(frozen=True, slots=True)
class Ticked:
    """The checklist again, with what the customer has answered."""

    ticked: tuple[str, ...]
    """Names of its questions."""


@dataclass(frozen=True, slots=True)
class PostLetter:
    """The customer's letter is to be posted in the thread, made anew from its case."""

    letter: Question


@dataclass(frozen=True, slots=True)
class Vote:
    """An answer is found right or wrong."""

    message: str
    """The answer's ts."""
    judged: tuple[Judged, ...]
    positive: bool
    reason: str = ""
    """What was wrong with it, in the voter's words; from outside."""


Answerable = Typed | Domains | Bounce | DeliveredMail | Ticked | Question | Refused
"""What can be answered from the case alone."""


class StepKind(StrEnum):
    """A step that workflows may have. The words are the manifest's."""

    CHECK_DOMAIN = "check_domain"
    EXPLAIN_BOUNCE = "explain_bounce"


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """A step of a workflow is to be done: what is asked is answered to the workflow, in no channel."""

    kind: StepKind
    execution: str
    """Slack's id of the run."""
    step: Answerable | Unread
    """What is asked."""


Deed = PostLetter | Vote | Wish | WorkflowStep
"""What is to be done, rather than answered."""
Asked = Answerable | DroppedMail | Unread | Deed

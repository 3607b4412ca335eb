"""The values that reading a code or a bounce gives: no words, no language."""

from dataclasses import dataclass
from enum import StrEnum


class Actor(StrEnum):
    """Who has to act."""

    NOBODY = "nobody"
    SENDER = "sender"
    SENDER_ADMIN = "sender-admin"
    RECIPIENT = "recipient"
    RECIPIENT_ADMIN = "recipient-admin"
    HOST = "host"
    """The hosting company: the reader's own."""


class Resend(StrEnum):
    """Whether sending the same mail again helps."""

    NOT_NEEDED = "not-needed"
    AUTOMATIC = "automatic"
    """The sending server tries again by itself (RFC 5321, 4.5.4.1)."""
    LATER = "later"
    """By hand, later: it may pass unchanged."""
    AFTER_FIX = "after-fix"
    NO = "no"


class CodeKind(StrEnum):
    BASIC = "basic"
    """A three-digit SMTP reply code (RFC 5321, 4.2)."""
    ENHANCED = "enhanced"
    """An enhanced status code, class.subject.detail (RFC 3463), without its class: `X.7.26`."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One row of the code table. Its words stand in `locales/<language>/codes.toml` under `code`."""

    code: str
    """`451` or `X.7.26`."""
    kind: CodeKind
    reference: str
    """RFC, registry or `guide`."""
    actors: tuple[Actor, ...]
    resend: Resend
    guide: bool
    """The guide has a text for it."""
    temporary: Resend = Resend.AUTOMATIC
    """What `resend` is where an enhanced status code's class is 4."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code says. For a well-formed code that no table has, `entry` is None and the digits speak."""

    code: str
    """As asked, normalised: `451`, `5.7.26`, `X.7.26`."""
    kind: CodeKind
    entry: CodeEntry | None
    first: str
    """The first digit: `2`, `3`, `4`, `5`; `X` where the class was not given."""
    second: str
    """Basic: the second digit (RFC 5321, 4.2.1). Enhanced: the subject (RFC 3463, 3)."""
    actors: tuple[Actor, ...]
    resend: Resend
    """The entry's, corrected by the first digit (a 4.x.x is tried again)."""
    paired: "Explanation | None" = None
    """The enhanced status code that came with a reply code (`550 5.7.1`), which says more."""

    @property
    def advised(self) -> bool:
        """Whether the entry's own advice fits: not where the class turns a failure's detail into a success, or a
        success's into a failure (RFC 3463, 2). There the class alone can advise."""
        if self.entry is None:
            return False
        return (
            self.kind is CodeKind.BASIC
            or (self.first == "2") == (self.entry.resend is Resend.NOT_NEEDED)
            or (self.first == "X")
        )

    @property
    def codes(self) -> str:
        """All that was asked: `451`, `550 5.7.1`."""
        return f"{self.code} {self.paired.code}" if self.paired else self.code

    @property
    def exact(self) -> "Explanation":
        """The code to speak of: the paired one where a table has it, since it says more (RFC 3463, 1)."""
        return self.paired if self.paired and self.paired.entry else self


@dataclass(frozen=True, slots=True)
class CodeFamily:
    """The codes that begin with the digits asked: `4xx`, `45`, `5.7`."""

    asked: str
    """The digits, normalised, without the `x` that stand for any: `4`, `45`, `5.7`, `X.7`."""
    kind: CodeKind
    first: str
    """The first digit: `2`, `3`, `4`, `5`; `X` where the class was not given."""
    entries: tuple[CodeEntry, ...]
    """In the order of the table; empty where no code in use begins so."""


@dataclass(frozen=True, slots=True)
class CodeMatches:
    """The codes that words find (`greylisting`), the best fit first; never empty."""

    asked: str
    """As typed, spaces joined."""
    entries: tuple[CodeEntry, ...]


CodeReading = Explanation | CodeFamily | CodeMatches
"""What a text that was read for a code holds."""


class Confidence(StrEnum):
    """How sure a diagnosis is: what decided it."""

    PROVIDER = "provider"
    """A provider's own documented wording or code."""
    WORDING = "wording"
    STATUS = "status"
    """The enhanced status code alone."""
    CODE = "code"
    """The basic reply code alone."""
    LIKENESS = "likeness"
    """No known wording: the classifier's likeliest cause."""
    DOUBTED = "doubted"
    """Known wording, but the classifier is sure of another cause."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a bounce says of one recipient."""

    cause: str
    """A word of `bot/codes/bounces/data/causes.toml`, such as `userunknown`; `undefined` where it cannot be told."""
    confidence: Confidence
    rule: str
    """The name of the rule that decided, such as `google/unauthenticated`; empty where none did."""
    evidence: str
    """The line that decided, as found; empty where none did."""
    reply_code: str | None
    """`550`"""
    status: str | None
    """`5.1.1`"""
    permanent: bool
    actors: tuple[Actor, ...]
    resend: Resend
    diagnostic: str
    """The server's whole reply, continuation lines joined."""
    provider: str | None = None
    """The receiving provider's name in `data/providers/`, where told."""
    recipient: str | None = None
    original_recipient: str | None = None
    """The address that was written to, where a forwarder passed the mail on to `recipient`."""
    sender: str | None = None
    """The envelope sender's or From address of the mail that bounced."""
    sender_domain: str | None = None
    """The domain that the reply names as the sender's, where `sender` is not known."""
    sending_ip: str | None = None
    """The address that the refusing server accuses or names as its client."""
    remote_host: str | None = None
    reporting_host: str | None = None
    blocklist: str | None = None
    """The blocklist's zone or name, where the reply names one."""
    advice: str | None = None
    """An entry of `bot/codes/bounces/data/advice.toml`, where this reply has advice of its own."""
    dkim_selectors: tuple[str, ...] = ()
    """Selectors in the DKIM-Signature fields of the returned mail, as `selector._domainkey.domain`."""
    retry_after: int | None = None
    """Seconds that the server asks to wait, where a temporary refusal says so."""

    @property
    def sure(self) -> bool:
        """Whether the server's own words tell the cause, and nothing speaks against them."""
        return self.confidence in (Confidence.PROVIDER, Confidence.WORDING)


class MailKind(StrEnum):
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    """An abuse report (RFC 5965)."""
    AUTO_REPLY = "auto-reply"
    """RFC 3834."""
    OTHER = "other"
    """No bounce at all."""


@dataclass(frozen=True, slots=True)
class BounceReading:
    """What a pasted text or a mail file holds."""

    kind: MailKind
    diagnoses: tuple[Diagnosis, ...]
    """One for each recipient, in the order of the mail, at most `measures.MOST_RECIPIENTS`; empty only for `OTHER`."""
    subject: str | None = None
    """The subject of the mail that bounced, shown to the asker only."""
    more: int = 0
    """Recipients beyond those."""

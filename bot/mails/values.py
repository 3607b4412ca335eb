"""What reading a mail gives: no words, no language."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a mail is, told by its content."""

    MAIL = "mail"
    BOUNCE = "bounce"
    AUTO_REPLY = "autoreply"
    COMPLAINT = "complaint"
    REPORT = "report"
    """A DMARC aggregate report (RFC 9990) or a TLS report (RFC 8460)."""


class FilterVerdict(StrEnum):
    """What the receiver's filter held the mail to be."""

    SPAM = "spam"
    HAM = "ham"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """Why a mail arrived as it did: the one cause that comes first."""

    NONE = "none"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    ALIGNMENT = "alignment"
    FORWARDED = "forwarded"
    SPOOFED = "spoofed"
    LOOKALIKE = "lookalike"
    CONTENT = "content"
    REPUTATION = "reputation"
    BULK = "bulk"
    BLOCKLISTED = "blocklisted"
    PTR = "ptr"
    DELAYED_SENDER = "delayed-sender"
    DELAYED_GREYLISTED = "delayed-greylisted"
    DELAYED_RECEIVER = "delayed-receiver"
    OWN_RULE = "own-rule"
    PHISHING = "phishing"
    INFECTED = "infected"
    UNKNOWN = "unknown"

    @property
    def acts(self) -> str:
        """Who has to act."""
        return _ACTS[self]

    @property
    def is_dangerous(self) -> bool:
        """Whether the recipient could come to harm: the warning comes before anything else."""
        return self in _DANGEROUS


_DANGEROUS = frozenset((Problem.SPOOFED, Problem.LOOKALIKE, Problem.PHISHING, Problem.INFECTED))

_ACTS = {
    Problem.NONE: "nobody",
    Problem.SPF: "sender-domain",
    Problem.DKIM: "sender-domain",
    Problem.DMARC: "sender-domain",
    Problem.ALIGNMENT: "sender-domain",
    Problem.FORWARDED: "recipient",
    Problem.SPOOFED: "recipient",
    Problem.LOOKALIKE: "recipient",
    Problem.CONTENT: "writer",
    Problem.REPUTATION: "sender",
    Problem.BULK: "sender",
    Problem.BLOCKLISTED: "sender",
    Problem.PTR: "sender",
    Problem.DELAYED_SENDER: "sender",
    Problem.DELAYED_GREYLISTED: "nobody",
    Problem.DELAYED_RECEIVER: "receiver",
    Problem.OWN_RULE: "recipient",
    Problem.PHISHING: "recipient",
    Problem.INFECTED: "sender",
    Problem.UNKNOWN: "sender-domain",
}


@dataclass(frozen=True, slots=True)
class Hop:
    """One `Received` field (RFC 5321, 4.4): a server took the mail in."""

    from_host: str | None
    """What the client called itself in HELO; the server's own name for it where the field has no other."""
    verified_host: str | None
    """The client's name by reverse DNS, as the server wrote it; None where it wrote none, or that there is none."""
    address: str | None
    """The client's address."""
    by_host: str | None
    at: datetime | None
    """With its offset."""
    delay_seconds: float | None
    """Since the hop before; negative where a clock is wrong, None for the first hop and where a time is missing."""
    protocol: str | None
    """`ESMTPS`, as written (RFC 3848)."""
    encrypted: bool | None
    """Whether the field tells of TLS; None where it tells neither."""
    recipient: str | None = None
    """The `for` clause's address."""
    sender: str | None = None
    """The envelope's sender, where the server wrote it into the field."""
    unverified: bool = False
    """The server wrote that it found no name for the client's address."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature, and what the receiver made of it."""

    domain: str | None
    selector: str | None
    result: str | None
    """`pass`, `fail`, ... (RFC 8601, 2.7.1); None where no receiver's result is known."""
    aligned: bool | None
    comment: str = ""
    """The receiver's own words, such as `body hash did not verify`."""


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the receiver's checks said (RFC 8601): only what the receiver itself wrote."""

    spf: str | None = None
    spf_domain: str | None = None
    spf_aligned: bool | None = None
    """Relaxed alignment with the From domain (RFC 9989)."""
    dkim: tuple[Signature, ...] = ()
    dmarc: str | None = None
    arc: str | None = None
    by: str | None = None
    """The identifier of the server whose word is taken; None where it wrote none."""
    untrusted: tuple[str, ...] = ()
    """Identifiers of results that somebody before the receiver wrote, or that claim the receiver's name."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a filter noted, by the filter's own name for it: `CAT:SPM`, `BAYES_99`."""

    name: str
    score: float | None = None
    description: str = ""
    """The filter's own words, where it wrote some."""
    known: str = ""
    """The entry of `filters/data/*.toml` that explains it, such as `microsoft/CAT:SPM`."""


@dataclass(frozen=True, slots=True)
class Spam:
    """The filter's verdict."""

    verdict: FilterVerdict = FilterVerdict.UNKNOWN
    by: str | None = None
    """A file of `filters/data/`, such as `microsoft`."""
    score: float | None = None
    threshold: float | None = None
    """The score from which this receiver calls it spam, where it wrote that."""
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A reason to doubt who wrote the mail, with what it rests on."""

    kind: str
    """`lookalike`, `display-name`, `reply-to`, `own-domain`."""
    shown: str
    """What the reader of the mail sees."""
    real: str
    """What it is, or what it resembles."""


@dataclass(frozen=True, slots=True)
class MailReading:
    """All that the header of a mail tells."""

    kind: Kind
    from_domain: str | None = None
    from_address: str | None = None
    from_name: str = ""
    envelope_domain: str | None = None
    sending_ip: str | None = None
    """The address that handed the mail to the receiver's side."""
    border: int | None = None
    """The index in `hops` of the receiver's first own hop: what stands before it is the sender's word only."""
    hops: tuple[Hop, ...] = ()
    """In the order of travel."""
    total_seconds: float | None = None
    slowest: int | None = None
    """Index of the hop before which the mail waited longest, where that was over a minute."""
    skewed: tuple[int, ...] = ()
    """Indexes of hops that lie before the hop they follow: a clock is wrong."""
    auth: Authentication = Authentication()
    spam: Spam = Spam()
    forwarded: bool = False
    listed: bool = False
    """It came through a mailing list."""
    bulk: bool = False
    """Its sender marked it as a bulk mail, or gave a way to unsubscribe."""
    suspicions: tuple[Suspicion, ...] = ()
    problem: Problem = Problem.UNKNOWN
    subject: str = ""
    key_names: tuple[str, ...] = ()
    """Where the keys of its signatures and ARC sets stand in the DNS; empty where its bytes are not as sent."""

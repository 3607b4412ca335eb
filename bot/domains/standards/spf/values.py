"""What an SPF record is made of, and what evaluating one gives."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domains.addresses import Network

MOST_LOOKUPS = 10
"""Terms that ask the DNS, over all included records (RFC 7208, 4.6.4)."""
MOST_VOIDS = 2
"""Look-ups that may come back empty (4.6.4)."""
MOST_NAMES = 10
"""MX hosts of one `mx`, or names of one address's PTR, that are looked at (4.6.4)."""


class Result(StrEnum):
    """RFC 7208, 2.6."""

    PASS = "pass"  # nosec B105  # noqa: S105 - the RFC's word
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    NONE = "none"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class SpfProblem(StrEnum):
    """Why a record could not be evaluated; what a permerror or temperror came from."""

    SYNTAX = "syntax"
    NOT_ASCII = "not-ascii"
    SEVERAL = "several"
    """More than one SPF record (4.5)."""
    NO_RECORD = "no-record"
    """An included or redirected-to domain has no SPF record (5.2, 6.1)."""
    TOO_LONG = "too-long"
    """Longer than is read; no RFC says how long a record may be, but that it should fit 512 bytes (3.4)."""
    LOOP = "loop"
    """A record that leads back to itself."""
    LOOKUPS = "lookups"
    VOIDS = "voids"
    MX_HOSTS = "mx-hosts"
    DNS = "dns"
    """A question got no answer."""


QUALIFIERS = {"+": Result.PASS, "-": Result.FAIL, "~": Result.SOFTFAIL, "?": Result.NEUTRAL}

ASKING = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
"""Terms that count towards `MOST_LOOKUPS`."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One directive (4.6.2), with its qualifier."""

    text: str
    """As written: `~include:mx.ovh.com`."""
    qualifier: str
    name: str
    """Lower case: `include`."""
    domain: str = ""
    """The domain-spec, unexpanded; empty: the current domain."""
    network: Network | None = None
    """Of `ip4` and `ip6`."""
    prefix4: int = 32
    prefix6: int = 128

    @property
    def result(self) -> Result:
        return QUALIFIERS[self.qualifier]

    @property
    def bare(self) -> str:
        """As written, without the qualifier."""
        return self.text[1:] if self.text[:1] in QUALIFIERS else self.text


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """A record whose syntax is right."""

    text: str
    mechanisms: tuple[Mechanism, ...]
    redirect: str | None = None
    exp: str | None = None
    all: Mechanism | None = field(init=False, repr=False, compare=False)
    """The `all` that ends it; what follows it is never looked at (5.1)."""
    effective: tuple[Mechanism, ...] = field(init=False, repr=False, compare=False)
    """The mechanisms that can be reached: up to and with the first `all`."""

    def __post_init__(self) -> None:
        ending = next((mechanism for mechanism in self.mechanisms if mechanism.name == "all"), None)
        end = self.mechanisms.index(ending) + 1 if ending is not None else None
        object.__setattr__(self, "all", ending)
        object.__setattr__(self, "effective", self.mechanisms[:end])


class SpfSyntaxError(ValueError):
    """A record breaks the grammar (RFC 7208, 12). `term` is the offending one, as written."""

    def __init__(self, term: str) -> None:
        super().__init__(term)
        self.term = term


@dataclass(frozen=True, slots=True)
class LookupStep:
    """A term that asked the DNS, in the order of evaluation."""

    domain: str
    """Whose record the term stands in."""
    term: str
    lookups: int
    """Look-ups so far, this one with them."""


@dataclass(frozen=True, slots=True)
class SpfResult:
    """The outcome of `check_host`."""

    result: Result
    term: str = ""
    """The term that decided, or that the problem lies in; empty where none matched."""
    domain: str = ""
    """Whose record that term stands in."""
    explanation: str | None = None
    """The domain's own words for a fail (6.2); from outside."""
    problem: SpfProblem | None = None
    lookups: int = 0
    steps: tuple[LookupStep, ...] = ()
    voids: tuple[str, ...] = ()
    """Names that were looked up and gave nothing."""

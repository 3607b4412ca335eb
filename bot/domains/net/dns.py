"""The types of a DNS answer and of a resolver, which every check uses."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

from dns.rdata import Rdata

from bot.domains.validity import Validity


class Outcome(StrEnum):
    FOUND = "found"
    NODATA = "nodata"
    """The name exists, without records of this type."""
    NXDOMAIN = "nxdomain"
    TIMEOUT = "timeout"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    MALFORMED = "malformed"
    """An answer came that could not be read."""
    BUDGET = "budget"
    """Not asked: the check's budget of time or questions was spent."""

    known: bool
    """Whether the answer says something of the name; everything else is `unknown`, never `missing`."""

    def __init__(self, value: str) -> None:
        self.known = value in ("found", "nodata", "nxdomain")


class Answer(NamedTuple):
    """What the DNS said to one question. No exception stands for an outcome.

    A tuple with names: a check makes fifty, and a frozen dataclass of so many fields takes four times as long to make.
    """

    name: str
    """As asked: ASCII, lower case, no final dot."""
    type: str
    outcome: Outcome
    records: tuple[Rdata, ...] = ()
    aliases: tuple[str, ...] = ()
    """The CNAME chain's targets, in order; the last is the name that holds the records."""
    secure: bool = False
    """The AD bit of a validating resolver."""
    ttl: int = 0
    reason: str = ""
    """The extended error's text (RFC 8914) or the fault in the field's own words."""
    signed: Validity | None = None
    """How long the signature over the records holds, of several the one that ends last; asked for with
    `checking_disabled` only, and None where the resolver shows none."""
    size: int = 0
    """Bytes of the message that brought it; 0 where another process asked."""
    authoritative: bool = False
    """The AA bit: the server that answered holds the zone itself."""


class Resolver(Protocol):
    """Asks the DNS. Questions are shared while in flight and cached by TTL, so a check asks whatever it needs."""

    @property
    def queries(self) -> int:
        """Questions sent so far."""

    async def ask(self, name: str, type: str, *, checking_disabled: bool = False) -> Answer:
        """`name` in ASCII, no final dot; `type` such as `TXT`. Never raises for what the DNS says or fails to say."""

    async def ask_all(self, questions: Iterable[tuple[str, str]]) -> list[Answer]:
        """`ask` for many pairs of name and type, all at once; the answers in their order."""

    def put(self, questions: Iterable[tuple[str, str]], *, checking_disabled: bool = False) -> None:
        """Puts questions whose answers are asked for later, one after the other, without a task for each."""

    async def ask_server(self, address: str, name: str, type: str, *, tcp: bool = False) -> Answer | None:
        """Asks the authoritative server at `address` itself, uncached, over UDP or `tcp` alone.

        None where that is not allowed: under a given nameserver, or at an address that is not public.
        """

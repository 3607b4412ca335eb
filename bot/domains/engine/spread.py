"""Whether a change of records has spread: judged from what a domain's name servers and some resolvers answered.

The name servers with the newest serial (RFC 1982) say what the records are now. Whoever answers otherwise has an older
copy: a name server until its next zone transfer, a resolver until the TTL of its copy runs out (RFC 1034, 3.6; of a
negative answer RFC 2308, 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dns.rdtypes.ANY.SOA import SOA

from bot.domains.net.dns import Answer, Outcome
from bot.domains.shared.records import texts

_SPF = "v=spf1"
_HALF = 2**31
"""Half of the range of a serial's 32 bits: RFC 1982, 3.2."""


class SpreadTopic(StrEnum):
    """What is looked at."""

    MX = "mx"
    A = "a"
    SPF = "spf"
    DMARC = "dmarc"
    DKIM = "dkim"


@dataclass(frozen=True, slots=True)
class ComparedName:
    """One name and type whose records are compared."""

    topic: SpreadTopic
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Copy:
    """What one server answered about one place."""

    known: bool
    """Whether it said anything of the name."""
    values: tuple[str, ...] = ()
    """The records as text, in a fixed order; empty: it says that there are none."""
    ttl: int | None = None
    """Seconds for which a resolver keeps it on; None where the answer does not tell."""


@dataclass(frozen=True, slots=True)
class ServerCopies:
    """What one of the domain's own name servers answered."""

    name: str
    soa: Answer | None
    """None where it was not asked: it has no public address, or nobody may ask it directly."""
    copies: tuple[Copy, ...]
    """One for each place."""


@dataclass(frozen=True, slots=True)
class ResolverCopies:
    """What one resolver answered."""

    title: str
    """Empty: the bot's own."""
    address: str
    copies: tuple[Copy, ...]


class Standing(StrEnum):
    """How a server's copy stands to the newest one."""

    NEW = "new"
    OLD = "old"
    UNKNOWN = "unknown"
    """It did not answer, or nothing says which records are the new ones."""


class ServerState(StrEnum):
    NEW = "new"
    OLD = "old"
    LAME = "lame"
    """It answers, but not as an authority for the zone."""
    SILENT = "silent"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class ServerSpread:
    """One name server."""

    name: str
    state: ServerState
    serial: int | None
    old: tuple[ComparedName, ...] = ()
    """Where its records are others than the newest zone's."""


@dataclass(frozen=True, slots=True)
class ResolverSpread:
    """One resolver."""

    title: str
    address: str
    standing: Standing
    old: tuple[ComparedName, ...] = ()
    until: float | None = None
    """Unix time when the last of its old copies ends; None where an answer does not tell."""


class SpreadVerdict(StrEnum):
    EVERYWHERE = "everywhere"
    ANSWERED = "answered"
    """Whoever answered has the new records; somebody did not answer."""
    RESOLVERS = "resolvers"
    """Every name server has them, some resolvers still have old copies."""
    SERVERS = "servers"
    """Some name servers have an older zone."""
    CONFLICT = "conflict"
    """Name servers differ though their serial is the same."""
    UNKNOWN = "unknown"
    """No name server said what the records are."""


@dataclass(frozen=True, slots=True)
class Current:
    """What a place holds by the newest zone."""

    place: ComparedName
    values: tuple[str, ...] | None
    """None where nobody says, or servers with the same serial differ."""
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the zone as it is now has come."""

    domain: str
    zone: str | None
    """The zone that holds the domain; None where no name servers were found."""
    at: float
    """Unix time, seconds."""
    current: tuple[Current, ...]
    servers: tuple[ServerSpread, ...]
    resolvers: tuple[ResolverSpread, ...]

    @property
    def verdict(self) -> SpreadVerdict:
        states = {server.state for server in self.servers}
        if not states & {ServerState.NEW, ServerState.OLD}:
            return SpreadVerdict.UNKNOWN
        if any(each.conflict for each in self.current):
            return SpreadVerdict.CONFLICT
        if ServerState.OLD in states:
            return SpreadVerdict.SERVERS
        standings = {resolver.standing for resolver in self.resolvers}
        if Standing.OLD in standings:
            return SpreadVerdict.RESOLVERS
        whole = states == {ServerState.NEW} and standings == {Standing.NEW}
        return SpreadVerdict.EVERYWHERE if whole else SpreadVerdict.ANSWERED

    @property
    def until(self) -> float | None:
        """When the last old copy of a resolver ends; None where that is not known."""
        ends = [resolver.until for resolver in self.resolvers if resolver.standing is Standing.OLD]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


def places(domain: str, selectors: Sequence[str] = ()) -> tuple[ComparedName, ...]:
    """What is looked at: MX, A, SPF, DMARC, and each DKIM selector."""
    return (
        ComparedName(SpreadTopic.MX, domain, "MX"),
        ComparedName(SpreadTopic.A, domain, "A"),
        ComparedName(SpreadTopic.SPF, domain, "TXT"),
        ComparedName(SpreadTopic.DMARC, f"_dmarc.{domain}", "TXT"),
        *(ComparedName(SpreadTopic.DKIM, f"{selector}._domainkey.{domain}", "TXT") for selector in selectors),
    )


def copy_of(place: ComparedName, answer: Answer | None, *, authority: bool = False) -> Copy:
    """The answer as it is compared. Of an alias, only the name that it leads to first: the rest is others' zones.

    `authority`: a name server of the zone was asked, whose answer counts only if it is authoritative: else it points
    to the servers of a part that is delegated away, and says nothing of the records.
    """
    if answer is None or not answer.outcome.known or (authority and not answer.authoritative):
        return Copy(False)
    if answer.aliases:
        return Copy(True, (f"CNAME {answer.aliases[0].lower()}",))
    values = texts(answer)
    if place.topic is SpreadTopic.SPF:
        values = tuple(value for value in values if value.lower().startswith(_SPF))
    elif place.topic is SpreadTopic.MX:
        values = tuple(value.lower() for value in values)
    return Copy(True, values, answer.ttl)


def judge(
    domain: str,
    zone: str | None,
    wanted: tuple[ComparedName, ...],
    servers: Sequence[ServerCopies],
    resolvers: Sequence[ResolverCopies],
    at: float,
) -> Spread:
    """`at`: Unix time at which the resolvers were asked."""
    serials = [serial for server in servers if (serial := _serial(server)) is not None]
    newest = _newest(serials)
    leaders = [server for server in servers if newest is not None and _serial(server) == newest]
    current = tuple(_current(place, [server.copies[index] for server in leaders]) for index, place in enumerate(wanted))
    return Spread(
        domain,
        zone,
        at,
        current,
        tuple(_server(server, current) for server in servers),
        tuple(_resolver(resolver, current, at) for resolver in resolvers),
    )


def _serial(server: ServerCopies) -> int | None:
    if server.soa is None or not server.soa.authoritative:
        return None
    return next((record.serial for record in server.soa.records if isinstance(record, SOA)), None)


def _newest(serials: Sequence[int]) -> int | None:
    """The serial that no other is newer than, by RFC 1982, 3.2."""
    newest: int | None = None
    for serial in serials:
        if newest is None or 0 < (serial - newest) % (2 * _HALF) < _HALF:
            newest = serial
    return newest


def _current(place: ComparedName, copies: Sequence[Copy]) -> Current:
    known = {copy.values for copy in copies if copy.known}
    return Current(place, known.pop() if len(known) == 1 else None, conflict=len(known) > 1)


def _server(server: ServerCopies, current: tuple[Current, ...]) -> ServerSpread:
    serial = _serial(server)
    if server.soa is None:
        return ServerSpread(server.name, ServerState.UNASKED, None)
    if serial is None:
        silent = server.soa.outcome in (Outcome.TIMEOUT, Outcome.BUDGET)
        return ServerSpread(server.name, ServerState.SILENT if silent else ServerState.LAME, None)
    old = _old(server.copies, current)
    return ServerSpread(server.name, ServerState.OLD if old else ServerState.NEW, serial, old)


def _resolver(resolver: ResolverCopies, current: tuple[Current, ...], at: float) -> ResolverSpread:
    old = _old(resolver.copies, current)
    comparable = [copy.known and each.values is not None for copy, each in zip(resolver.copies, current, strict=True)]
    standing = Standing.OLD if old else Standing.NEW if all(comparable) else Standing.UNKNOWN
    ttls = [copy.ttl for copy, each in zip(resolver.copies, current, strict=True) if each.place in old]
    known = [ttl for ttl in ttls if ttl is not None]
    until = at + max(known) if known and len(known) == len(ttls) else None
    return ResolverSpread(resolver.title, resolver.address, standing, old, until)


def _old(copies: tuple[Copy, ...], current: tuple[Current, ...]) -> tuple[ComparedName, ...]:
    """Where a copy is another than the newest zone's."""
    return tuple(
        each.place
        for copy, each in zip(copies, current, strict=True)
        if copy.known and each.values is not None and copy.values != each.values
    )

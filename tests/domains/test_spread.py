"""Whether a change has spread: played against two NSD of different serial and Unbound with a warm cache, and judged."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import dns.rdata
import pytest

from bot.domains.engine.live import LiveChecker
from bot.domains.engine.spread import (
    ComparedName,
    Copy,
    ResolverCopies,
    ServerCopies,
    ServerState,
    Spread,
    SpreadTopic,
    SpreadVerdict,
    Standing,
    copy_of,
    judge,
    places,
)
from bot.domains.knowledge import DataError, resolvers
from bot.domains.knowledge.resolvers import NamedResolver, public_resolvers
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver.servers import plain
from bot.workspace.dns import DnsServer, sample_zones
from tests.domains.authority import free_port, need_programs, nsd, unbound

DOMAIN = "imone.bandymas"
FIRST, SECOND = "127.0.0.2", "127.0.0.3"
TTL = 900


def zone(serial: int, mx: str, more: str = "") -> str:
    return (
        f"$ORIGIN {DOMAIN}.\n$TTL {TTL}\n@ SOA ns1 hostmaster {serial} 7200 3600 1209600 300\n@ NS ns1\n@ NS ns2\n"
        f'ns1 A {FIRST}\nns2 A {SECOND}\n@ MX 10 {mx}\n{mx} A 185.5.54.7\n@ TXT "v=spf1 mx -all"\n{more}'
    )


class World:
    """Two name servers whose zones change, and two resolvers, of which one keeps what it has heard."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack, self.port = folder, stack, free_port()
        self.first, self.second = stack.enter_context(ExitStack()), stack.enter_context(ExitStack())
        self.serve(zone(1, "senas"), zone(1, "senas"))
        self.warm = stack.enter_context(unbound(folder / "warm", DOMAIN, f"{FIRST}@{self.port}"))

    def serve(self, first: str | None = None, second: str | None = None) -> None:
        for name, address, server, text in (
            ("first", FIRST, self.first, first),
            ("second", SECOND, self.second, second),
        ):
            if text is not None:
                server.close()
                server.enter_context(nsd(self.folder / name, address, self.port, DOMAIN, text))

    async def spread(self, *others: int, selectors: tuple[str, ...] = ()) -> Spread:
        """The warm cache is the bot's own resolver; the others are asked beside it."""
        own = SharedResolver([plain("127.0.0.1", self.warm)], timeout=3, authority_port=self.port)
        named = [NamedResolver(f"resolver {port}", "127.0.0.1", port) for port in others]
        try:
            return await LiveChecker(own, None, None, named).spread(DOMAIN, selectors)
        finally:
            await own.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    need_programs()
    with ExitStack() as stack:
        yield World(tmp_path, stack)


async def test_a_change_is_followed_from_one_server_to_every_resolver(world: World) -> None:
    spread = await world.spread()
    assert spread.verdict is SpreadVerdict.EVERYWHERE
    assert [(server.name, server.serial) for server in spread.servers] == [
        (f"ns1.{DOMAIN}", 1),
        (f"ns2.{DOMAIN}", 1),
    ]

    world.serve(first=zone(2, "naujas"))
    spread = await world.spread()
    assert spread.verdict is SpreadVerdict.SERVERS
    assert [(server.state, server.serial) for server in spread.servers] == [(ServerState.NEW, 2), (ServerState.OLD, 1)]
    assert [place.topic for place in spread.servers[1].old] == [SpreadTopic.MX]
    assert spread.current[0].values == (f"10 naujas.{DOMAIN}.",)

    world.serve(second=zone(2, "naujas"))
    cold = world.stack.enter_context(unbound(world.folder / "cold", DOMAIN, f"{SECOND}@{world.port}"))
    spread = await world.spread(cold)
    assert spread.verdict is SpreadVerdict.RESOLVERS
    warm, fresh = spread.resolvers
    assert (warm.standing, fresh.standing) == (Standing.OLD, Standing.NEW)
    assert [place.topic for place in warm.old] == [SpreadTopic.MX]
    assert spread.until == warm.until
    assert warm.until is not None
    assert time.time() < warm.until <= spread.at + TTL


async def test_a_selector_that_a_resolver_knows_to_be_missing_is_old_for_the_negative_ttl(world: World) -> None:
    assert (await world.spread(selectors=("s1",))).verdict is SpreadVerdict.EVERYWHERE
    more = 's1._domainkey TXT "v=DKIM1; p=MCow"\n'
    world.serve(zone(2, "senas", more), zone(2, "senas", more))
    spread = await world.spread(selectors=("s1",))
    assert spread.verdict is SpreadVerdict.RESOLVERS
    (warm,) = spread.resolvers
    assert [place.name for place in warm.old] == [f"s1._domainkey.{DOMAIN}"]
    assert warm.until is not None
    assert warm.until <= spread.at + 300


async def test_servers_of_one_serial_that_differ_are_told_apart_from_servers_that_lag(world: World) -> None:
    world.serve(second=zone(1, "naujas"))
    spread = await world.spread()
    assert spread.verdict is SpreadVerdict.CONFLICT
    assert [each.place.topic for each in spread.current if each.conflict] == [SpreadTopic.MX]


async def test_a_server_that_is_silent_leaves_the_answer_open(world: World) -> None:
    world.second.close()
    spread = await world.spread()
    assert [server.state for server in spread.servers] == [ServerState.NEW, ServerState.SILENT]
    assert spread.verdict is SpreadVerdict.ANSWERED


async def test_a_sample_domain_is_asked_of_its_own_server_alone() -> None:
    async with DnsServer(sample_zones()) as samples, DnsServer(sample_zones()) as other:
        sample = SharedResolver([plain(samples.host, samples.port)], direct=False)
        world = SharedResolver([plain(other.host, other.port)], direct=False)
        beside = [NamedResolver("other", other.host, other.port)]
        try:
            spread = await LiveChecker(world, None, sample, beside).spread("acme.example")
        finally:
            await sample.close()
            await world.close()
        assert (spread.verdict, spread.zone) == (SpreadVerdict.UNKNOWN, "acme.example")
        assert {server.state for server in spread.servers} == {ServerState.UNASKED}
        assert other.queries == 0


async def test_a_name_server_at_a_private_address_is_not_asked() -> None:
    data = {DOMAIN: [{"NS": f"ns1.{DOMAIN}"}], f"ns1.{DOMAIN}": [{"A": "10.0.0.1"}]}
    async with DnsServer(type(sample_zones())(data)) as server:
        own = SharedResolver([plain(server.host, server.port)])
        try:
            spread = await LiveChecker(own, None).spread(DOMAIN)
        finally:
            await own.close()
    assert [each.state for each in spread.servers] == [ServerState.UNASKED]


def soa(serial: int, *, authoritative: bool = True) -> Answer:
    record = dns.rdata.from_text("IN", "SOA", f"ns1.a.lt. h.a.lt. {serial} 7200 3600 1209600 300")
    return Answer("a.lt", "SOA", Outcome.FOUND, (record,), authoritative=authoritative)


def judged(*servers: ServerCopies, held: tuple[str, ...] = ("new",)) -> Spread:
    place = ComparedName(SpreadTopic.MX, "a.lt", "MX")
    return judge("a.lt", "a.lt", (place,), servers, [ResolverCopies("", "", (Copy(True, held, 60),))], 1000.0)


def server(name: str, serial: int, *values: str) -> ServerCopies:
    return ServerCopies(name, soa(serial), (Copy(True, values),))


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2**32 - 1, 0), (2**31 + 5, 3)])
def test_the_newer_serial_is_found_beyond_the_end_of_32_bits(old: int, new: int) -> None:
    for servers in (
        (server("a", old, "old"), server("b", new, "new")),
        (server("b", new, "new"), server("a", old, "old")),
    ):
        spread = judged(*servers)
        assert {each.name: each.state for each in spread.servers} == {"a": ServerState.OLD, "b": ServerState.NEW}


def test_a_server_whose_serial_lags_but_whose_records_are_the_same_is_not_old() -> None:
    assert judged(server("a", 1, "new"), server("b", 2, "new")).verdict is SpreadVerdict.EVERYWHERE


def test_an_answer_without_authority_says_nothing_of_the_zone() -> None:
    lame = replace(server("a", 9, "old"), soa=soa(9, authoritative=False))
    spread = judged(lame, server("b", 2, "new"))
    assert [each.state for each in spread.servers] == [ServerState.LAME, ServerState.NEW]
    referral = Answer("s._domainkey.a.lt", "TXT", Outcome.NODATA)
    assert not copy_of(places("a.lt", ("s",))[-1], referral, authority=True).known


def test_without_a_name_server_that_answers_nothing_is_called_old() -> None:
    spread = judged(ServerCopies("a", None, (Copy(False),)))
    assert spread.verdict is SpreadVerdict.UNKNOWN
    assert [each.standing for each in spread.resolvers] == [Standing.UNKNOWN]


def test_of_an_alias_the_zone_holds_only_its_target() -> None:
    """The server answers with the alias alone, a resolver with all that lies behind it."""
    place = ComparedName(SpreadTopic.DKIM, "s1._domainkey.a.lt", "TXT")
    text = dns.rdata.from_text("IN", "TXT", '"v=DKIM1; p=MCow"')
    alone = Answer(place.name, "TXT", Outcome.NODATA, aliases=("S1.Tiekejas.lt",), authoritative=True)
    whole = Answer(place.name, "TXT", Outcome.FOUND, (text,), ("s1.tiekejas.lt", "b.tiekejas.lt"), ttl=60)
    assert copy_of(place, alone, authority=True).values == copy_of(place, whole).values == ("CNAME s1.tiekejas.lt",)


def test_only_the_spf_record_of_the_txt_records_is_compared() -> None:
    place = ComparedName(SpreadTopic.SPF, "a.lt", "TXT")
    records = tuple(
        dns.rdata.from_text("IN", "TXT", text) for text in ('"google-site-verification=x"', '"v=spf1 -all"')
    )
    assert copy_of(place, Answer("a.lt", "TXT", Outcome.FOUND, records)).values == ("v=spf1 -all",)


def test_the_known_resolvers_are_named_with_public_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.title for each in public_resolvers()] == ["Google Public DNS", "Cloudflare", "Quad9"]
    entry = {"title": "Inner", "address": "10.0.0.1", "source": "https://imone.lt/"}
    for wrong in (entry, entry | {"address": "dns.imone.lt"}, {"title": "Inner"}):
        monkeypatch.setattr(resolvers, "table", lambda _name, wrong=wrong: {"inner": wrong})
        with pytest.raises(DataError, match="inner"):
            public_resolvers.__wrapped__()

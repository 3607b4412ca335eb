"""One accused address held against blocklists and the reverse DNS."""

from bot.domains.engine.address import check_address
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import Data, resolver_at

ADDRESS = "185.5.54.77"
BACKWARDS = "77.54.5.185"
WORKING = {"2.0.0.127.zen.spamhaus.org": [{"A": "127.0.0.2"}]}
NAMED = {
    f"{BACKWARDS}.in-addr.arpa": [{"PTR": "mail.imone.example"}],
    "mail.imone.example": [{"A": ADDRESS}],
}


async def codes_of(data: Data, *only: str, blocklist: str | None = None, address: str = ADDRESS) -> set[str]:
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        report = await check_address(address, resolver, frozenset(only), blocklist=blocklist)
        await resolver.close()
    return {finding.code for finding in report}


async def test_the_named_list_is_asked_and_no_other() -> None:
    data = {**WORKING, f"{BACKWARDS}.zen.spamhaus.org": [{"A": "127.0.0.3"}]}
    assert await codes_of(data, "blocklist", blocklist="zen.spamhaus.org") == {"blocklist-listed"}
    assert await codes_of(WORKING, "blocklist", blocklist="zen.spamhaus.org") == {"blocklist-clean"}


async def test_a_list_that_is_not_known_is_not_guessed_at() -> None:
    assert await codes_of(WORKING, "blocklist", blocklist="rbl.niekas.lt") == {"blocklist-no-such-list"}


async def test_the_reverse_dns_is_that_of_the_address_alone() -> None:
    assert await codes_of(NAMED, "ptr") == {"ptr-ok"}
    assert await codes_of({"imone.example": [{"A": ADDRESS}]}, "ptr") == {"ptr-missing-sender"}


async def test_an_address_that_the_world_cannot_reach_gives_nothing() -> None:
    assert await codes_of(WORKING, "ptr", "blocklist", address="192.168.1.5") == set()


async def test_the_name_that_a_server_gives_itself_is_the_one_to_publish_if_it_leads_back() -> None:
    named = {"mail.imone.example": [{"A": ADDRESS}], "kitas.example": [{"A": "185.5.54.1"}]}
    async with DnsServer(Zones(named)) as server:
        resolver = resolver_at(server)
        only = frozenset({"ptr"})
        (finding,) = await check_address(ADDRESS, resolver, only, helo="mail.imone.example")
        (other,) = await check_address(ADDRESS, resolver, only, helo="kitas.example")
        await resolver.close()
    assert finding.publish[0].name == f"{BACKWARDS}.in-addr.arpa"
    assert finding.publish[0].value == "mail.imone.example."
    assert other.publish == ()

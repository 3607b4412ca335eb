"""Blocklists: listed, not listed, and all the ways in which a list cannot be believed."""

import pytest

from bot.domains.checks import blocklist
from bot.domains.knowledge.blocklists import ListAnswer, blocklists, find, interpret
from bot.domains.values import Status
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, agree, codes, resolver_at, run

ADDRESS, BACKWARDS = "185.5.54.77", "77.54.5.185"


def working() -> Data:
    """Every list of the data file, each with its test entry."""
    data: Data = {DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}], f"mail.{DOMAIN}": [{"A": ADDRESS}]}
    for entry in blocklists():
        first = entry.codes[0][0] if entry.codes else f"127.0.0.{entry.bits[0][0]}"
        data[entry.entry(entry.test)] = [{"A": first}]
    return data


async def test_lists_that_work_and_hold_nothing_are_clean() -> None:
    (finding,) = await run(blocklist, working())
    assert finding.code == "blocklist-clean"
    assert {fact.name: fact.value for fact in finding.facts} == {"count": len(blocklists()), "addresses": 1}


@pytest.mark.parametrize(
    ("zone", "answer", "code"),
    [
        ("zen.spamhaus.org", "127.0.0.2", "blocklist-listed"),
        ("zen.spamhaus.org", "127.0.0.4", "blocklist-listed"),
        ("zen.spamhaus.org", "127.0.0.11", "blocklist-listed-policy"),
        ("dnsbl-1.uceprotect.net", "127.0.0.2", "blocklist-listed-minor"),
        ("hostkarma.junkemailfilter.com", "127.0.0.1", "blocklist-clean"),
    ],
)
async def test_what_a_listing_means_depends_on_the_list_and_its_answer(zone: str, answer: str, code: str) -> None:
    assert await codes(blocklist, {**working(), f"{BACKWARDS}.{zone}": [{"A": answer}]}) == {code}


async def test_the_policy_list_is_an_error_for_an_address_that_sends() -> None:
    data = {**working(), f"{BACKWARDS}.zen.spamhaus.org": [{"A": "127.0.0.10"}]}
    assert await codes(blocklist, data, sender_ip=ADDRESS) == {"blocklist-listed"}


async def test_a_listing_says_its_part_its_reason_and_where_to_be_delisted() -> None:
    reason = "https://www.spamhaus.org/query/ip/185.5.54.77"
    data = {**working(), f"{BACKWARDS}.zen.spamhaus.org": [{"A": "127.0.0.3"}, {"TXT": reason}]}
    (finding,) = await run(blocklist, data)
    facts = {fact.name: fact.value for fact in finding.facts}
    assert (facts["list"], facts["parts"], facts["subjects"]) == ("Spamhaus ZEN", "CSS", ADDRESS)
    assert facts["delist_page"] == "check.spamhaus.org/"
    assert reason in {record.value for record in finding.evidence}


async def test_the_domain_itself_is_looked_up() -> None:
    data = {**working(), f"{DOMAIN}.dbl.spamhaus.org": [{"A": "127.0.1.4"}]}
    assert await codes(blocklist, data) == {"blocklist-domain-listed"}
    grey = {**working(), f"{DOMAIN}.multi.uribl.com": [{"A": "127.0.0.4"}]}
    assert await codes(blocklist, grey) == {"blocklist-domain-listed-minor"}


@pytest.mark.parametrize("answer", ["127.255.255.252", "127.255.255.254", "127.255.255.255"])
async def test_a_refusal_is_never_a_listing(answer: str) -> None:
    data = {**working(), f"{BACKWARDS}.zen.spamhaus.org": [{"A": answer}]}
    assert await codes(blocklist, data) == {"blocklist-refused"}


async def test_surbl_and_uribl_refuse_by_an_answer_of_their_own() -> None:
    for zone in ("multi.surbl.org", "multi.uribl.com"):
        assert await codes(blocklist, {**working(), f"{DOMAIN}.{zone}": [{"A": "127.0.0.1"}]}) == {"blocklist-refused"}


async def test_without_its_test_entry_a_list_is_believed_neither_way() -> None:
    data = working()
    del data["2.0.0.127.bl.spamcop.net"]
    assert await codes(blocklist, data) == {"blocklist-unreliable"}
    data[f"{BACKWARDS}.bl.spamcop.net"] = [{"A": "127.0.0.2"}]
    assert await codes(blocklist, data) == {"blocklist-unreliable"}


async def test_a_dead_list_that_lists_the_whole_world_is_not_believed() -> None:
    data = {**working(), "*.psbl.surriel.com": [{"A": "127.0.0.2"}]}
    del data["2.0.0.127.psbl.surriel.com"]
    assert await codes(blocklist, data) == {"blocklist-unreliable"}
    parked = {**working(), "*.psbl.surriel.com": [{"A": "203.0.114.9"}]}
    assert await codes(blocklist, parked) == {"blocklist-unreliable"}


@pytest.mark.parametrize(("word", "code"), [("TIMEOUT", "silent"), ("SERVFAIL", "silent"), ("REFUSED", "refused")])
async def test_a_list_that_does_not_answer_is_unknown(word: str, code: str) -> None:
    data = {**working(), f"{BACKWARDS}.all.s5h.net": [word]}
    assert await codes(blocklist, data) == {f"blocklist-{code}"}


async def test_servers_that_could_not_be_found_are_said_so() -> None:
    data = {**working(), f"mail.{DOMAIN}": ["SERVFAIL"]}
    assert await codes(blocklist, data) == {"blocklist-addresses-unknown"}


async def test_a_services_server_that_is_listed_is_its_owners_matter() -> None:
    data = {**working(), DOMAIN: [{"MX": [1, "mx0.mail.ovh.net"]}], "mx0.mail.ovh.net": [{"A": ADDRESS}]}
    data[f"{BACKWARDS}.zen.spamhaus.org"] = [{"A": "127.0.0.2"}]
    assert await codes(blocklist, data) == {"blocklist-listed-provider"}


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("zen.spamhaus.org", "zen.spamhaus.org"),
        ("sbl.spamhaus.org", "zen.spamhaus.org"),
        ("Spamhaus", "zen.spamhaus.org"),
        ("SpamCop", "bl.spamcop.net"),
        ("dnsbl-2.uceprotect.net", "dnsbl-1.uceprotect.net"),
        ("nesamas.example", None),
    ],
)
def test_a_bounce_names_a_list_in_many_ways(name: str, zone: str | None) -> None:
    listing = find(name)
    assert (listing.zone if listing else None) == zone


async def test_one_named_list_can_be_asked_about_one_address() -> None:
    data = {**working(), f"{BACKWARDS}.zen.spamhaus.org": [{"A": "127.0.0.10"}]}
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        view = resolver.for_check()
        findings = [
            await blocklist.listed(ADDRESS, name, view) for name in ("sbl.spamhaus.org", "SpamCop", "nera.example")
        ]
        view.close()
        await resolver.close()
    assert [item.code for (item,) in findings] == ["blocklist-listed", "blocklist-clean", "blocklist-no-such-list"]
    for (finding,) in findings:
        agree(blocklist, finding)


def test_every_list_says_how_to_ask_it_and_what_its_terms_are() -> None:
    for entry in blocklists():
        assert entry.terms.startswith("https://")
        assert entry.delist.startswith("https://")
        meant = [listing for _, listing in (*entry.codes, *entry.bits)]
        assert meant
        assert all(listing.severity is not Status.OK for listing in meant)
        assert interpret(entry, ()).word is ListAnswer.CLEAR
        assert interpret(entry, ("203.0.113.1",)).word is ListAnswer.STRANGE


async def test_a_providers_incoming_host_is_not_the_customers_trouble() -> None:
    data = {**working(), f"{BACKWARDS}.dnsbl-1.uceprotect.net": [{"A": "127.0.0.2"}]}
    data[DOMAIN] = [{"MX": [1, "smtp.google.com"]}, {"TXT": "v=spf1 mx include:_spf.google.com ~all"}]
    data["smtp.google.com"] = [{"A": ADDRESS}]
    assert await codes(blocklist, data) == {"blocklist-listed-provider"}

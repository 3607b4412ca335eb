"""DNSSEC: judged from answers, and told apart for real by NSD and Unbound."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import dns.flags
import dns.message
import dns.rdata
import dns.rdatatype
import pytest

from bot.domains.checks import dane, dnssec
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver.message import decode
from bot.domains.net.resolver.question import encode, question
from bot.domains.net.resolver.servers import plain
from bot.domains.net.resolver.signatures import validity
from bot.domains.shared.look import Look
from bot.domains.values import Finding, Options
from tests.domains.authority import Signed, forge, need_programs, validator
from tests.domains.checking import DOMAIN, agree, codes, run

DIGEST = "0d6fce320dbc5b2cf5fa3b0cb1f0c8ac6e9b3f4dd5a5c3c8e0c5f4d0a1b2c3d4"
NAMES = (
    "saugus",
    "baigiasi",
    "trumpas",
    "be-ds",
    "nesaugus",
    "suklastotas",
    "pasibaiges",
    "svetimas-ds",
    "nepasirasytas",
)
DELEGATED = "{name} NS ns.{name}\nns.{name} A 127.0.0.1\n"


@pytest.fixture(scope="module")
def unbound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """`saugus`: signed; `baigiasi`: for one day more; `trumpas`: too, but for no more than two days at a time;
    `be-ds`: signed, no DS; `nesaugus`: unsigned; four bogus ones."""
    need_programs()
    body = f"@ MX 10 mail\nmail A 185.5.54.7\n_25._tcp.mail TLSA 3 1 1 {DIGEST}\n"
    zones = {name: Signed(f"{name}.bandymas.", body) for name in NAMES}
    zones["nesaugus"].signed = False
    zones["nepasirasytas"].signed = False
    zones["pasibaiges"].days = -3
    zones["baigiasi"].days = zones["trumpas"].days = zones["be-ds"].days = 1
    zones["trumpas"].life = 2
    strange = replace(zones["svetimas-ds"], key=Signed("x.", "").key)
    whole = ("saugus", "baigiasi", "trumpas", "suklastotas", "pasibaiges", "nepasirasytas")
    trusted = [*(zones[name] for name in whole), strange]
    delegations = "".join(DELEGATED.format(name=zone.name) for zone in zones.values())
    top = Signed("bandymas.", delegations + "".join(f"{zone.ds()}\n" for zone in trusted))
    served = {zone.name: zone.zone() for zone in (top, *zones.values())}
    forge(served["suklastotas.bandymas."], "SOA", "ns.suklastotas.bandymas. kitas.bandymas. 9 7200 3600 1209600 300")
    with validator(tmp_path_factory.mktemp("servers"), top, served) as port:
        yield port


_SEEN: dict[str, tuple[Finding, set[str]]] = {}


async def look(port: int, name: str) -> tuple[Finding, set[str]]:
    """Each name is asked for once: the second time Unbound says no more why an answer is bogus."""
    if name not in _SEEN:
        _SEEN[name] = await _look(port, name)
    return _SEEN[name]


async def _look(port: int, name: str) -> tuple[Finding, set[str]]:
    resolver = SharedResolver([plain("127.0.0.1", port)], timeout=3, direct=False)
    view = resolver.for_check()
    try:
        (drawn,) = await dnssec.check(Look(f"{name}.bandymas", view, Options()))
        unsigned = drawn.code in ("dnssec-insecure", "dnssec-no-ds")
        assert len(list(view.asked)) == (3 if unsigned else 4), "signatures are asked for only where some may be seen"
        bound = await dane.check(Look(f"{name}.bandymas", view, Options()))
    finally:
        view.close()
        await resolver.close()
    agree(dnssec, drawn)
    return drawn, {finding.code for finding in bound}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("saugus", "dnssec-secure"),
        ("baigiasi", "dnssec-signatures-expiring"),
        ("trumpas", "dnssec-secure"),
        ("nesaugus", "dnssec-insecure"),
        ("be-ds", "dnssec-no-ds"),
        ("suklastotas", "dnssec-bogus"),
        ("pasibaiges", "dnssec-bogus"),
        ("svetimas-ds", "dnssec-bogus"),
        ("nepasirasytas", "dnssec-bogus"),
    ],
)
async def test_a_validator_tells_secure_insecure_and_bogus_apart(unbound: int, name: str, expected: str) -> None:
    finding, _ = await look(unbound, name)
    assert finding.code == expected


async def test_a_bogus_zone_comes_with_the_validators_reason(unbound: int) -> None:
    reasons = {}
    for name in ("suklastotas", "pasibaiges", "svetimas-ds", "nepasirasytas"):
        finding, _ = await look(unbound, name)
        reasons[name] = str({fact.name: fact.value for fact in finding.facts}["reason"])
    assert "signature crypto failed" in reasons["suklastotas"]
    assert "signature expired" in reasons["pasibaiges"]
    assert "DS" in reasons["svetimas-ds"]
    assert "No DNSKEY record" in reasons["nepasirasytas"]


async def test_signatures_that_end_soon_come_with_their_end(unbound: int) -> None:
    finding, _ = await look(unbound, "baigiasi")
    facts = {fact.name: fact.value for fact in finding.facts}
    end = datetime.strptime(str(facts["until"]), "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC)
    assert timedelta(hours=23) < end - datetime.now(UTC) <= timedelta(days=1)
    assert facts["days"] == 0
    assert [record.type for record in finding.evidence] == ["DS"]


@pytest.mark.parametrize("now", [1_800_000_000, 2**32 - 100, 2**32 + 100, 2**33 + 1])
def test_a_signatures_times_are_read_around_the_end_of_32_bits(now: int) -> None:
    ends, began = now + 86400, now - 86400
    data = struct.pack("!HBBIIIH", dns.rdatatype.SOA, 13, 2, 300, ends % 2**32, began % 2**32, 1) + b"\0"
    read = validity(data, dns.rdatatype.SOA, now)
    assert read is not None
    assert (read.since.timestamp(), read.until.timestamp()) == (began, ends)
    assert validity(data, dns.rdatatype.MX, now) is None
    assert validity(data[:17], dns.rdatatype.SOA, now) is None


def _signature(owner: str, covered: str, days: int) -> str:
    begin, end = (f"{datetime.now(UTC) + timedelta(days=more):%Y%m%d%H%M%S}" for more in (days - 90, days))
    return f"{owner} 300 IN RRSIG {covered} 13 2 300 {end} {begin} 1 imone.example. AAAA"


@pytest.mark.parametrize(
    ("signatures", "days"),
    [
        ([("imone.example.", "SOA", 2)], 2),
        ([("imone.example.", "SOA", 1), ("imone.example.", "SOA", 20), ("imone.example.", "SOA", 5)], 20),
        ([("kitas.example.", "SOA", 1), ("imone.example.", "MX", 1)], None),
        ([], None),
    ],
)
def test_of_several_signatures_the_one_that_ends_last_counts(
    signatures: list[tuple[str, str, int]], days: int | None
) -> None:
    lines = ["imone.example. 300 IN SOA ns. a. 1 2 3 4 5", *(_signature(*signature) for signature in signatures)]
    text = "id 0\nopcode QUERY\nrcode NOERROR\nflags QR\n;QUESTION\nimone.example. IN SOA\n;ANSWER\n"
    wire = dns.message.from_text(text + "\n".join(lines)).to_wire()
    answer = decode(question(DOMAIN, "SOA", checking_disabled=True), wire)
    assert len(answer.records) == 1
    assert (answer.signed and round((answer.signed.until - datetime.now(UTC)) / timedelta(days=1))) == days
    assert decode(question(DOMAIN, "SOA"), wire).signed is None


def test_only_an_unchecked_question_asks_for_signatures() -> None:
    for disabled in (True, False):
        sent = dns.message.from_wire(b"\0\0" + encode(question(DOMAIN, "SOA", checking_disabled=disabled)))
        assert bool(sent.ednsflags & dns.flags.DO) is disabled


async def test_tlsa_records_count_in_a_secure_zone_only(unbound: int) -> None:
    assert (await look(unbound, "saugus"))[1] == {"dane-ok", "dane-no-rollover"}
    assert (await look(unbound, "nesaugus"))[1] == {"dane-insecure"}
    assert (await look(unbound, "pasibaiges"))[1] == {"dane-unknown"}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"SOA": "ns.imone.example. a.imone.example. 1 2 3 4 5"}], {"dnssec-insecure"}),
        ([{"SOA": "ns.imone.example. a.imone.example. 1 2 3 4 5"}, "SECURE"], {"dnssec-secure"}),
        (["TIMEOUT"], {"dnssec-unknown"}),
        (["SERVFAIL"], {"dnssec-unknown"}),
        (["REFUSED"], {"dnssec-unknown"}),
        ([{"SOA": "ns.imone.example. a.imone.example. 1 2 3 4 5"}, {"DS": f"1 13 2 {DIGEST}"}], {"dnssec-unvalidated"}),
        (
            [{"SOA": "ns.imone.example. a.imone.example. 1 2 3 4 5"}, {"DS": f"1 8 1 {DIGEST[:40]}"}, "SECURE"],
            {"dnssec-weak"},
        ),
    ],
)
async def test_what_other_resolvers_answers_amount_to(entries: list, expected: set[str]) -> None:
    assert await codes(dnssec, {DOMAIN: entries}) == expected


async def test_sha1_signatures_are_outdated() -> None:
    key = "257 3 7 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3"
    assert dns.rdata.from_text("IN", "DNSKEY", key)
    entries = [{"SOA": "ns.imone.example. a.imone.example. 1 2 3 4 5"}, {"DNSKEY": key}, "SECURE"]
    (finding,) = await run(dnssec, {DOMAIN: entries})
    assert finding.code == "dnssec-weak"
    assert {fact.name: fact.value for fact in finding.facts}["what"] == "DNSKEY 7"

"""What a damaged SPF record was meant to say, and that its repair loses no sender."""

import os
import random
from collections.abc import Callable, Iterable

import dns.rdata
import pytest

from bot.domains.net.dns import Answer, Outcome
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.proposals.gate import OwnerName, refused
from bot.domains.proposals.spf_meant import meant, resembles
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.values import Result
from bot.domains.values import Record

DOMAIN = "imone.example"
CASES = int(os.environ.get("SPF_SLIPS", "2000"))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("“v=spf1 mx include:a.example ~all”", "mx include:a.example ~all"),
        ("â€œv=spf1 mx -allâ€\x9d", "mx -all"),
        ("v=spf1\tmx\tinclude:a.example\t~all", "mx include:a.example ~all"),
        ("v=spf1\xa0mx\xa0–all", "mx -all"),
        ("v=spf1, mx, ip4:192.0.2.1,192.0.2.2; -all", "mx ip4:192.0.2.1 ip4:192.0.2.2 -all"),
        ("v=spf1 ip4:192.0.2.1include:a.example~all", "ip4:192.0.2.1 include:a.example ~all"),
        ("v=spf1include:a.example-all", "include:a.example -all"),
        ("<p>v=spf1 a mx -all</p>", "a mx -all"),
        ("imone.example. IN TXT v=spf1 a -all", "a -all"),
        ("xxxv=spf1 a -all", "a -all"),
        ("-v=spf1 a -all", "a -all"),
        ("v=spf1 include: a.example ip4 :192.0.2.0 /24 - all", "include:a.example ip4:192.0.2.0/24 -all"),
        (
            "v=spf1 inlcude:a.example ipv4:192.0.2.1 a=b.example ~all.",
            "include:a.example ip4:192.0.2.1 a:b.example ~all",
        ),
        (
            "v=spf1 ip4:2001:db8::1 2001:db8::2/64 a:192.0.2.1 -all",
            "ip6:2001:db8::1 ip6:2001:db8::2/64 ip4:192.0.2.1 -all",
        ),
        ("v=spf1 redirect:a.example", "redirect=a.example"),
        ("v=spf 192.0.2.64/26 include:include:include:a.example", "ip4:192.0.2.64/26 include:a.example"),
        ('"v=spf1 include:spf.a" ".example -all"', "include:spf.a.example -all"),
        ('"v=spf1 include:a.example" "mx -all"', "include:a.example mx -all"),
        ("v=spf1 exists:%{l1r-.+,/_=}.x.example -all", "exists:%{l1r-.+,/_=}.x.example -all"),
        ("v=spf1 include:https://a.example/ -all", "include:a.example -all"),
        ("v=spf1 a v=spf1 include:a.example -all", "a include:a.example -all"),
    ],
)
def test_what_was_meant_is_read(text: str, terms: str) -> None:
    reading = meant(text.encode())
    assert (reading.terms, reading.unread) == (tuple(terms.split()), ())
    assert resembles(text.encode())


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("v=spf1 mx ip4:192.0.2.300 -all", "ip4:192.0.2.300"),
        ("v=spf1 mx our-server -all", "our-server"),
        ("v=spf1 include: mx -all", "include:"),
        ("v=spf1 ip4:192.0.2 -all", "ip4:192.0.2"),
    ],
)
def test_what_cannot_be_read_is_named_and_no_record_made_of_the_rest(text: str, unread: str) -> None:
    reading = meant(text.encode())
    assert reading.unread == (unread,)
    assert remedy.rebuilt(reading) == ""


@pytest.mark.parametrize(
    "text", ["v=DMARC1; p=none", "google-site-verification=v=spf", "spf2.0/pra mx -all", "mx", "we use spf1"]
)
def test_other_text_is_not_taken_for_spf(text: str) -> None:
    assert not resembles(text.encode())


def test_a_redirect_beside_all_becomes_an_include() -> None:
    assert remedy.rebuilt(meant(b"v=spf1; redirect=a.example; -all")) == "v=spf1 include:a.example -all"


class InMemory:
    """A DNS that holds a few names: thousands of records can be tried in it."""

    queries = 0

    def __init__(self, record: str) -> None:
        self.zone = {**ZONE, (DOMAIN, "TXT"): [f'"{record}"']}

    async def ask(self, name: str, type: str, *, checking_disabled: bool = False) -> Answer:
        texts = self.zone.get((name.lower(), type), [])
        records = tuple(dns.rdata.from_text("IN", type, text) for text in texts)
        return Answer(name, type, Outcome.FOUND if records else Outcome.NODATA, records)

    async def ask_all(self, questions: Iterable[tuple[str, str]]) -> list[Answer]:
        return [await self.ask(*question) for question in questions]

    def put(self, questions: Iterable[tuple[str, str]], *, checking_disabled: bool = False) -> None: ...

    async def ask_server(self, address: str, name: str, type: str, *, tcp: bool = False) -> Answer | None:
        return None


ZONE = {
    ("_spf.google.example", "TXT"): ['"v=spf1 ip4:198.51.100.0/28 ip6:2001:db8:1::/64 ~all"'],
    ("spf.letters-all.example", "TXT"): ['"v=spf1 ip4:198.51.100.32/28 -all"'],
    ("mail.protection.example", "TXT"): ['"v=spf1 ip4:198.51.100.48/28 -all"'],
    ("imone.example", "A"): ["203.0.113.1"],
    ("imone.example", "MX"): ["10 mx.imone.example."],
    ("mx.imone.example", "A"): ["203.0.113.2"],
    ("web.imone.example", "A"): ["203.0.113.3"],
    ("7.113.0.203.ok.imone.example", "A"): ["127.0.0.2"],
}
TERMS = {
    "include:_spf.google.example": "198.51.100.1",
    "include:spf.letters-all.example": "198.51.100.33",
    "include:mail.protection.example": "198.51.100.49",
    "a": "203.0.113.1",
    "mx": "203.0.113.2",
    "a:web.imone.example": "203.0.113.3",
    "mx:imone.example": "203.0.113.2",
    "a:web.imone.example/24": "203.0.113.99",
    "exists:%{ir}.ok.imone.example": "203.0.113.7",
    "ip4:192.0.2.1": "192.0.2.1",
    "ip4:192.0.2.64/26": "192.0.2.77",
    "ip6:2001:db8:2::/48": "2001:db8:2::5",
    "ip6:2001:db8:3::1": "2001:db8:3::1",
    "+ip4:192.0.2.2": "192.0.2.2",
}
"""Each term with a sender that it allows."""
ENDINGS = ["-all", "~all", "?all", "", "redirect=_spf.google.example"]


def _letter(word: str, chance: random.Random) -> str:
    """Slips in a name or in the sign before a value."""
    names = {
        "include:": ["inlcude:", "include:include:", "include=", "include: "],
        "ip4:": ["ip:", "ipv4:", "ip4=", ""],
    }
    for name, slips in names.items():
        word = word.replace(name, chance.choice(slips))
    return word


WORDS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda word, chance: chance.choice(["\xa0", "\t", "\u200b", "\u3000"]) + word,
    lambda word, chance: word + chance.choice([",", ";", " ,"]),
    lambda word, _: word.replace(":", ": ", 1) if "%" not in word else word,
    lambda word, _: word.replace("-all", "–all").replace("~all", "˜all"),
    lambda word, _: f"{word}." if word.endswith("all") else word,
    lambda word, _: word.upper() if "%" not in word else word,
    _letter,
)
"""Slips in one word."""
TEXTS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, _: f"“{text}”",
    lambda text, _: f'"{text}"',
    lambda text, _: f"<p>{text}</p>",
    lambda text, _: f"{text} v=spf1",
    lambda text, chance: chance.choice(["xxx", "-", "TXT ", "@ IN TXT ", "="]) + text,
    lambda text, chance: text.replace("v=spf1", chance.choice(["v=spf", "v = spf1", "V=SPF1", "v:spf1", "v=spf1;"]), 1),
    lambda text, _: text.replace(" ~all", "~all").replace(" -all", "-all"),
    lambda text, _: text.replace(" include:", "include:"),
    lambda text, _: text.replace(" ip4:", "ip4:"),
    lambda text, _: text.encode().decode("cp1252", "replace"),
)
"""Slips in the whole of it."""


def slipped(record: str, chance: random.Random) -> str:
    """A valid record as somebody in a hurry would leave it."""
    words = record.split()
    for _ in range(chance.randint(0, 2)):
        place = chance.randrange(1, len(words))
        words[place] = chance.choice(WORDS)(words[place], chance)
    text = " ".join(words)
    for _ in range(chance.randint(0, 2)):
        text = chance.choice(TEXTS)(text, chance)
    return text


async def test_a_mended_record_refuses_no_sender_that_the_owner_meant() -> None:
    chance = random.Random(20261129)
    read = 0
    for _ in range(CASES):
        terms = chance.sample(list(TERMS), chance.randint(1, 5))
        record = " ".join(["v=spf1", *terms, chance.choice(ENDINGS)]).strip()
        raw = slipped(record, chance).encode()
        better = remedy.rebuilt(meant(raw))
        if not better or refused(Record(DOMAIN, "TXT", better), OwnerName((raw,))) is not None:
            continue
        read += 1
        for ip in {*(TERMS[term] for term in terms), TERMS["include:_spf.google.example"]}:
            before = (await check_host(ip, DOMAIN, f"x@{DOMAIN}", DOMAIN, InMemory(record))).result
            if before is Result.PASS:
                after = await check_host(ip, DOMAIN, f"x@{DOMAIN}", DOMAIN, InMemory(better))
                assert after.result is Result.PASS, (record, raw.decode(), better, ip, after)
    assert read > 0.8 * CASES


def test_any_bytes_are_read_without_a_fault() -> None:
    chance = random.Random(7)
    for _ in range(500):
        raw = b"v=spf1 " + chance.randbytes(chance.randint(0, 400))
        meant(raw)
        resembles(raw)
    meant(b"v=spf1 " + b"mxa" * 1300)
    meant(b"v=spf1 " + b"include:a" * 50)

"""Whatever is sent, reading it takes steps in proportion to its length, by every way in.

Steps are lines of our own code that run, counted by the interpreter: no clock, so nothing here hangs on a machine.
What one line does inside the regular expression engine is held to the same by `test_patterns.py`, and what a zone makes
the checks do by `domains/test_hostile_zones.py`.
"""

import json
import random
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot import measures
from bot.cases.asking.first_words import read_wish
from bot.cases.asking.orders import read_order
from bot.cases.asking.texts import context, read
from bot.cases.asking.understand import guess_language, understand
from bot.cases.asking.understand.counts import examples
from bot.cases.asking.understand.normalise import LONGEST
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case, Topic
from bot.cases.values.typed import By
from bot.codes.bounces.read import read_file, read_text
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.read import read as read_code
from bot.domains import name
from bot.domains.proposals import spf_review as review
from bot.domains.standards import tags
from bot.domains.standards.dkim import key
from bot.domains.standards.dmarc import record
from bot.domains.standards.mta_sts import read_policy
from bot.domains.standards.spf import parse, values
from bot.measures import SHORT
from bot.replies.words.index import word_index

HERE = Path(__file__).parent
OURS = str(HERE.parent / "bot")
SIZES = (5_000, 20_000)
GROWTH = 6.0
"""Four times the text: four times the steps, and something for what is read only of a longer one; 16 for a square."""
TRIED = 20
"""Texts a way in."""
FEW = 3_000
"""Steps that any text may take."""
CHEAP = {SHORT: 100_000, LONGEST: 700_000}
"""Steps for a text by its characters: for what is read on the event loop, some 10 ms of a slow processor; and for the
longest sentence that is understood, ten times that."""
UNITS = (
    *" a1.@<>:-_=&/\\\"'\t\n;,%",
    *("\u0301", "ą", "汉", "a ", "a.", "a@", "<a", "1.", "5.1.1 ", "550 ", "a.lt ", "a: ", "\n\n", "\na", "&#1;"),
    *("--\n", "=?utf-8?q?", "SPF ", "kaip ", "550 5.1.1 <a@b.lt>: ", "include:a.lt ", "a=b;", "[1.2.3.4]", "<@U1> "),
)


def _ask(way: By) -> Callable[[str], object]:
    case = Case("lt", Topic.DOMAIN, domain="imone.lt")
    return lambda text: read(Unread(text, way), "lt", context(case))


def _spf(text: str) -> object:
    try:
        return list(review.review(parse.parse(f"v=spf1 {text}")))
    except values.SpfSyntaxError as error:
        return error.term


ENTRIES: dict[str, Callable[[str], object]] = {
    **{str(way): _ask(way) for way in By},
    "understand": lambda text: understand(text, "lt", context(Case("lt"))),
    "language": lambda text: guess_language(text, "lt"),
    "order": read_order,
    "wish": read_wish,
    "code": lambda text: read_code(text, word_index()),
    "domains": name.read_request,
    "text": read_text,
    "eml": lambda text: read_file("a.eml", text.encode("utf-8", "replace")),
    "eml with a body": lambda text: read_file("a.eml", f"{HEAD}plain\n\n{text}".encode("utf-8", "replace")),
    "eml with HTML": lambda text: read_file("a.eml", f"{HEAD}html\n\n{text}".encode("utf-8", "replace")),
    "txt": lambda text: read_file("a.txt", text.encode("utf-8", "replace")),
    "msg": lambda text: read_file("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + text.encode("utf-8", "replace")),
    "SPF": _spf,
    "DMARC": lambda text: record.read(f"v=DMARC1; {text}"),
    "DKIM": lambda text: key.read(f"v=DKIM1; {text}"),
    "tags": tags.parse,
    "MTA-STS policy": lambda text: read_policy(text.encode("utf-8", "replace")),
    "measured": measures.text,
}
HEAD = "From: MAILER-DAEMON@x.lt\nSubject: failure notice\nContent-Type: text/"


@cache
def beginnings() -> list[str]:
    """Of real inputs: mails, replies, questions, records; each cut somewhere."""
    mails = [file.read_text("utf-8", "replace") for file in sorted((HERE / "codes/bounces/mails").glob("*.eml"))]
    replies = [line.split("\t")[0] for line in (HERE / "codes/bounces/replies.tsv").read_text("utf-8").splitlines()]
    lines = (HERE / "cases/asking/understand/questions.jsonl").read_text("utf-8").splitlines()
    questions = [str(json.loads(line).get("text", "")) for line in lines]
    records = ["v=spf1 include:_spf.google.com ip4:192.0.2.0/24 ~all", "v=DMARC1; p=none; rua=mailto:a@imone.lt"]
    chance = random.Random(11)
    real = [*chance.sample(mails, 4), *chance.sample(replies, 4), *chance.sample(questions, 4), *records, ""]
    return [text[: chance.randint(0, min(len(text), 2_000))] for text in real]


def steps(entry: Callable[[str], object], text: str) -> int:
    count = 0

    def line(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _: str, __: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        entry(text)
    finally:
        sys.settrace(before)
    return count


def made(beginning: str, unit: str, size: int) -> str:
    return (beginning + unit * (size // len(unit) + 1))[:size]


def texts(way: str) -> list[tuple[str, str]]:
    """Some units after some beginnings, others for each way in."""
    chance = random.Random(way)
    real = beginnings()
    return [(chance.choice(real), unit) for unit in chance.sample(UNITS, TRIED)]


@pytest.mark.parametrize("way", ENTRIES)
def test_reading_takes_steps_in_proportion_to_a_texts_length(way: str) -> None:
    entry = ENTRIES[way]
    for beginning, unit in texts(way):
        shorter, longer = (steps(entry, made(beginning, unit, size)) for size in SIZES)
        assert longer <= FEW + GROWTH * shorter, (beginning[:60], unit, shorter, longer)


@pytest.mark.parametrize("way", [str(way) for way in By])
def test_a_sentence_is_cheap_whatever_it_is_made_of(way: str) -> None:
    for size, few in CHEAP.items():
        assert max(steps(ENTRIES[way], made(*pair, size)) for pair in texts(way)) <= few


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What the first question reads of our own files is not the asker's."""
    examples()
    knowledge()
    for entry in ENTRIES.values():
        entry("550 5.1.1 <a@b.lt>: kaip sutvarkyti spf? watch a.lt")

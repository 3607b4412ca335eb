"""Finding codes by words, in both languages."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codes.read import read
from bot.codes.search import WordIndex
from bot.codes.values import CodeMatches

LOCALES = Path(__file__).parents[2] / "locales"


def entries() -> Iterator[tuple[str, list[str]]]:
    for language in ("lt", "en"):
        for code, entry in tomllib.loads((LOCALES / language / "codes.toml").read_text("utf-8")).items():
            yield code, entry.get("keywords", [])  # that each has some is for test_code_texts


INDEX = WordIndex.build(entries())


@pytest.mark.parametrize(
    ("text", "first", "among"),
    [
        ("šlamštas", {"X.7.1", "X.7.28"}, {"450", "551", "554"}),
        ("slamstas", {"X.7.1", "X.7.28"}, {"450", "551", "554"}),
        ("šlamšto", {"X.7.1", "X.7.28"}, {"554"}),
        ("spam", {"X.7.1", "X.7.28"}, {"450", "554"}),
        ("brukalas", {"X.7.1", "X.7.28"}, {"554"}),
        ("greylisting", {"450", "451"}, {"X.7.1"}),
        ("greylistng", {"450", "451"}, {"X.7.1"}),
        ("kas yra greylisting?", {"450", "451"}, {"X.7.1"}),
        ("pilkasis sąrašas", {"450", "451"}, {"X.7.1"}),
        ("pilkojo sarašo", {"450", "451"}, {"X.7.1"}),
        ("pilkajame sarase", {"450", "451"}, {"X.7.1"}),
        ("mailbox full", {"552", "X.2.2"}, {"422", "450"}),
        ("the mailbox is full", {"552", "X.2.2"}, {"422"}),
        ("perpildyta", {"552", "X.2.2"}, {"422", "450"}),
        ("perpyldyta dežute", {"552", "X.2.2"}, {"422"}),
        ("juodasis sąrašas", {"554"}, {"450", "X.7.1"}),
        ("juodajame sąraše", {"554"}, {"450", "X.7.1"}),
        ("blacklist", {"554"}, {"450", "X.7.1"}),
        ("quota", {"552", "X.2.2"}, {"422"}),
        ("SPF", {"X.7.23"}, {"X.7.24", "X.7.26", "451"}),
        ("spf ir dkim", {"X.7.26"}, {"550"}),
        ("tls", {"454", "523", "524", "538", "X.7.10", "X.7.11"}, {"530"}),
        ("neteisingas slaptažodis", {"535", "X.7.8"}, set()),
        ("wrong password", {"535", "X.7.8"}, set()),
        ("per didelis priedas", {"X.2.3", "X.3.4"}, {"552"}),
        ("OVH limitas", {"555"}, set()),
        ("user unknown", {"X.1.1", "550"}, set()),
        ("reverse dns", {"X.7.25"}, set()),
        ("null MX", {"556", "X.1.10"}, {"X.7.27"}),
    ],
)
def test_words_find_their_codes_the_closest_first(text: str, first: set[str], among: set[str]) -> None:
    reading = read(text, INDEX)
    assert isinstance(reading, CodeMatches)
    codes = [row.code for row in reading.entries]
    assert codes[0] in first
    assert among <= set(codes)
    assert len(codes) <= 15


@pytest.mark.parametrize(
    "text", ["labas rytas", "koks šiandien oras?", "hello", "imone.example", "ačiū", "🙂", "?!", ""]
)
def test_words_of_other_matters_find_nothing(text: str) -> None:
    assert read(text, INDEX) is None


def test_prose_is_not_searched() -> None:
    assert read("a long sentence that just happens to speak of spam", INDEX) is None


def test_without_an_index_words_find_nothing() -> None:
    assert read("greylisting") is None


def test_a_code_wins_over_the_words_around_it() -> None:
    assert not isinstance(read("spam 550", INDEX), CodeMatches)


def test_the_more_of_the_text_a_code_explains_the_better_it_fits() -> None:
    index = WordIndex.build([("550", ["mailbox"]), ("552", ["mailbox full"]), ("452", ["disk full"])])
    assert index.find("mailbox full") == ["552"]
    assert index.find("full") == ["552", "452"]
    assert index.find("mailbox") == ["550"]


def test_of_equal_fits_the_first_keyword_counts_most() -> None:
    index = WordIndex.build([("451", ["load", "SPF"]), ("X.7.23", ["SPF"])])
    assert index.find("spf") == ["X.7.23", "451"]


def test_short_words_must_be_spelled_right() -> None:
    index = WordIndex.build([("454", ["TLS"]), ("X.7.25", ["PTR"])])
    assert index.find("tlz") == []
    assert index.find("tls") == ["454"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_searching_never_fails(text: str) -> None:
    INDEX.find(text)

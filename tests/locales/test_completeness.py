"""Every language has every word: what is asked for is there, what is there is asked for, and all say the same facts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from bot.cases.answering.checklist import ITEMS
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.table import all_entries
from bot.domains.engine.registry import all_checks
from bot.domains.knowledge.zone_hosts import zone_hosts
from bot.domains.values import Status
from bot.languages import languages
from bot.mails.values import Problem
from bot.replies.words.phrases import forms, phrases, sentences
from bot.replies.words.tables import (
    ADVICE,
    CAUSES,
    CODES,
    DIGITS,
    GUIDE,
    MAILS,
    REASONS,
    ZONE_HOSTS,
    TextFile,
    check_words,
    checks,
    load,
)
from tests.locales.catalogue import families, in_code, in_templates

each_language = pytest.mark.parametrize("language", languages())


def _findings(language: str) -> Iterator[tuple[str, TextFile]]:
    for check in checks(language):
        yield check, check_words(language, check)


def _files(language: str) -> Iterator[tuple[str, TextFile]]:
    yield "codes", load(language, "codes.toml", CODES)
    yield "digits", load(language, "digits.toml", DIGITS)
    yield "causes", load(language, "causes.toml", CAUSES)
    yield "mails", load(language, "mails.toml", MAILS)
    yield "advice", load(language, "advice.toml", ADVICE)
    yield "zone-hosts", load(language, "zone-hosts.toml", ZONE_HOSTS)
    yield "guide", load(language, "guide.toml", GUIDE)
    yield "reasons", load(language, "reasons.toml", REASONS)
    yield from _findings(language)


@each_language
def test_every_phrase_that_is_asked_for_is_there(language: str) -> None:
    there = set(phrases(language))
    groups = {key.partition(".")[0] for key in there}
    wanted = families() | in_templates() | in_code(groups)
    assert wanted - there == set()


@each_language
def test_every_phrase_that_is_there_is_asked_for(language: str) -> None:
    there = set(phrases(language))
    groups = {key.partition(".")[0] for key in there}
    assert there - (families() | in_templates() | in_code(groups)) == set()


@each_language
def test_phrases_are_filled_with_the_same_values_in_every_language(language: str) -> None:
    """A language may need no number to decline a noun."""
    here, there = sentences(language), sentences("en")
    for key in phrases(language):
        wanted = there.facts(phrases("en").written(key)) - {"num"}
        assert here.facts(phrases(language).written(key)) - {"num"} == wanted, key


@each_language
def test_every_code_has_its_text(language: str) -> None:
    assert set(load(language, "codes.toml", CODES).entries) == {entry.code for entry in all_entries()}


@each_language
def test_every_digit_has_its_text(language: str) -> None:
    wanted = {
        "help",
        *(f"first.{digit}" for digit in (*"2345", "other")),
        *(f"class.{digit}" for digit in "245X"),
        *(f"second.{digit}" for digit in (*"012345", "other")),
        *(f"subject.{digit}" for digit in (*"01234567", "other")),
    }
    entries = load(language, "digits.toml", DIGITS).entries
    assert set(entries) == wanted
    assert all({"title", "text"} <= entry.keys() for name, entry in entries.items() if name != "help")


@each_language
def test_every_cause_has_its_text(language: str) -> None:
    assert set(load(language, "causes.toml", CAUSES).entries) == set(knowledge().causes)


@each_language
def test_every_problem_of_a_mail_has_its_text(language: str) -> None:
    assert set(load(language, "mails.toml", MAILS).entries) == set(Problem)


@each_language
def test_all_advice_has_its_text(language: str) -> None:
    assert set(load(language, "advice.toml", ADVICE).entries) == set(knowledge().advice)


@each_language
def test_every_question_of_the_guide_has_its_text(language: str) -> None:
    entries = load(language, "guide.toml", GUIDE).entries
    assert set(entries) == {*ITEMS, "limit-account", "limit-address", "limit-reached"}
    assert all({"yes", "no", "step"} <= entries[item].keys() for item in ITEMS)


@each_language
def test_reasons_are_of_codes_and_causes_that_there_are(language: str) -> None:
    entries = load(language, "reasons.toml", REASONS).entries
    assert set(entries) <= {entry.code for entry in all_entries()} | set(knowledge().causes)
    assert {(name, *sorted(entry)) for name, entry in entries.items()} == {
        (name, *sorted(entry)) for name, entry in load("en", "reasons.toml", REASONS).entries.items()
    }


@each_language
def test_everybody_who_keeps_zones_has_steps(language: str) -> None:
    assert set(load(language, "zone-hosts.toml", ZONE_HOSTS).entries) == set(zone_hosts())


@each_language
def test_every_check_and_each_of_its_findings_has_its_text(language: str) -> None:
    wanted = {check.name: set(check.codes) for check in all_checks()}
    assert {check: set(file.entries) for check, file in _findings(language)} == wanted


@each_language
def test_what_is_wrong_has_a_remedy_and_words_for_the_customer(language: str) -> None:
    wrong = {
        code
        for check in all_checks()
        for code, status in check.statuses().items()
        if status.rank >= Status.WARNING.rank
    }
    lacking = {
        code
        for _, file in _findings(language)
        for code, entry in file.entries.items()
        if code in wrong and not {"remedy", "customer"} <= entry.keys()
    }
    assert lacking == set()


@each_language
def test_every_text_is_filled_with_the_same_facts_in_every_language(language: str) -> None:
    """Checked an entry at a time: a language may tell a fact in another sentence of the same entry."""
    english = dict(_files("en"))
    for name, file in _files(language):
        for code, entry in file.entries.items():
            there = english[name].entries.get(code, {})
            assert _facts(language, entry.values()) == _facts("en", there.values()), (name, code)


@each_language
def test_every_plural_has_as_many_forms_as_the_language(language: str) -> None:
    environment = sentences(language).environment
    texts = {(name, code): entry.values() for name, file in _files(language) for code, entry in file.entries.items()}
    texts |= {("phrases", key): (phrases(language).written(key),) for key in phrases(language)}
    for where, written in texts.items():
        for plural in (each for text in written for each in environment.parse(text).find_all(nodes.Filter)):
            if plural.name == "plural":
                assert len(plural.args) == forms(language), where


@each_language
def test_sentences_end_with_a_stop_and_titles_do_not(language: str) -> None:
    for name, file in _files(language):
        for code, entry in file.entries.items():
            for key, text in entry.items():
                ends = text.rstrip().endswith((".", "?", "!", ":", "…", ".)", ".“", ".”"))
                if key in ("title", "plain-title", "name"):
                    assert not text.rstrip().endswith("."), (name, code, key)
                else:
                    assert ends, (name, code, key)


def test_a_language_is_a_folder() -> None:
    here = {folder.name for folder in Path("locales").iterdir() if folder.is_dir()}
    assert set(languages()) == here


def _facts(language: str, texts: Iterable[str]) -> set[str]:
    return {fact for text in texts for fact in sentences(language).facts(text)} - {"domain"}

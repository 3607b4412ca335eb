"""Every code has its words in every language."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.codes.table import all_entries

LOCALES = Path(__file__).parents[2] / "locales"
LANGUAGES = ("lt", "en")


def texts(language: str, file: str) -> dict[str, Any]:
    return tomllib.loads((LOCALES / language / file).read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_the_tables_codes_have_texts(language: str) -> None:
    entries = texts(language, "codes.toml")
    assert sorted(entries) == sorted(row.code for row in all_entries())
    for code, entry in entries.items():
        assert set(entry) - {"note", "temporary"} == {"meaning", "action", "customer", "keywords"}, code
        assert entry["keywords"], code
        assert len(set(entry["keywords"])) == len(entry["keywords"]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_whole_sentences_of_one_paragraph(language: str) -> None:
    for code, entry in texts(language, "codes.toml").items():
        for text in (entry[key] for key in ("meaning", "action", "customer", "note", "temporary") if key in entry):
            assert re.fullmatch(r"[`„]?[A-ZĄČĘĖĮŠŲŪŽ][^\n]*\.", text), (code, text)
            assert "  " not in text, code
            assert text.count("`") % 2 == 0, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_that_no_longer_serve_are_gone(language: str) -> None:
    everything = str(texts(language, "codes.toml"))
    assert "travaux.ovh.net" not in everything
    assert "support.microsoft.com" not in everything
    assert set(re.findall(r"\]\(([^)]*)\)", everything)) <= {
        "https://check.spamhaus.org/",
        "https://sender.office.com",
    }


def test_a_link_stands_in_one_language_as_in_the_other() -> None:
    lithuanian, english = (texts(language, "codes.toml") for language in LANGUAGES)
    for code, entry in lithuanian.items():
        for key in ("meaning", "action"):
            links = [re.findall(r"\]\(([^)]*)\)", wording[key]) for wording in (entry, english[code])]
            assert links[0] == links[1], code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_digit_has_its_words(language: str) -> None:
    entries = texts(language, "digits.toml")
    assert {"2", "3", "4", "5"} <= set(entries["first"])
    assert {"0", "1", "2", "3", "4", "5", "other"} <= set(entries["second"])
    assert {"2", "4", "5", "X"} <= set(entries["class"])
    assert {"0", "1", "2", "3", "4", "5", "6", "7", "other"} <= set(entries["subject"])
    for group in ("first", "second", "class", "subject"):
        for digit, entry in entries[group].items():
            spoken_of = group in ("first", "class") and digit != "other"
            assert set(entry) == {"title", "text"} | ({"customer"} if spoken_of else set()), (group, digit)
            assert not entry["title"].endswith("."), (group, digit)
            assert entry["text"].endswith("."), (group, digit)


def test_the_guide_is_quoted_with_its_slips_mended() -> None:
    entries = texts("lt", "codes.toml")
    assert entries["552"]["meaning"] == "Užklaustas veiksmas nutrauktas: viršijama saugyklos vieta."
    assert entries["451"]["meaning"] == "Užklaustas veiksmas neatliekamas: vietinio apdorojimo klaida."
    assert "Įsitikinkite" in entries["553"]["action"]
    assert "200 el. laiškų /val. /paskyrai ir 300 el. laiškų /val. /ip" in entries["555"]["action"]

"""A third language is a folder beside the real two, and not another line."""

import re
import shutil
from pathlib import Path

import pytest

from tests.extending.checkout import copied, played

MARK = "¤"
_TEXT = re.compile(r"""^([\w.-]+ = ["']+)""", re.MULTILINE)
_MARKED = ("codes.toml", "causes.toml", "findings/*.toml", "phrases/answers.toml", "phrases/letter.toml")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With Estonian in it: the English texts, each marked."""
    made = copied(tmp_path_factory.mktemp("checkout"))
    folder = made / "locales" / "et"
    shutil.copytree(made / "locales" / "en", folder)
    for pattern in _MARKED:
        for file in folder.glob(pattern):
            file.write_text(_TEXT.sub(rf"\1{MARK}", file.read_text("utf-8")), "utf-8")
    head = (folder / "language.toml").read_text("utf-8")
    (folder / "language.toml").write_text(
        head.replace("otherwise = true\n", "").replace("In English", "Eesti keeles"), "utf-8"
    )
    return made


def test_all_three_languages_are_spoken_and_the_third_is_asked_for_by_its_name(checkout: Path) -> None:
    """By its name in every language, as CLDR has it."""
    replies = played(
        checkout,
        ("/smtp et 451", "451"),
        ("/smtp lt 451", "451"),
        ("/smtp en 451", "451"),
        ("/mailcheck et imone.example", "Checked"),
        ("what about SPF?", "SPF"),
        ("write to the customer", "DNS"),
        ("write to the customer in Lithuanian", "Laba diena"),
        ("/smtp lang estonian", "eesti"),
        ("/smtp kalba estų", "eesti"),
        ("/smtp 451", MARK),
    )
    code, lithuanian, english, domain, follow_up, letter, other, *_, chosen = replies
    assert MARK in code
    assert "Eesti keeles" in lithuanian
    assert MARK not in lithuanian + english
    assert "vietinio apdorojimo klaida" in lithuanian
    assert all(MARK in each for each in (domain, follow_up, letter, chosen))
    assert MARK not in other.partition("Laba diena")[2].partition("Pagarbiai")[0]

"""A slip in a text file is named by file and entry, before a user meets it."""

from pathlib import Path

import pytest

from bot import languages as folder
from bot.replies.words.tables import FINDINGS, load

HEAD = frozenset({"name", "about"})
TOP = 'name = "SPF"\nabout = "Kas tai."\n'


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lt" / "findings").mkdir(parents=True)
    monkeypatch.setattr("bot.replies.words.tables.locales", lambda: tmp_path)
    load.cache_clear()
    yield
    load.cache_clear()


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TOP + '[spf-missing]\ntitle = "Nėra"\n', r"\[spf-missing\] lacks meaning"),
        (
            TOP + '[spf-missing]\ntitle = "Nėra"\nmeaning = "A."\nremdy = "B."\n',
            r"\[spf-missing\] has the unknown remdy",
        ),
        (TOP + '[spf-missing]\ntitle = ""\nmeaning = "A."\n', r"\[spf-missing\] title must be a text"),
        ('name = "SPF"\n', "the file's head lacks about"),
        ("name = ", "spf.toml: "),
    ],
)
def test_a_slip_is_named(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "lt" / "findings" / "spf.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=problem):
        load("lt", "findings/spf.toml", FINDINGS, HEAD)


def test_the_words_lie_beside_the_package_in_a_checkout() -> None:
    assert (folder.locales() / "lt" / "codes.toml").is_file()

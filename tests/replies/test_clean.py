"""What cannot be seen is shown as something that can."""

import pytest

from bot.replies.clean import clean, cut


@pytest.mark.parametrize(
    "unseen", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\u2028", "\U000e0041", "\ud800"]
)
def test_an_invisible_character_is_replaced_by_a_visible_one(unseen: str) -> None:
    assert clean(f"imone{unseen}.lt") == "imone\ufffd.lt"


@pytest.mark.parametrize("text", ["Žąsis – „labas“\n\tpo tabuliatoriaus", "例え.テスト", "✓ ✗ 🙂"])
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


def test_what_is_cut_shows_that_it_was_cut() -> None:
    assert cut("v=spf1 include:mx.ovh.com ~all", 12) == "v=spf1 incl…"
    assert cut("v=spf1 -all", 12) == "v=spf1 -all"

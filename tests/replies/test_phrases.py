"""Phrases are found by their keys and declined by number."""

import pytest

from bot.replies.words.phrases import forms, phrases, plural_index

NOUNS = ("įrašas", "įrašai", "įrašų")


@pytest.mark.parametrize(
    ("number", "noun"),
    [
        *((number, "įrašas") for number in (1, 21, 101, 121)),
        *((number, "įrašai") for number in (2, 9, 22, 109)),
        *((number, "įrašų") for number in (0, 10, 11, 12, 19, 20, 111)),
    ],
)
def test_a_lithuanian_noun_takes_the_form_of_its_number(number: int, noun: str) -> None:
    assert NOUNS[plural_index("lt", number)] == noun


def test_english_knows_one_and_many() -> None:
    assert [plural_index("en", number) for number in (0, 1, 2, 21)] == [1, 0, 1, 1]
    assert (forms("lt"), forms("en")) == (3, 2)


def test_a_phrase_as_plain_text_holds_its_values_as_they_are() -> None:
    message = phrases("en").say("refusal.given", given="<!channel> & `x`")
    assert message == "You wrote: <!channel> & `x`"


def test_a_phrase_that_nobody_wrote_is_named() -> None:
    with pytest.raises(KeyError, match=r"no phrase 'no\.such'"):
        phrases("lt").say("no.such")

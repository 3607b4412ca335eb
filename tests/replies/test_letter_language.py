"""A letter is in its customer's language, whatever language the agent reads the answer in."""

from functools import cache

import pytest

from bot.cases.values.answers.kinds import CustomerAnswer
from bot.cases.values.answers.reply import Reply
from bot.languages import languages
from bot.replies.documents import document
from bot.replies.render import letter, plain
from bot.replies.surfaces import terminal
from tests.replies.samples import samples


@cache
def letters(language: str) -> dict[str, CustomerAnswer]:
    answers = {name: reply.answer for name, reply in samples(language).items()}
    return {name: answer for name, answer in answers.items() if isinstance(answer, CustomerAnswer)}


def lines(text: str) -> set[str]:
    """Without the marks and the indentation that surfaces set around them."""
    return {" ".join(line.split()).strip("> *") for line in text.splitlines() if line.strip("> *")}


@pytest.mark.parametrize("customer", languages())
@pytest.mark.parametrize("agent", languages())
def test_the_letter_within_an_answer_is_the_letter_that_is_posted(customer: str, agent: str) -> None:
    assert letters(customer)
    for name, answer in letters(customer).items():
        wanted = lines(letter(answer))
        assert wanted, name
        assert wanted <= lines(plain(Reply(answer), agent)), name
        begins = " ".join(letter(answer).split()[:12])
        assert begins in " ".join(terminal.write(document(answer, agent), colour=False, width=10_000).split()), name


def test_letters_in_two_languages_are_two_texts() -> None:
    """So that the test above can tell them apart."""
    for name in letters("en"):
        texts = [frozenset(lines(letter(letters(language)[name]))) for language in languages()]
        assert len(set(texts)) == len(languages()), name

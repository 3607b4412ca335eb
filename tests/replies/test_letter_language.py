"""A letter is in its customer's language, whatever language the agent reads the answer in."""

import pytest

from bot.cases.values.answers.kinds import CustomerAnswer, Reply
from bot.languages import languages
from bot.replies.render import letter, plain, terminal
from tests.replies.samples import samples

LETTERS = sorted(name for name, reply in samples("en").items() if isinstance(reply.answer, CustomerAnswer))


def lines(text: str) -> set[str]:
    """Without the marks and the indentation that surfaces set around them."""
    return {" ".join(line.split()).strip("> *") for line in text.splitlines() if line.strip("> *")}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("customer", languages())
@pytest.mark.parametrize("agent", languages())
def test_the_letter_within_an_answer_is_the_letter_that_is_posted(name: str, customer: str, agent: str) -> None:
    answer = samples(customer)[name].answer
    assert isinstance(answer, CustomerAnswer)
    wanted = lines(letter(answer))
    assert wanted
    assert wanted <= lines(plain(Reply(answer), agent))
    assert " ".join(letter(answer).split()[:12]) in " ".join(
        terminal(answer, agent, colour=False, width=10_000).split()
    )


def test_letters_in_two_languages_are_two_texts() -> None:
    """So that the test above can tell them apart."""
    for name in LETTERS:
        texts = [frozenset(lines(letter(samples(language)[name].answer))) for language in languages()]  # type: ignore[arg-type]
        assert len(set(texts)) == len(languages())

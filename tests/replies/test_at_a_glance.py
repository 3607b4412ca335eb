"""A first answer is read at a glance: few words before the fold, with its buttons; three lines where all is well."""

from collections.abc import Iterable

import pytest

from bot.cases.answering.next_questions import further_questions, next_questions
from bot.cases.values.answers.kinds import BounceAnswer, DomainAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.case import Case
from bot.codes.values import BounceReading, MailKind
from bot.languages import languages
from bot.replies.document import Block, Document, Fold
from bot.replies.documents import document
from bot.replies.surfaces import plain
from bot.slack.blocks import message_of
from tests.replies.parts import diagnoses, explanations
from tests.replies.samples import DMARC_UNKNOWN, samples

MOST_WORDS = 90
each_language = pytest.mark.parametrize("language", languages())


def before_the_fold(reply: Reply, language: str) -> str:
    """What is seen without a click, buttons aside."""
    return plain.write(Document(tuple(_first(document(reply, language).blocks))))


def _first(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Fold):
            return
        yield block


def first_answers(language: str) -> Iterable[tuple[str, Reply]]:
    for name, reply in samples(language).items():
        if isinstance(reply.answer, DomainAnswer | BounceAnswer | CodeAnswer) and not getattr(
            reply.answer, "full", False
        ):
            yield name, reply
    for code in explanations():
        yield f"code {code.code}", Reply(CodeAnswer(code))
    for diagnosis in diagnoses():
        reading = BounceReading(MailKind.BOUNCE, (diagnosis,))
        yield f"cause {diagnosis.cause} {diagnosis.resend}", Reply(BounceAnswer(reading, diagnosis))


def on_buttons(reply: Reply, language: str) -> str:
    """What the answer's buttons and votes say. What is behind the menu is not seen."""
    case = Case(language)
    questions = [ask(reply.answer, case, languages()) for ask in (next_questions, further_questions)]
    blocks = message_of(Reply(reply.answer, *questions), language).blocks
    texts = [
        each["text"]["text"]
        for block in blocks
        if block["type"] == "actions"
        for each in block["elements"]
        if "text" in each
    ]
    votes = [each for block in blocks if block["type"] == "context_actions" for each in block["elements"]]
    return " ".join(
        [*texts, *(vote[f"{way}_button"]["text"]["text"] for vote in votes for way in ("positive", "negative"))]
    )


def words(text: str) -> int:
    """Signs and dashes aside."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


@each_language
def test_a_first_answer_has_at_most_ninety_words(language: str) -> None:
    counted = {
        name: words(before_the_fold(reply, language)) + words(on_buttons(reply, language))
        for name, reply in first_answers(language)
    }
    assert {name: words for name, words in counted.items() if words > MOST_WORDS} == {}


@each_language
@pytest.mark.parametrize("name", ["domain-healthy", "domain-open", "domain-parked"])
def test_a_domain_that_stands_well_has_three_lines(language: str, name: str) -> None:
    assert len(before_the_fold(samples(language)[name], language).split("\n\n")) <= 3


@each_language
def test_where_nothing_could_be_checked_it_is_said_once(language: str) -> None:
    shown = before_the_fold(samples(language)["domain-blind"], language)
    assert "DMARC" not in shown
    assert DMARC_UNKNOWN.facts[0].value not in shown
    assert len(shown.split("\n\n")) == 2

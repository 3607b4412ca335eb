"""An answer taken apart as its reader sees it: who acts, whether to send again, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cases.values.answers.kinds import BounceAnswer
from bot.cases.values.answers.typed import CodeAnswer
from bot.codes.bounces.read import read_text
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.read import explain
from bot.codes.table import all_entries
from bot.codes.values import (
    Actor,
    BounceReading,
    CodeKind,
    Confidence,
    Diagnosis,
    Explanation,
    MailKind,
    Resend,
)
from bot.replies.document import Block, FieldsBlock, ListBlock, Paragraph
from bot.replies.documents import document
from bot.replies.parse import plain
from bot.replies.words.phrases import phrases

UNLISTED = ("259", "359", "459", "559", "4.9.88", "5.9.88", "2.9.88")
"""Codes that no table has: their digits speak."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What one answer about a code or a bounce says."""

    about: str
    actors: tuple[Actor, ...]
    resend: Resend
    means: str
    who: str
    again: str
    step: str


def explanations() -> Iterator[Explanation]:
    """Every code there is, an enhanced status code in each class, and codes that no table has."""
    for row in all_entries():
        tail = row.code.removeprefix("X.")
        wanted = [row.code] if row.kind is CodeKind.BASIC else [f"{first}.{tail}" for first in "245X"]
        yield from (reading for code in wanted if (reading := explain(code)))
    yield from (reading for code in UNLISTED if (reading := explain(code)))


def diagnoses() -> Iterator[Diagnosis]:
    """Every way in which a cause is told: each rule's own example, and each cause after a final refusal."""
    known = knowledge()
    sets = [known.wording, known.statuses, known.codes, *(provider.rules for provider in known.providers.values())]
    seen = set()
    for rule in (rule for rules in sets for rule in rules.rules):
        for diagnosis in read_text(rule.example).diagnoses:
            kind = (diagnosis.cause, diagnosis.actors, diagnosis.resend)
            if kind not in seen:
                seen.add(kind)
                yield diagnosis
    for cause in known.causes.values():
        if (cause.name, cause.actors, cause.resend) not in seen:
            yield Diagnosis(
                cause=cause.name,
                confidence=Confidence.WORDING,
                rule="",
                evidence="",
                reply_code="550",
                status=None,
                permanent=cause.permanent,
                actors=cause.actors,
                resend=cause.resend,
                diagnostic="550",
            )


def parts(language: str) -> Iterator[Parts]:
    """The answers about every code and every cause."""
    for code in explanations():
        yield _parts(f"code {code.code}", CodeAnswer(code), code.actors, code.resend, language)
    for diagnosis in diagnoses():
        answer = BounceAnswer(BounceReading(MailKind.BOUNCE, (diagnosis,)), diagnosis)
        about = f"cause {diagnosis.cause} ({diagnosis.reply_code or diagnosis.status})"
        yield _parts(about, answer, diagnosis.actors, diagnosis.resend, language)


def _parts(
    about: str, answer: CodeAnswer | BounceAnswer, actors: tuple[Actor, ...], resend: Resend, language: str
) -> Parts:
    blocks = document(answer, language).blocks
    (fields,) = [block for block in blocks if isinstance(block, FieldsBlock)]
    marks = tuple(phrases(language).say(key) for key in ("say.do", "say.happens", "say.then"))
    paragraphs = [(plain(block.parts), place) for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    steps = " ".join(_step(blocks, place, marks) for text, place in paragraphs if text.startswith(marks))
    means = " ".join(text for text, _ in paragraphs if not text.startswith(marks) and text not in steps)
    who, again = (plain(field.value) for field in fields.fields)
    return Parts(about, actors, resend, means, who, again, steps)


def _step(blocks: tuple[Block, ...], place: int, marks: tuple[str, ...]) -> str:
    """What to do: after its label, in one sentence or as a list."""
    text = plain(blocks[place].parts)  # type: ignore[union-attr]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    lines = [text.removeprefix(next(mark for mark in marks if text.startswith(mark))).strip()]
    if isinstance(following, ListBlock):
        lines += [plain(item) for item in following.items]
    return " ".join(lines).strip()

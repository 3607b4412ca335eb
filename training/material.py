"""What is learnt from, as labelled examples with their features and where they come from."""

import hashlib
import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cases.asking.understand.examples import words_of
from bot.cases.asking.understand.files import read_toml, strings, vocabulary_folders
from bot.cases.asking.understand.normalise import read_tokens
from bot.cases.asking.understand.spelling import spell
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.classifier import bounces, questions
from bot.classifier.features import TextFeatures
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import codes, join, own_words
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.bounces.rules.matching import Rule

HERE = Path(__file__).parent
FRESH = HERE.parent / "tests/codes/bounces/fresh/lines.jsonl"
PHRASE = 0.5
"""How much a rule's phrase counts: it is no whole reply."""
NO_REFUSALS = frozenset({"delivered", "feedback", "undefined", "vacation"})
"""Told by a report's fields and a mail's form, never by a server's words, or not told."""


@dataclass(frozen=True, slots=True)
class Example:
    label: str
    features: tuple[str, ...]
    """In order, so that the same material gives the same sums to the last digit."""
    group: str
    """The mail system or provider: what a fold holds out as a whole."""
    weight: float = 1.0
    tested: bool = True
    """Whether it is a whole reply, which a fold may be scored on."""


def digest(examples: Iterable[Example]) -> str:
    """SHA-256 of all that a model is made of; it changes with the material and with what is made of it."""
    whole = hashlib.sha256()
    for each in examples:
        whole.update(repr((each.label, each.features, each.group, each.weight, each.tested)).encode())
    return whole.hexdigest()


def bounce_examples() -> list[Example]:
    """The rules' phrases and examples, the labelled replies of mail systems, those written from documentation."""
    known = knowledge()
    shared = {"wording": known.wording, "codes": known.codes, "statuses": known.statuses}
    by_file = {**shared, **{name: provider.rules for name, provider in known.providers.items()}}
    examples = []
    for file, rules in by_file.items():
        for rule in rules.rules:
            if rule.cause not in NO_REFUSALS:
                examples.append(_reply(rule.example, rule.cause, file, tested=file not in shared))
                examples.extend(_phrases(rule, file))
    for row in _rows(HERE / "bounces" / "mails.jsonl"):
        if row["cause"] in NO_REFUSALS:
            continue
        text = own_words(row["text"] or "")
        prepared = bounces.prepared(text, row["code"], row["status"], row["command"])
        examples.append(Example(str(row["cause"]), _ordered(prepared), f"system {row['system']}"))
    examples.extend(_reply(str(row["text"]), str(row["cause"]), "documentation") for row in _rows(FRESH))
    examples.extend(_reply(text, cause, "wordings", tested=False) for cause, text in _wordings())
    return examples


def _wordings() -> Iterator[tuple[str, str]]:
    """Invented replies, as administrators word them and in the languages of mail systems: the cause, the reply."""
    for line in (HERE / "bounces" / "wordings.tsv").read_text("utf-8").splitlines():
        cause, _, text = line.partition("\t")
        yield cause, text


def question_examples(but: Container[str] = ()) -> list[Example]:
    """The example questions of every intent and language, dealt out to ten groups; those in `but` are left out."""
    known, examples = vocabulary(), []
    for number, (language, intent, text) in enumerate(row for row in _questions() if row[2] not in but):
        words = words_of(spell(read_tokens(text), known), language, known)
        features = tuple(sorted(questions.prepared(words).names(questions.PIECES)))
        examples.append(Example(intent, features, str(number % 10)))
    return examples


def questions_digest() -> str:
    """SHA-256 of the questions that the model learns from. What they are taken apart into is left out: a new word of
    the vocabulary takes nothing from what was learnt."""
    whole = hashlib.sha256()
    for each in _questions():
        whole.update(repr(each).encode())
    return whole.hexdigest()


def _questions() -> Iterator[tuple[str, str, str]]:
    for language, folder in sorted(vocabulary_folders().items()):
        for path in sorted((folder / "examples").glob("*.toml")):
            for text in strings(read_toml(path, {"questions"}).get("questions"), f"{path}: questions"):
                yield language, path.stem, text


def _phrases(rule: Rule, file: str) -> Iterator[Example]:
    for wanted in rule.any:
        text = bounces.prepared(" ".join(wanted.pieces), None, None, None)
        yield Example(rule.cause, _ordered(text), file, PHRASE, tested=False)


def _reply(text: str, cause: str, group: str, *, tested: bool = True) -> Example:
    joined = join(text)
    reply_codes = codes(joined)
    prepared = bounces.prepared(own_words(joined), reply_codes.reply_code, reply_codes.status, command_in(joined))
    return Example(cause, _ordered(prepared), group, tested=tested)


def _ordered(text: TextFeatures) -> tuple[str, ...]:
    return tuple(sorted(text.names(bounces.PIECES)))


def _rows(path: Path) -> Iterator[dict[str, str | None]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)

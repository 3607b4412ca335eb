"""Fits how much each thing that speaks for an intent counts: on questions that the examples are counted without."""

import hashlib
import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.cases.asking.understand.decide import options
from bot.cases.asking.understand.evidence import INTENTS, OF_A_MESSAGE, OF_AN_INTENT, Context
from bot.cases.asking.understand.examples import load_examples
from bot.cases.asking.understand.files import vocabulary_folders
from bot.cases.asking.understand.language import guess_language
from bot.cases.asking.understand.sentences import evidence, tokens_of
from bot.cases.asking.understand.signals import signals
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.classifier.model import model as whole
from bot.classifier.model import read_model
from bot.classifier.questions import PIECES, prepared
from bot.classifier.ranking import Ranking
from training.fit import fit, write
from training.material import HERE, question_examples, questions_digest

_TESTS = HERE.parent / "tests/cases/asking/understand"
ASKED = (HERE / "questions" / "asked.jsonl", *(_TESTS / f"{name}.jsonl" for name in ("voices", "talks", "watching")))
"""Questions as people ask them: `lang`, `context`, `text`, `intent`. Most are among the examples, too."""
OWN, SHARED = 1.0, 3.0
"""How dearly a weight is paid for: one that all intents share, and one that a single intent has."""
FOLDS = 5
IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with what speaks for each intent."""

    numbers: NDArray[np.float64]
    """By question, intent, and `OF_AN_INTENT`."""
    messages: NDArray[np.float64]
    """By question, and `OF_A_MESSAGE` with a one behind."""
    possible: NDArray[np.float64]
    """By question and intent: 0, or `IMPOSSIBLE`."""
    right: NDArray[np.int_]

    def of(self, rows: NDArray[np.int_]) -> "Asked":
        return Asked(self.numbers[rows], self.messages[rows], self.possible[rows], self.right[rows])


def ranking_digest() -> str:
    """SHA-256 of all that the weights are fitted to."""
    names = repr((INTENTS, OF_AN_INTENT, OF_A_MESSAGE))
    return hashlib.sha256(questions_digest().encode() + _asked() + names.encode()).hexdigest()


def _asked() -> bytes:
    return b"".join(path.read_bytes() for path in ASKED)


def asked_questions(strength: float, most: int) -> Asked:
    """The questions of `ASKED` weighed by examples and by a classifier (`training.fit`) that know none of them. The
    classifier of all examples is there already: its temperature is taken."""
    rows = [json.loads(line) for line in _asked().splitlines()]
    texts = frozenset(row["text"] for row in rows)
    known = vocabulary()
    examples = load_examples(vocabulary_folders(), known, texts)
    temperature = whole("questions", PIECES).header.temperature
    model = read_model(write(fit(question_examples(texts), strength, most), temperature, ""), PIECES)
    numbers, messages, possible, right = [], [], [], []
    for row in rows:
        kind, _, value = row["context"].partition(":")
        language = guess_language(row["text"], row["lang"])
        tokens = tokens_of(row["text"])
        held = signals(tokens, known, language)
        seen = evidence(
            tokens, held, language, Context(kind, value), examples, lambda words: model.probabilities(prepared(words))
        )
        may_be = options(seen)
        numbers.append([may_be.get(str(intent), (0.0,) * len(OF_AN_INTENT)) for intent in INTENTS])
        messages.append((*seen.of_message(), 1.0))
        possible.append([0.0 if str(intent) in may_be else IMPOSSIBLE for intent in INTENTS])
        right.append(INTENTS.index(row["intent"]))
    return Asked(np.array(numbers), np.array(messages), np.array(possible), np.array(right))


def fit_ranking(questions: Asked) -> Ranking:
    weights = _weights(questions)
    own = dict(zip(OF_AN_INTENT, weights[: len(OF_AN_INTENT)].round(3).tolist(), strict=True))
    table = weights[len(OF_AN_INTENT) :].reshape(-1, len(INTENTS)).T.round(3).tolist()
    names = (*OF_A_MESSAGE, "")
    shared = {str(intent): dict(zip(names, row, strict=True)) for intent, row in zip(INTENTS, table, strict=True)}
    return Ranking(ranking_digest(), own, shared)


def told_ranking(questions: Asked) -> str:
    """How right it is of questions held out, in five folds."""
    groups = np.random.default_rng(0).integers(0, FOLDS, len(questions.right))
    best = np.zeros(len(groups), int)
    for fold in range(FOLDS):
        held = np.flatnonzero(groups == fold)
        weights = _weights(questions.of(np.flatnonzero(groups != fold)))
        best[held] = _sums(weights, questions.of(held)).argmax(axis=1)
    outside = questions.right == INTENTS.index("unknown")
    hits = best == questions.right
    ours, others = (f"{hits[rows].mean():.1%} of {rows.sum()}" for rows in (~outside, outside))
    return f"{ours} right, {others} that are nobody's business"


def _weights(questions: Asked) -> NDArray[np.float64]:
    """The weights of `OF_AN_INTENT`, then those of `OF_A_MESSAGE` and the bias for each intent. No weight can help a
    question whose intent rules keep out: it is left aside."""
    every = np.arange(len(questions.right))
    questions = questions.of(np.flatnonzero(questions.possible[every, questions.right] == 0))
    count = len(OF_AN_INTENT)
    rows = np.arange(len(questions.right))
    cost = np.concatenate([np.full(count, OWN), np.full(questions.messages.shape[1] * len(INTENTS), SHARED)])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = _sums(weights, questions)
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        surprise = -np.log(np.maximum(chances[rows, questions.right], 1e-300)).sum()
        chances[rows, questions.right] -= 1
        slopes = [np.einsum("qi,qin->n", chances, questions.numbers), (questions.messages.T @ chances).ravel()]
        return float(surprise + cost @ weights**2 / 2), np.concatenate(slopes) + cost * weights

    return np.asarray(minimize(loss, np.zeros(len(cost)), jac=True, method="L-BFGS-B", options={"maxiter": 800}).x)


def _sums(weights: NDArray[np.float64], questions: Asked) -> NDArray[np.float64]:
    count = len(OF_AN_INTENT)
    table = weights[count:].reshape(-1, len(INTENTS))
    return np.asarray(questions.numbers @ weights[:count] + questions.messages @ table + questions.possible)

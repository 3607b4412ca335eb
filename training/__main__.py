"""`make train`: fits the models anew and prints how right they are of what they have not seen: of mail systems held out
as a whole, and of questions."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.cases.asking.understand.counts import digest as digest_of_questions
from bot.cases.asking.understand.counts import written
from bot.cases.asking.understand.examples import load_examples
from bot.cases.asking.understand.files import vocabulary_folders
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.classifier.ranking import written as written_ranking
from training.fit import Trial, fit, hold_out, write
from training.material import Example, bounce_examples, digest, question_examples, questions_digest
from training.ranking import asked_questions, fit_ranking, told_ranking

WEIGHTS = Path(__file__).parent.parent / "bot/classifier/weights"
BOUNCES_STRENGTH, QUESTIONS_STRENGTH = 2.0, 1.0
BOUNCES_FEATURES, QUESTIONS_FEATURES = 16_000, 12_000
"""More of them make neither model better; replies come in more languages."""


def train(names: Sequence[str]) -> None:
    """Both models, or those named."""
    if "bounces" in names:
        examples = bounce_examples()
        fitted(examples, BOUNCES_STRENGTH, BOUNCES_FEATURES, digest(examples), "bounces")
    if "questions" in names:
        fitted(question_examples(), QUESTIONS_STRENGTH, QUESTIONS_FEATURES, questions_digest(), "questions")
        counted()
        ranked()


def fitted(examples: list[Example], strength: float, most: int, material: str, name: str) -> None:
    trial = hold_out(examples, strength, most)
    temperature = trial.temperature()
    weights = write(fit(examples, strength, most), temperature, material)
    (WEIGHTS / f"{name}.bin").write_bytes(weights)
    print(f"{name}: {len(examples)} examples, {len(weights):,} bytes, {told(trial, temperature)}")


def counted() -> None:
    """Stores the counts of the questions' features."""
    folders, known = vocabulary_folders(), vocabulary()
    counts = written(load_examples(folders, known), digest_of_questions(folders, known))
    (WEIGHTS / "examples.bin").write_bytes(counts)
    print(f"examples: {len(counts):,} bytes")


def ranked() -> None:
    """Stores how much each thing that speaks for an intent counts."""
    questions = asked_questions(QUESTIONS_STRENGTH, QUESTIONS_FEATURES)
    (WEIGHTS / "intents.json").write_text(written_ranking(fit_ranking(questions)), "utf-8")
    print(f"intents: {len(questions.right)} questions, {told_ranking(questions)}")


def told(trial: Trial, temperature: float) -> str:
    """How right the likeliest label is of what was held out, in all and from each confidence on."""
    chances = trial.probabilities(temperature)
    right = np.array([trial.labels[place] for place in chances.argmax(axis=1)]) == [
        each.label for each in trial.examples
    ]
    best = chances.max(axis=1)
    steps = [f"{right.mean():.1%} of {len(right)} right"]
    for least, most in ((0.9, 1.01), (0.8, 0.9), (0.7, 0.8), (0.5, 0.7), (0.0, 0.5)):
        within = (best >= least) & (best < most)
        if within.any():
            steps.append(
                f"from {least}: {right[within].mean():.1%} of {within.sum()} ({best[within].mean():.2f} stated)"
            )
    return "; ".join(steps)


if __name__ == "__main__":
    train(sys.argv[1:] or ["bounces", "questions"])

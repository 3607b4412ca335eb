"""`make train`: fits the model anew and prints how right it is of mail systems that it has not seen."""

from pathlib import Path

import numpy as np

from training.fit import Trial, fit, hold_out, write
from training.material import bounce_examples

WEIGHTS = Path(__file__).parent.parent / "bot/classifier/weights"
STRENGTH = 2.0


def train() -> None:
    examples = bounce_examples()
    trial = hold_out(examples, STRENGTH)
    temperature = trial.temperature()
    written = write(fit(examples, STRENGTH), temperature, examples)
    (WEIGHTS / "bounces.bin").write_bytes(written)
    print(f"{len(examples)} examples, {len(written):,} bytes, {told(trial, temperature)}")


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
    train()

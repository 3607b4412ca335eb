"""Weighs what speaks for each of several options: a conditional logit, fitted by `make train`.

An option is described by its own numbers and by those of the case that it is an option of. All options share the
weights of their own numbers; of the case's numbers each option has its own weights, and a bias.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from operator import mul


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights, as they stand in `weights/<name>.json`."""

    material: str
    """SHA-256 of what they were fitted to (`training.ranking`)."""
    own: Mapping[str, float]
    """By the name of an option's number."""
    shared: Mapping[str, Mapping[str, float]]
    """By option, and by the name of the case's number; the bias is `""`."""

    def probabilities(self, options: Mapping[str, Sequence[float]], case: Sequence[float]) -> dict[str, float]:
        """By option, likeliest first. `options` hold the own numbers of each, in the weights' order; `case` its own."""
        own, with_bias = tuple(self.own.values()), (*case, 1.0)
        sums = {
            name: sum(map(mul, own, numbers)) + sum(map(mul, self.shared[name].values(), with_bias))
            for name, numbers in options.items()
        }
        highest = max(sums.values())
        powers = {name: math.exp(each - highest) for name, each in sums.items()}
        every = sum(powers.values())
        return {name: powers[name] / every for name in sorted(powers, key=lambda name: -powers[name])}


@cache
def ranking(name: str) -> Ranking:
    """The weights of `weights/<name>.json`, read when first asked for. Raises ValueError where the file is damaged."""
    return Ranking(**json.loads((files("bot.classifier") / "weights" / f"{name}.json").read_text("utf-8")))


def written(fitted: Ranking) -> str:
    """The file's text, which `ranking` reads."""
    return json.dumps(asdict(fitted), indent=1) + "\n"

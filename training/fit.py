"""Fitting: words weighed by rarity, a linear support vector machine, probabilities by folds."""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from bot.classifier.model import LENGTH_SCALE, ZERO, ModelHeader, write_model
from training.material import Example

SEED = 0
FOLDS = 10
PIECES = 0.5
"""How much a piece of a word counts beside a word."""


@dataclass(frozen=True, slots=True)
class Fitted:
    names: NDArray[np.str_]
    own: NDArray[np.float64]
    """Each feature's own weight: its rarity, less for a piece of a word."""
    labels: list[str]
    weights: NDArray[np.float64]
    """A row a label, a column a feature."""
    biases: NDArray[np.float64]

    def decide(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """How much speaks for each label, an example a row."""
        counts = CountVectorizer(analyzer=_features, vocabulary=list(self.names))
        return np.asarray(_scaled(counts.transform(examples), self.own) @ self.weights.T + self.biases)


def fit(examples: Sequence[Example], strength: float, most: int) -> Fitted:
    """`strength` is the machine's C: how dearly a wrong example is paid for. `most` features are kept: those of the
    greatest weight in the most examples."""
    counter = CountVectorizer(analyzer=_features)
    counts = counter.fit_transform(examples)
    names = counter.get_feature_names_out()
    own = TfidfTransformer().fit(counts).idf_ * [PIECES if name.startswith("c:") else 1.0 for name in names]
    every = _machine(_scaled(counts, own), examples, strength)
    use = np.abs(every.coef_ * own).max(axis=0) * np.bincount(counts.indices, minlength=len(names))
    kept = np.sort(np.argsort(-use, kind="stable")[:most])
    machine = _machine(_scaled(counts[:, kept], own[kept]), examples, strength)
    return Fitted(names[kept], own[kept], [str(each) for each in machine.classes_], machine.coef_, machine.intercept_)


def _scaled(counts: sp.csr_matrix, own: NDArray[np.float64]) -> sp.csr_matrix:
    """Counts times the features' own weights, over each text's length: the root of what its features' squares add."""
    lengths = np.sqrt(np.maximum(counts @ own**2, 1e-9))
    return sp.csr_matrix(counts.multiply(own).multiply(1 / lengths[:, np.newaxis]))


def _machine(features: sp.csr_matrix, examples: Sequence[Example], strength: float) -> LinearSVC:
    machine = LinearSVC(C=strength, random_state=SEED)
    weights = [each.weight for each in examples]
    return machine.fit(features, [each.label for each in examples], sample_weight=weights)


def _features(example: Example) -> Sequence[str]:
    return example.features


@dataclass(frozen=True, slots=True)
class Trial:
    """What models said of examples that they had not seen, nor any other of the same group."""

    examples: list[Example]
    labels: list[str]
    sums: NDArray[np.float64]

    def probabilities(self, temperature: float) -> NDArray[np.float64]:
        powers = np.exp((self.sums - self.sums.max(axis=1, keepdims=True)) / temperature)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def temperature(self) -> float:
        """The one under which the right labels are likeliest."""
        right = [self.labels.index(each.label) if each.label in self.labels else -1 for each in self.examples]
        kept = [row for row, place in enumerate(right) if place >= 0]
        places = [right[row] for row in kept]

        def surprise(logarithm: float) -> float:
            chances = self.probabilities(math.exp(logarithm))[kept, places]
            return float(-np.log(np.maximum(chances, 1e-12)).mean())

        return float(math.exp(minimize_scalar(surprise, bounds=(-5, 1), method="bounded").x))


def hold_out(examples: Sequence[Example], strength: float, most: int) -> Trial:
    """Every tested example judged by a model that saw nothing of its group."""
    labels = sorted({each.label for each in examples})
    groups = [each.group for each in examples]
    tested: list[Example] = []
    sums: list[NDArray[np.float64]] = []
    for seen, unseen in GroupKFold(min(FOLDS, len(set(groups)))).split(groups, groups=groups):
        held = [examples[place] for place in unseen if examples[place].tested]
        if held:
            fitted = fit([examples[place] for place in seen], strength, most)
            spread = np.full((len(held), len(labels)), -9.0)
            spread[:, [labels.index(label) for label in fitted.labels]] = fitted.decide(held)
            tested.extend(held)
            sums.append(spread)
    return Trial(tested, labels, np.concatenate(sums))


def write(fitted: Fitted, temperature: float, material: str) -> bytes:
    """The model's file; `material` is the hash of what it was fitted to."""
    folded = fitted.weights * fitted.own
    scale = float(np.abs(folded).max() / (ZERO - 1))
    lengths = np.clip(np.rint(fitted.own**2 * LENGTH_SCALE), 1, 255).astype(int)
    cells = np.rint(folded / scale).astype(int) + ZERO
    rows = {
        zlib.crc32(str(name).encode()): bytes([lengths[place], *cells[:, place]])
        for place, name in enumerate(fitted.names)
    }
    biases = [round(float(each), 4) for each in fitted.biases]
    return write_model(ModelHeader(fitted.labels, biases, scale, temperature, material), rows)

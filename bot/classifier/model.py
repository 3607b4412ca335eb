"""A linear model read from its file, and what it makes of features.

The file is one line of JSON (`ModelHeader`) and then, compressed by zlib, a row a feature: the CRC-32 of its name
(all of these first, 4 bytes each, little-endian), what it adds to a text's length, and one byte a label, 128 being
nothing. A text's rows are added as whole numbers of many digits, a digit (a "lane") a label: Python does that faster
than any loop over labels.
"""

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from math import exp, sqrt
from typing import TypeVar

from bot.classifier.features import Pieces, TextFeatures, name_of_run

LANE = 4
"""Bytes for one sum."""
MOST_KEPT = 20_000
"""Words whose rows' sum is kept, and as many runs and sets of other features: a look-up is cheaper than a CRC."""
ZERO = 128
"""How a weight of nothing is written in a byte."""
UNLIKELY = 0.001
"""Labels less probable are left out."""
LENGTH_SCALE = 2.5
"""What a feature adds to the square of a text's length, up to 100, is written in a byte times this."""


Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class ModelHeader:
    """What stands in the first line of a model's file."""

    labels: list[str]
    biases: list[float]
    scale: float
    """What a weight's byte is multiplied by."""
    temperature: float
    """Divides the sums before they become probabilities: chosen on folds held out, so that 0.9 means nine in ten."""
    material: str
    """SHA-256 of what the model was trained on (`training.material`)."""


class _Kept(dict[Key, int]):
    """Sums, each made when it is first asked for; people and servers use few words."""

    def __init__(self, made: Callable[[Key], int]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, key: Key) -> int:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[key] = made = self._made(key)
        return made


class Model:
    def __init__(self, header: ModelHeader, rows: Mapping[int, int], pieces: Pieces) -> None:
        """`rows`, by the CRC-32 of a feature's name: one, what it adds to the length's square, and its weights, a lane
        each."""
        self.header, self.rows, self.pieces = header, rows, pieces
        self._lanes = struct.Struct(f"<{len(header.labels) + 2}I")
        self._scale = header.scale / header.temperature
        self._biases = tuple(bias / header.temperature for bias in header.biases)
        self._words: _Kept[str] = _Kept(lambda word: sum(map(self._row, self.pieces.of(word))))
        self._runs: _Kept[tuple[str, ...]] = _Kept(lambda run: self._row(name_of_run(run)))
        self._others: _Kept[tuple[str, ...]] = _Kept(lambda names: sum(map(self._row, names)))

    def probabilities(self, text: TextFeatures) -> dict[str, float]:
        """By label; empty where no feature is known."""
        kept = chain(map(self._words.__getitem__, text.words), map(self._runs.__getitem__, text.runs))
        total = sum(kept, self._others[text.others])
        rows, length, *sums = self._lanes.unpack(total.to_bytes(self._lanes.size, "little"))
        if not rows:
            return {}
        factor, most = self._scale / sqrt(length / LENGTH_SCALE), max(sums)
        # What all sums share changes no probability: less the largest of them, none is too much for `exp`.
        powers = [exp(factor * (each - most) + bias) for each, bias in zip(sums, self._biases, strict=True)]
        every = sum(powers)
        least = UNLIKELY * every
        return {label: power / every for label, power in zip(self.header.labels, powers, strict=True) if power > least}

    def _row(self, name: str) -> int:
        return self.rows.get(zlib.crc32(name.encode()), 0)


@cache
def model(name: str, pieces: Pieces) -> Model:
    """The model `weights/<name>.bin`, read at the first question. Raises ValueError where the file is damaged."""
    return read_model((files("bot.classifier") / "weights" / f"{name}.bin").read_bytes(), pieces)


def read_model(written: bytes, pieces: Pieces) -> Model:
    head, _, body = written.partition(b"\n")
    header = ModelHeader(**json.loads(head))
    packed = zlib.decompress(body)
    width = len(header.labels) + 1
    count, rest = divmod(len(packed), 4 + width)
    if rest:
        raise ValueError("a model's rows are cut off")
    rows: dict[int, int] = {}
    lanes = bytearray(LANE * (width + 1))
    lanes[0] = 1
    for number in range(count):
        at = 4 * count + number * width
        lanes[LANE::LANE] = packed[at : at + width]
        rows[int.from_bytes(packed[4 * number : 4 * number + 4], "little")] = int.from_bytes(lanes, "little")
    return Model(header, rows, pieces)


def write_model(header: ModelHeader, rows: Mapping[int, bytes]) -> bytes:
    """The file's bytes, which `read_model` reads. `rows` are by the CRC-32 of their features' names."""
    keys = sorted(rows)
    body = b"".join(key.to_bytes(4, "little") for key in keys) + b"".join(rows[key] for key in keys)
    return json.dumps(asdict(header)).encode() + b"\n" + zlib.compress(body, 9)

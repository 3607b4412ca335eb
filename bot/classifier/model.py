"""A linear model read from its file, and what it makes of features.

The file is one line of JSON (`Header`) and then, compressed by zlib, a row for each feature: the CRC-32 of its name
(4 bytes, little-endian), its own weight in a text's length, and one byte a label, 128 for nothing. A text's rows are
added as whole numbers of many digits, a digit a label: Python does that faster than any loop over labels.
"""

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LANE = 3
"""Bytes for one label's sum. A byte from each of 65,000 rows fits."""
MOST_FEATURES = 60_000
ZERO = 128
"""How a weight of nothing is written in a byte."""
LENGTH_SCALE = 2.5
"""What a feature adds to the square of a text's length, up to 100, is written in a byte times this."""


class Guess(NamedTuple):
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in the first line of a model's file."""

    labels: list[str]
    biases: list[float]
    scale: float
    """What a weight's byte is multiplied by."""
    temperature: float
    """Divides the sums before they become probabilities: chosen on folds held out, so that 0.9 means nine in ten."""
    material: str
    """SHA-256 of what the model was trained on (`training.material`)."""


@dataclass(frozen=True, slots=True)
class Model:
    header: Header
    rows: dict[int, int]

    def guess(self, features: Iterable[str]) -> tuple[Guess, ...]:
        """Every label with its probability, the likeliest first; nothing where no feature is known."""
        found = [self.rows[key] for name in set(features) if (key := zlib.crc32(name.encode())) in self.rows]
        found = found[:MOST_FEATURES]
        if not found:
            return ()
        lanes = sum(found).to_bytes(LANE * (len(self.header.labels) + 1), "little")
        length, *sums = (int.from_bytes(lanes[at : at + LANE], "little") for at in range(0, len(lanes), LANE))
        factor = self.header.scale / math.sqrt(length / LENGTH_SCALE)
        return self._probable([factor * (each - ZERO * len(found)) for each in sums])

    def _probable(self, sums: list[float]) -> tuple[Guess, ...]:
        header = self.header
        logits = [(each + bias) / header.temperature for each, bias in zip(sums, header.biases, strict=True)]
        highest = max(logits)
        powers = [math.exp(each - highest) for each in logits]
        total = sum(powers)
        guesses = (Guess(label, power / total) for label, power in zip(header.labels, powers, strict=True))
        return tuple(sorted(guesses, key=lambda each: (-each.probability, each.label)))


@cache
def model(name: str) -> Model:
    """The model `weights/<name>.bin`, read at the first question. Raises ValueError where the file is damaged."""
    return read_model((files("bot.classifier") / "weights" / f"{name}.bin").read_bytes())


def read_model(written: bytes) -> Model:
    head, _, body = written.partition(b"\n")
    header = Header(**json.loads(head))
    packed = zlib.decompress(body)
    width = len(header.labels) + 1
    count, rest = divmod(len(packed), 4 + width)
    if rest:
        raise ValueError("a model's rows are cut off")
    keys = memoryview(packed)[: 4 * count].cast("I") if count else ()
    rows: dict[int, int] = {}
    spread = bytearray(LANE * width)
    for number, key in enumerate(keys):
        at = 4 * count + number * width
        spread[::LANE] = packed[at : at + width]
        rows[key] = int.from_bytes(spread, "little")
    return Model(header, rows)


def write_model(header: Header, rows: Mapping[int, bytes]) -> bytes:
    """The file's bytes, which `read_model` reads. `rows` are by the CRC-32 of their features' names."""
    keys = sorted(rows)
    body = b"".join(key.to_bytes(4, "little") for key in keys) + b"".join(rows[key] for key in keys)
    return json.dumps(asdict(header)).encode() + b"\n" + zlib.compress(body, 9)

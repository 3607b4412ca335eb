"""A model's file, and what is made of it: added rows, probabilities, nothing for nothing known."""

import zlib
from math import exp, sqrt

import pytest

from bot.classifier.features import Pieces, TextFeatures
from bot.classifier.model import LENGTH_SCALE, ZERO, ModelHeader, read_model, write_model

PIECES = Pieces(4, 4)
HEADER = ModelHeader(["full", "unknown"], [0.5, -0.5], 0.01, 2.0, "")


def row(length: int, *weights: int) -> bytes:
    return bytes([length, *(ZERO + weight for weight in weights)])


def text(*words: str) -> TextFeatures:
    return TextFeatures(frozenset(words), frozenset())


def test_a_word_is_weighed_with_its_pieces() -> None:
    assert set(Pieces(4, 5).of("quota")) == {"w:quota", *(f"c:{each}" for each in (" quo", "quot", "uota", "ota ")),
        *(f"c:{each}" for each in (" quot", "quota", "uota "))}  # fmt: skip
    assert list(Pieces(4, 5).of("@addr")) == ["w:@addr"]


def test_the_weights_of_all_features_are_added_and_made_probabilities() -> None:
    rows = {zlib.crc32(b"w:mailbox"): row(10, 100, -20), zlib.crc32(b"w:full"): row(30, 27, -100)}
    model = read_model(write_model(HEADER, rows), PIECES)
    probabilities = model.probabilities(text("full", "mailbox", "never", "seen"))
    length = sqrt((10 + 30) / LENGTH_SCALE)
    logits = [(0.01 * (100 + 27) / length + 0.5) / 2, (0.01 * (-20 - 100) / length - 0.5) / 2]
    full = exp(logits[0]) / (exp(logits[0]) + exp(logits[1]))
    assert probabilities == {"full": pytest.approx(full), "unknown": pytest.approx(1 - full)}


def test_nothing_is_likely_of_a_text_of_which_nothing_is_known() -> None:
    model = read_model(write_model(HEADER, {zlib.crc32(b"w:full"): row(30, 1, 2)}), PIECES)
    assert model.probabilities(text("else")) == {}


def test_thousands_of_features_do_not_run_into_each_other() -> None:
    names = [str(number) for number in range(5000)]
    rows = {zlib.crc32(f"w:{name}".encode()): row(1, 127, -128) for name in names}
    probabilities = read_model(write_model(HEADER, rows), PIECES).probabilities(text(*names))
    assert probabilities.keys() == {"full"}
    assert probabilities["full"] > 0.99


def test_a_cut_off_file_is_refused() -> None:
    written = write_model(HEADER, {1: row(30, 1, 2)})
    head, _, body = written.partition(b"\n")
    with pytest.raises(ValueError, match="cut off"):
        read_model(head + b"\n" + zlib.compress(zlib.decompress(body)[:-1]), PIECES)

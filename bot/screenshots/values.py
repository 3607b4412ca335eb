"""The values that reading a picture gives, and its bounds."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 20_000_000
MOST_SECONDS = 15.0
"""From the bytes to the words, by the clock."""
MOST_CHARACTERS = 8_000
"""Of the words."""


class Unseen(StrEnum):
    """Why no words were read."""

    NOT_INSTALLED = "not-installed"
    """There is no Tesseract here."""
    TOO_LARGE = "too-large"
    """More bytes or pixels than are looked at."""
    NO_PICTURE = "no-picture"
    """Neither PNG nor JPEG, or broken."""
    TOO_SLOW = "too-slow"
    NO_WORDS = "no-words"


@dataclass(frozen=True, slots=True)
class PictureText:
    """The words of a picture."""

    words: str
    """As Tesseract read them; empty where none were."""
    reason: Unseen | None = None
    """Why there are none."""

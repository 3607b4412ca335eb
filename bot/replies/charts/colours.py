"""How each status looks: a colour, a pattern and a sign, so that each is known without the others.

The colours are Okabe and Ito's, which people with any kind of colour blindness tell apart; from fine to wrong they also
go from light to dark, as a print in grey shows them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.domains.values import Status

Colour = tuple[int, int, int]

PAPER: Colour = (255, 255, 255)
TEXT: Colour = (27, 31, 36)
QUIET: Colour = (90, 98, 110)
LINE: Colour = (221, 225, 230)
EDGE: Colour = (130, 138, 150)
_TILE = 16
_FONTS = Path(__file__).with_name("fonts")


@dataclass(frozen=True, slots=True)
class Ink:
    fill: Colour
    pattern: Colour
    """Drawn over the fill; the same as it where there is no pattern."""
    sign: str


INKS = {
    Status.OK: Ink((222, 243, 233), (222, 243, 233), ""),
    Status.NOTICE: Ink((158, 200, 232), (158, 200, 232), "i"),
    Status.UNKNOWN: Ink((230, 230, 234), (100, 108, 120), "?"),
    Status.WARNING: Ink((230, 159, 0), (196, 130, 0), "!"),
    Status.ERROR: Ink((176, 46, 12), (176, 46, 12), "×"),
}


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Roboto, which has the Lithuanian letters."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    return ImageFont.truetype(str(_FONTS / name), size)


def known(text: str) -> bool:
    """Whether the font has its letters: Latin, Greek and Cyrillic ones."""
    return all(ord(letter) < 0x530 for letter in text)


@cache
def cloth(status: Status, width: int, height: int) -> Image.Image:
    """A piece of the status's colour and pattern, to be cut to size. Nobody may draw on it."""
    ink = INKS[status]
    piece = Image.new("RGB", (width, height), ink.fill)
    draw = ImageDraw.Draw(piece)
    match status:
        case Status.UNKNOWN:
            for x in range(-height, width, _TILE // 2):
                draw.line((x, height, x + height, 0), fill=ink.pattern, width=1)
        case Status.WARNING:
            for x in range(-height, width, _TILE):
                draw.line((x, 0, x + height, height), fill=ink.pattern, width=3)
    return piece

"""Pictures drawn for the tests, and whether there is a Tesseract to read them."""

import io
import os

import pytest
from PIL import Image, ImageDraw

from bot.replies.charts.colours import font
from bot.screenshots.recognise import installed


def tesseract_or_skip() -> None:
    """Without it the test is skipped on a laptop and fails in CI, where it must be installed."""
    if installed() == "eng+lit":
        return
    reason = "Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-lit"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def drawn(*lines: str, kind: str = "PNG", mode: str = "RGB", ink: str = "black", ground: str = "white") -> bytes:
    """Lines of text in a font of 18 pixels."""
    picture = Image.new(mode, (900, 40 + 30 * len(lines)), ground)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((20, 20 + 30 * number), line, fill=ink, font=font(18))
    made = io.BytesIO()
    picture.save(made, kind)
    return made.getvalue()

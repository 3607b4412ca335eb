"""A picture made easy to read: dark letters on a light ground, each some thirty pixels tall.

Tesseract is trained on scanned pages; letters of a screen are half as tall, and often light on dark
(https://tesseract-ocr.github.io/tessdoc/ImproveQuality.html).
"""

import io
import warnings

from PIL import Image, ImageOps, ImageStat

from bot.screenshots.values import MOST_PIXELS, Unseen

_FORMATS = ("PNG", "JPEG")
_DARK = 110
"""The middle grey of a picture that is light on dark, of 255."""
_LARGEST = 12_000_000
"""Pixels that are handed to Tesseract: a larger picture has letters that are large enough."""
_SCALE = 2


class PictureError(Exception):
    """A picture that is not looked at."""

    def __init__(self, reason: Unseen) -> None:
        super().__init__(str(reason))
        self.reason = reason


def prepare(raw: bytes) -> bytes:
    """The picture in grey as PNG. Raises PictureError; its size is judged before anything of it is unpacked."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        try:
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise PictureError(Unseen.TOO_LARGE)
                grey = _grey(picture)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise PictureError(Unseen.TOO_LARGE) from error
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:  # what Pillow raises for broken ones
            raise PictureError(Unseen.NO_PICTURE) from error
    made = io.BytesIO()
    _readable(grey).save(made, "PNG", compress_level=1)
    return made.getvalue()


def _grey(picture: Image.Image) -> Image.Image:
    """On white where it is transparent, the right way up."""
    upright = ImageOps.exif_transpose(picture)
    if "A" in upright.getbands() or "transparency" in upright.info:
        whole = upright.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(ground, whole).convert("L")
    return upright.convert("L")


def _readable(grey: Image.Image) -> Image.Image:
    if ImageStat.Stat(grey).median[0] < _DARK:
        grey = ImageOps.invert(grey)
    grey = ImageOps.autocontrast(grey, cutoff=1)
    if grey.width * grey.height * _SCALE**2 > _LARGEST:
        return grey
    return grey.resize((grey.width * _SCALE, grey.height * _SCALE), Image.Resampling.LANCZOS)

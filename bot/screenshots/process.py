"""The process that looks at one picture: `python -m bot.screenshots.process LANGUAGES < picture > words`.

It knows nothing but the picture, writes no file, and ends at its limits of memory and processor time; who started it
ends it by the clock, with Tesseract, which is its child.
"""

import json
import resource
import subprocess  # nosec B404  # Tesseract alone is started
import sys
from dataclasses import asdict

from bot.screenshots.prepare import PictureError, prepare
from bot.screenshots.values import MOST_BYTES, MOST_CHARACTERS, MOST_SECONDS, PictureText, Unseen

_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space, for each of the two."""
_PAGE = "6"
"""Tesseract's mode of a page: one block of text, so that no line is taken for a column."""


def main(languages: str) -> None:
    _wall_in()
    json.dump(asdict(look(sys.stdin.buffer.read(MOST_BYTES + 1), languages)), sys.stdout)


def look(raw: bytes, languages: str) -> PictureText:
    """The words of a picture, or why there are none."""
    if len(raw) > MOST_BYTES:
        return PictureText("", Unseen.TOO_LARGE)
    try:
        picture = prepare(raw)
    except PictureError as error:
        return PictureText("", error.reason)
    command = ("tesseract", "stdin", "stdout", "-l", languages, "--psm", _PAGE)
    done = subprocess.run(command, input=picture, capture_output=True, check=False)  # noqa: S603  # nosec B603
    if done.returncode != 0:
        return PictureText("", Unseen.NO_PICTURE)
    lines = (line.rstrip() for line in done.stdout.decode("utf-8", "replace").splitlines())
    words = "\n".join(line for line in lines if line)[:MOST_CHARACTERS]
    return PictureText(words) if any(letter.isalnum() for letter in words) else PictureText("", Unseen.NO_WORDS)


def _wall_in() -> None:
    """No more memory and time than allowed, no file written; Tesseract inherits it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(MOST_SECONDS), int(MOST_SECONDS)))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main(sys.argv[1])

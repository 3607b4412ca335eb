"""Pictures of errors are read within their bounds, or refused with the reason."""

import asyncio
import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bot.codes.bounces.chief import chief
from bot.codes.bounces.read import read_text
from bot.screenshots import process, recognise, values
from bot.screenshots.mend import mended
from bot.screenshots.prepare import prepare
from bot.screenshots.recognise import Eyes, installed
from bot.screenshots.values import MOST_BYTES, PictureText, Unseen
from tests.screenshots.drawing import drawn, tesseract_or_skip
from tests.screenshots.screens import BOUNCES, LOOKS, rendered

SAID = ("<jonas@kavos-namai.lt>: host mx1.kavos-namai.lt said:", "552 5.2.2 Mailbox full")


def look(raw: bytes) -> PictureText:
    """What the process answers, without its start."""
    tesseract_or_skip()
    return process.look(raw, installed())


@pytest.mark.parametrize(
    "raw",
    [
        drawn(*SAID),
        drawn(*SAID, kind="JPEG"),
        drawn(*SAID, ink="#ddd", ground="#1e1e1e"),
        drawn(*SAID, mode="RGBA", ground="#00000000"),
        drawn(*SAID, mode="L"),
    ],
)
def test_words_are_read_whatever_the_picture_is_made_of(raw: bytes) -> None:
    seen = look(raw)
    assert "552 5.2.2 Mailbox full" in seen.words


async def test_lithuanian_letters_are_read() -> None:
    tesseract_or_skip()
    seen = await Eyes().look(drawn("Gavėjo pašto dėžutė perpildyta"))
    assert "Gavėjo pašto dėžutė perpildyta" in seen.words


async def test_screenshots_say_what_the_text_says() -> None:
    """One of each look that differs most; all twenty: `tests/benchmarks/pictures.py`."""
    tesseract_or_skip()
    wanted = [("dark", BOUNCES[0]), ("small", BOUNCES[1]), ("phone", BOUNCES[3]), ("gmail", BOUNCES[5])]
    assert {name for name, _ in wanted} <= set(LOOKS)
    for (name, bounce), raw in zip(wanted, await rendered(wanted), strict=True):
        seen, meant = chief(read_text(mended((await Eyes().look(raw)).words))), chief(read_text(bounce.text))
        assert seen is not None, name
        assert meant is not None
        assert (seen.reply_code, seen.status, seen.cause) == (bounce.code, bounce.status, meant.cause), name


def png(width: int, height: int, data: bytes) -> bytes:
    """A grey PNG that says it is so large, whatever its data hold."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


GIF = io.BytesIO()
Image.new("L", (20, 20)).save(GIF, "GIF")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", Unseen.NO_PICTURE),
        (b"labas", Unseen.NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Unseen.NO_PICTURE),
        (GIF.getvalue(), Unseen.NO_PICTURE),
        (drawn(*SAID)[:300], Unseen.NO_PICTURE),
        (png(5_000, 5_000, b"\0" * 100), Unseen.TOO_LARGE),
        (png(60_000, 60_000, b"\0" * 1_000_000), Unseen.TOO_LARGE),
        (b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES), Unseen.TOO_LARGE),
        (drawn("", ""), Unseen.NO_WORDS),
    ],
)
def test_what_is_not_read_is_refused_with_its_reason(raw: bytes, why: Unseen) -> None:
    assert look(raw) == PictureText("", why)


def test_a_large_picture_is_not_made_larger_still() -> None:
    made = io.BytesIO()
    Image.new("L", (4_000, 4_000), 255).save(made, "PNG")
    assert Image.open(io.BytesIO(prepare(made.getvalue()))).size == (4_000, 4_000)


async def test_one_that_takes_too_long_is_ended_with_its_tesseract(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Tesseract's place is taken by a program that never ends."""
    waiting, unlike_others = tmp_path / "tesseract", f"1000.{os.getpid()}"
    waiting.write_text(f"#!/bin/sh\n[ $1 = --list-langs ] && echo eng && exit\nexec sleep {unlike_others}\n")
    waiting.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(recognise, "MOST_SECONDS", 3.0)
    installed.cache_clear()
    try:
        assert await Eyes().look(drawn(*SAID)) == PictureText("", Unseen.TOO_SLOW)
    finally:
        installed.cache_clear()
    while _lives(unlike_others):  # noqa: ASYNC110  # a grandchild's death is told to nobody here
        await asyncio.sleep(0.01)


def _lives(argument: str) -> bool:
    """Whether a process runs with this argument."""
    return any(argument.encode() in _command(folder) for folder in Path("/proc").glob("[0-9]*"))


def _command(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""


async def test_without_tesseract_nothing_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    installed.cache_clear()
    try:
        assert await Eyes().look(drawn(*SAID)) == PictureText("", Unseen.NOT_INSTALLED)
    finally:
        installed.cache_clear()


def test_the_bounds_are_these() -> None:
    assert (values.MOST_BYTES, values.MOST_PIXELS, values.MOST_SECONDS) == (10 * 1024 * 1024, 20_000_000, 15.0)

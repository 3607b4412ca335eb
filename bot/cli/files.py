"""The files that commands are given by name."""

import sys
from pathlib import Path

MAX_MAIL = 10 * 1024 * 1024
"""Bytes of a file with a mail."""


def head(name: str, most: int) -> bytes:
    """The file's bytes, or standard input's for `-`: one more than `most` where there are more. Raises OSError."""
    if name == "-":
        return sys.stdin.buffer.read(most + 1)
    with Path(name).open("rb") as file:
        return file.read(most + 1)


def mail(name: str) -> bytes:
    """A mail's bytes. Raises OSError also where they are more than `MAX_MAIL`."""
    raw = head(name, MAX_MAIL)
    if len(raw) > MAX_MAIL:
        raise OSError(f"larger than {MAX_MAIL // 1024 // 1024} MB")
    return raw

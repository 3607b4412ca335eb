"""Reads the files that commands are given by name. Standard error says why one cannot be read."""

import sys
from pathlib import Path

MAX_MAIL = 10 * 1024 * 1024
"""Bytes of a file with a mail."""


def head(name: str, most: int) -> bytes | None:
    """The file's bytes, or standard input's for `-`: one more than `most` if there are more. None if it cannot be
    read."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(most + 1)
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        _say(name, error.strerror or str(error))
        return None


def mail(name: str) -> bytes | None:
    """A mail's bytes. None if it cannot be read, or is larger than `MAX_MAIL`."""
    raw = head(name, MAX_MAIL)
    if raw is not None and len(raw) > MAX_MAIL:
        _say(name, f"larger than {MAX_MAIL // 1024 // 1024} MB")
        return None
    return raw


def _say(name: str, why: str) -> None:
    print(f"{name}: {why}", file=sys.stderr)

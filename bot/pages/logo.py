"""The logo on a report's page: a small picture that the page holds itself, as it asks nobody for anything."""

import base64
from pathlib import Path

LARGEST = 100_000
"""Bytes; every reader of a page loads them."""
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


def data_url(path: str) -> str:
    """The picture as a `data:` URL; empty for an empty path. Raises ValueError for what is no small picture."""
    if not path:
        return ""
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ValueError(path) from error
    kind = _TYPES.get(file.suffix.lower())
    if kind is None or not 0 < len(content) <= LARGEST:
        raise ValueError(path)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"

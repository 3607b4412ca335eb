"""What the app asks of a workspace: `manifest.json`, which an administrator reads, is the only list."""

import json
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def manifest() -> Path:
    """Inside an installed wheel, or at the top of a checkout."""
    inside = _PACKAGE / "manifest.json"
    return inside if inside.exists() else _PACKAGE.parent / "manifest.json"


@cache
def scopes() -> tuple[str, ...]:
    """The bot's scopes."""
    asked: list[str] = json.loads(manifest().read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
    return tuple(asked)

"""What the app asks of a workspace: `manifest.json`, which an administrator reads, is the only list."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from bot.languages import languages, locales

_PACKAGE = Path(__file__).resolve().parents[2]
_SHORTCUTS = (("explain_bounce", "message"), ("check_domain", "global"))
"""Each with the place in Slack that offers it."""


def manifest() -> Path:
    """Inside an installed wheel, or at the top of a checkout."""
    inside = _PACKAGE / "manifest.json"
    return inside if inside.exists() else _PACKAGE.parent / "manifest.json"


def written() -> dict[str, Any]:
    """The manifest with a shortcut a language, as `locales/<language>/language.toml` words them."""
    wanted: dict[str, Any] = json.loads(manifest().read_text("utf-8"))
    wanted["features"]["shortcuts"] = [
        {
            "name": words["name"],
            "type": kind,
            "callback_id": f"{shortcut}:{language}",
            "description": words["description"],
        }
        for shortcut, kind in _SHORTCUTS
        for language in languages()
        for words in (_words(language)[shortcut],)
    ]
    return wanted


@cache
def scopes() -> tuple[str, ...]:
    """The bot's scopes."""
    scopes: list[str] = json.loads(manifest().read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
    return tuple(scopes)


def named_in(text: str) -> bool:
    """Whether a message names the bot as Slack shows it, where no mention came of that: typed too fast, or pasted."""
    return _name().search(text) is not None


def without_name(text: str) -> str:
    """The message without that name."""
    return _name().sub(" ", text, count=1)


@cache
def _name() -> re.Pattern[str]:
    content = json.loads(manifest().read_text("utf-8"))
    names = {content["display_information"]["name"], content["features"]["bot_user"]["display_name"]}
    return re.compile(rf"(?<![\w@.])@(?:{'|'.join(map(re.escape, sorted(names)))})\b(?![.@-])[:,]?", re.IGNORECASE)


def _words(language: str) -> dict[str, dict[str, str]]:
    table = tomli.loads((locales() / language / "language.toml").read_text("utf-8"))
    shortcuts: dict[str, dict[str, str]] = table["shortcuts"]
    return shortcuts

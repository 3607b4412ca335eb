"""What whoever reads the terminal wants: which language, how wide, whether in colour."""

import os
import shutil
from pathlib import Path
from typing import TextIO

from bot.languages import languages, otherwise

_WIDEST = 100
"""Columns of prose; wider lines are hard to read."""


def language(asked: str | None = None) -> str:
    """What `--lang` asks for, else `DEFAULT_LANGUAGE` where it is set, else the terminal's language.

    Raises SettingsError where `DEFAULT_LANGUAGE` names none.
    """
    return asked or _set() or of_terminal()


def of_terminal() -> str:
    """The language of `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set (POSIX, 8.2); `lt_LT.UTF-8` is `lt`."""
    locale = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = locale.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return code if code in languages() else otherwise()


def _set() -> str | None:
    """The setting, where the environment or `.env` has one. The settings' library loads slowly: only where it must."""
    chosen = os.environ.get("DEFAULT_LANGUAGE")
    if chosen in languages():
        return chosen
    if chosen is None and not Path(".env").is_file():
        return None
    from bot.settings import read  # noqa: PLC0415

    settings = read()
    return settings.default_language if "default_language" in settings.model_fields_set else None


def width() -> int:
    """Columns to fold prose to: the terminal's, or those of `COLUMNS`, but never more than reads well."""
    return min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)


def coloured(stream: TextIO) -> bool:
    """Whether to write in colour: only to a terminal, and not where `NO_COLOR` is set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")

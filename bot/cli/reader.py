"""The preferences of whoever reads the terminal: language, width, colour."""

import os
import shutil
from pathlib import Path
from typing import TextIO

from bot.languages import languages, otherwise

_WIDEST = 100
"""Columns of prose; wider lines are hard to read."""


def language(wanted: str | None = None) -> str:
    """What `--lang` asks for, else `DEFAULT_LANGUAGE` where it is set, else the terminal's language.

    Raises SettingsError where `DEFAULT_LANGUAGE` names none.
    """
    chosen = wanted or _chosen()
    if chosen and chosen not in languages():
        from bot.settings import SettingProblem, SettingsError  # noqa: PLC0415  the settings' library loads slowly

        raise SettingsError((SettingProblem("DEFAULT_LANGUAGE", "settings.not-language"),))
    return chosen or _of_terminal()


def language_for_help() -> str:
    """As `language`; where `DEFAULT_LANGUAGE` names none, the terminal's: help and complaints must be readable."""
    chosen = _chosen()
    return chosen if chosen in languages() else _of_terminal()


def _chosen() -> str:
    """`DEFAULT_LANGUAGE` of the environment or of `.env`; empty where it is not set."""
    chosen = os.environ.get("DEFAULT_LANGUAGE")
    if chosen is None and Path(".env").is_file():
        from dotenv import dotenv_values  # noqa: PLC0415

        chosen = dotenv_values(".env").get("DEFAULT_LANGUAGE")
    return chosen or ""


def _of_terminal() -> str:
    """The language of `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set (POSIX, 8.2); `lt_LT.UTF-8` is `lt`."""
    locale = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = locale.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return code if code in languages() else otherwise()


def width() -> int:
    """Columns to fold prose to: the terminal's, or those of `COLUMNS`, but never more than reads well."""
    return min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)


def coloured(stream: TextIO) -> bool:
    """Whether to write in colour: only to a terminal, and not where `NO_COLOR` is set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")

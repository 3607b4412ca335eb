"""The languages that there are: a folder each under `locales/`, inside an installed wheel or beside the package.

A folder's `language.toml` says what the program must know of a language; what languages are called comes from Babel.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Language:
    """What a language's folder says of the language itself."""

    code: str
    """`lt`, as CLDR writes it; the folder's name."""
    stemmer: str
    """Snowball's name for its stemmer: https://snowballstem.org/algorithms/"""
    letters: frozenset[str]
    """Letters by which a text is known to be in it; none where other languages here have all of them."""
    switch: str
    """A button's label that asks for this language, in this language."""
    otherwise: bool = False
    """Whether it is the language for people none of whose own languages is here."""


@cache
def locales() -> Path:
    """The folder that holds a folder for each language."""
    for folder in (_PACKAGE / "locales", _PACKAGE.parent / "locales"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no locales folder in {_PACKAGE} nor beside it")


@cache
def languages() -> tuple[str, ...]:
    """Every language that there is, in alphabetical order: `("en", "lt")`."""
    return tuple(sorted(file.parent.name for file in locales().glob("*/language.toml")))


@cache
def language(code: str) -> Language:
    """What its folder says. Raises ValueError that names the file where something is missing or is no text."""
    path = locales() / code / "language.toml"
    table = tomli.loads(path.read_text(encoding="utf-8"))
    wanted = ("stemmer", "letters", "switch")
    if missing := [key for key in wanted if not isinstance(table.get(key), str)]:
        raise ValueError(f"{path}: {', '.join(missing)} must be a text")
    return Language(
        code, table["stemmer"], frozenset(table["letters"]), table["switch"], table.get("otherwise") is True
    )


@cache
def otherwise() -> str:
    """The language for a browser or a terminal whose own is not here: the one whose folder says so, else the first."""
    return next((code for code in languages() if language(code).otherwise), languages()[0])


def of_locale(locale: str) -> str | None:
    """What the locale of somebody's Slack, `de-DE`, tells of the language to answer in; None where it tells nothing.

    Most languages here are none of Slack's: who speaks one uses Slack in the language for whom none of theirs is there.
    Whoever uses it in a third one is no speaker of those either.
    """
    code = locale.partition("-")[0].lower()
    if not code or code == otherwise():
        return None
    return code if code in languages() else otherwise()


@cache
def called(code: str, within: str) -> str:
    """What a language is called in another one: `Lithuanian`, `lietuvių`. Its code where CLDR does not know it."""
    from babel import Locale  # noqa: PLC0415  most answers name no language, and Babel loads slowly

    return str(Locale.parse(within).languages.get(code, code))

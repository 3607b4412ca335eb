"""A command that chooses instead of asking: `/smtp lang lt here`, `/mailcheck tiekėjas ovh`.

The words are data, in every language: `locales/<language>/vocabulary/choices.toml`.
"""

from collections.abc import Mapping
from functools import cache

from bot.cases.asking.understand.files import read_toml, strings, vocabulary_folders
from bot.cases.asking.understand.normalise import fold
from bot.cases.values.choices import OFF, ON, Choice, Wish
from bot.cases.values.preferences import Scope
from bot.languages import called, languages

RESET = "reset"
_WORDS = (*Choice, *Scope, ON, OFF, RESET, "languages")


def read_wish(text: str) -> Wish | None:
    """None where the text is a question as any other: it does not begin with a choice's name, or says more."""
    first, *rest = fold(text).split() or [""]
    choice = next((choice for choice in Choice if first in _words()[choice]), None)
    scopes = [scope for word in rest for scope in Scope if word in _words()[scope]]
    resets = [word for word in rest if word in _words()[RESET]]
    values = [word for word in rest if word not in resets and not any(word in _words()[scope] for scope in Scope)]
    if choice is None or len(scopes) > 1 or len(values) + len(resets) > 1:
        return None
    value = values[0] if values else None
    if choice is Choice.UNASKED:
        return _unasked(value, scopes)
    if choice is Choice.LANGUAGE and value:
        value = _languages().get(value, value)
    return Wish(choice, value, scopes[0] if scopes else Scope.USER, bool(resets))


def _unasked(typed: str | None, scopes: list[Scope]) -> Wish | None:
    """The choice whether the bot reads uninvited, for this channel or for all. The name alone is a search word for
    codes."""
    value = next((value for value in (ON, OFF) if typed in _words()[value]), None)
    whole = Scope.WORKSPACE in scopes
    return Wish(Choice.UNASKED, value, Scope.WORKSPACE if whole else Scope.CHANNEL) if value else None


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The words of each key, folded, of every language together."""
    words: dict[str, frozenset[str]] = {}
    for folder in vocabulary_folders().values():
        path = folder / "choices.toml"
        table = read_toml(path, _WORDS)
        for name in (*Choice, *Scope, ON, OFF, RESET):
            own = frozenset(fold(word) for word in strings(table.get(name), f"{path}: {name}"))
            words[name] = words.get(name, frozenset()) | own
    return words


@cache
def _languages() -> Mapping[str, str]:
    """What a language is called, in every language and folded, to its two letters."""
    names = {fold(called(language, within)): language for language in languages() for within in languages()}
    for folder in vocabulary_folders().values():
        path = folder / "choices.toml"
        for language, also in read_toml(path, _WORDS)["languages"].items():
            names |= {fold(name): language for name in strings(also, f"{path}: languages.{language}")}
    return names

"""What a text's first words tell before it is read: a greeting, a call for help, or that it chooses instead of asking
(`/smtp lang lt here`, `/mailcheck tiekėjas ovh`).

The words are data, in every language: `first-words.toml` and `choices.toml` in `locales/<language>/vocabulary/`.
"""

from collections.abc import Mapping
from functools import cache

from bot.cases.asking.understand.files import folded_words, read_toml, strings, vocabulary_folders
from bot.cases.values.choices import OFF, ON, Choice, Scope, Wish
from bot.languages import called, languages
from bot.measures import fold

_HELLO, _HELP = "hello", "help"
_LONGEST = 60
"""Characters: a longer text says more than hello."""
_MARKS = " \t\n.,!…:)👋🙂😊"
RESET = "reset"
_OF_CHOICES = (*Choice, *Scope, ON, OFF, RESET, "languages")


def greets(text: str) -> bool:
    """Whether the text is only a greeting, or empty. `HELP!` counts as a greeting too: that person does not know the
    bot yet."""
    if len(text) > _LONGEST:
        return False
    words = _said(text)
    return not words or words in _words()[_HELLO] or (words in _words()[_HELP] and "!" in text)


def asks_help(text: str) -> bool:
    """Whether it asks for help and for nothing else: `help`, `pagalba`, `?`."""
    return len(text) <= _LONGEST and _said(text) in _words()[_HELP]


def read_wish(text: str) -> Wish | None:
    """None where the text is a question as any other: it does not begin with a choice's name, or says more."""
    first, *rest = fold(text).split() or [""]
    choice = next((choice for choice in Choice if first in _choices()[choice]), None)
    if choice is None:
        return None
    scopes = [scope for word in rest for scope in Scope if word in _choices()[scope]]
    resets = [word for word in rest if word in _choices()[RESET]]
    values = [word for word in rest if word not in resets and not any(word in _choices()[scope] for scope in Scope)]
    if len(scopes) > 1 or len(values) + len(resets) > 1:
        return None
    value = values[0] if values else None
    if choice is Choice.UNASKED:
        return _unasked(value, scopes)
    if choice is Choice.LANGUAGE and value:
        value = _languages().get(value, value)
    return Wish(choice, value, scopes[0] if scopes else Scope.USER, bool(resets))


def _said(text: str) -> str:
    return " ".join(fold(text).strip(_MARKS).split())


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return folded_words("first-words.toml", (_HELLO, _HELP))


def _unasked(typed: str | None, scopes: list[Scope]) -> Wish | None:
    """The choice whether the bot reads uninvited, for this channel or for all. The name alone is a search word for
    codes."""
    value = next((value for value in (ON, OFF) if typed in _choices()[value]), None)
    whole = Scope.WORKSPACE in scopes
    return Wish(Choice.UNASKED, value, Scope.WORKSPACE if whole else Scope.CHANNEL) if value else None


@cache
def _choices() -> Mapping[str, frozenset[str]]:
    """The words of each key, folded, of every language together."""
    words: dict[str, frozenset[str]] = {}
    for folder in vocabulary_folders().values():
        path = folder / "choices.toml"
        table = read_toml(path, _OF_CHOICES)
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
        for language, also in read_toml(path, _OF_CHOICES)["languages"].items():
            names |= {fold(name): language for name in strings(also, f"{path}: languages.{language}")}
    return names

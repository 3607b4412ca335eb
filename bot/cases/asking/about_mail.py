"""What is asked in a thread about a mail: its path, or whether it is forged. Elsewhere such words mean other things.

The words are data, in every language: `locales/<language>/vocabulary/mails.toml`.
"""

import re
from collections.abc import Mapping
from functools import cache

from bot.cases.asking.understand.files import read_toml, strings, vocabulary_folders
from bot.cases.values.questions import Intent, Question
from bot.measures import fold

_INTENTS = {"path": Intent.PATH, "forged": Intent.FORGED}
_LONGEST = 200
"""Characters; a longer text asks something else."""


def asks_about_mail(text: str) -> Question | None:
    """What a short text asks of the thread's mail; None where it is something else."""
    if len(text) > _LONGEST:
        return None
    words = " " + " ".join(re.findall(r"\w+", fold(text)))
    for key, beginnings in _words().items():
        if any(f" {beginning}" in words for beginning in beginnings):
            return Question(_INTENTS[key])
    return None


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """The beginnings of words under each key, folded, of every language together."""
    words: dict[str, tuple[str, ...]] = dict.fromkeys(_INTENTS, ())
    for folder in vocabulary_folders().values():
        path = folder / "mails.toml"
        table = read_toml(path, words)
        for key in words:
            words[key] += tuple(fold(word) for word in strings(table.get(key), f"{path}: {key}"))
    return words

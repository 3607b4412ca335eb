"""What is read of a command's text before anything else: the language that it names, and whether it is a few words.

A module of its own, because the command line needs it to explain a code, and the bounce reader loads slowly.
"""

_PHRASE = 3
"""Words: what is shorter holds a code, or words to search by, but no server's sentence."""


def is_few_words(text: str) -> bool:
    """Whether the text is too short to be a server's sentence."""
    return len(text.split()) < _PHRASE


def language_of(text: str, languages: tuple[str, ...]) -> tuple[str | None, str]:
    """`lt 451` and `451 lt` ask for a language: it and the rest; None and the whole text where none is named."""
    words = text.split()
    for place in (0, -1):
        if words and words[place].lower() in languages:
            rest = words[1:] if place == 0 else words[:-1]
            return words[place].lower(), text if not rest else _without(text, words[place], first=place == 0)
    return None, text


def _without(text: str, word: str, *, first: bool) -> str:
    stripped = text.strip()
    return (stripped[len(word) :] if first else stripped[: -len(word)]).strip()

"""The short phrases of a language: `locales/<language>/messages.po`, where a phrase is found by its key.

A phrase may hold light Markdown and `%(name)s` placeholders; a percent sign is written `%%`. Both languages hold
their text as the translation of a key such as `code.who-acts`, so that none is the other's mirror.
"""

from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from markupsafe import Markup

from bot.replies.document import parse_inline, plain
from bot.replies.folder import locales
from bot.replies.markdown import to_xml
from bot.replies.plurals import forms, plural_index


class Phrases:
    """One language's phrases as inline XML, ready for a template."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._forms: dict[str, tuple[str, ...]] = {}
        self._said: dict[str, str] = {}
        path = locales() / language / "messages.po"
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    key, texts = _entry(message)
                    if not all(texts) or len(texts) not in (1, forms(language)):
                        raise ValueError(f"{path}: the phrase {key!r} lacks a text or a plural form")
                    self._forms[key] = texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __contains__(self, key: str) -> bool:
        return key in self._forms

    def written(self, key: str) -> tuple[str, ...]:
        """The phrase as its translator wrote it: one text, or one a plural form."""
        return self._forms[key]

    def gettext(self, key: str) -> str:
        """The phrase as inline XML, its placeholders not yet filled."""
        return to_xml(self._of(key)[0])

    def ngettext(self, key: str, _plural: str, number: int) -> str:
        """The form that the number takes."""
        return to_xml(self._of(key)[plural_index(self.language, number)])

    def say(self, key: str, **values: object) -> str:
        """The phrase as plain text: for a command line's help, a modal's title, a button."""
        if not values and key in self._said:
            return self._said[key]
        said = plain(parse_inline(Markup(self.gettext(key)) % values))  # nosec B704  # noqa: S704  our own text; values are escaped
        if not values:  # a label of a button, the same under every answer
            self._said[key] = said
        return said

    def _of(self, key: str) -> tuple[str, ...]:
        if key not in self._forms:
            raise KeyError(f"no phrase {key!r} in {self.language}/messages.po")
        return self._forms[key]


def _entry(message: Message) -> tuple[str, tuple[str, ...]]:
    key, text = message.id, message.string
    return (key if isinstance(key, str) else key[0]), ((text,) if isinstance(text, str) else tuple(text or ()))


@cache
def phrases(language: str) -> Phrases:
    """The language's phrases, read once."""
    return Phrases(language)

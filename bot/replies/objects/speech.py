"""The words of an object: phrases, and macros of the templates, as plain text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from bot.replies.engine import Engine, engine
from bot.replies.parse import parse_inline, plain

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Speech:
    """One language's words."""

    engine: Engine

    @property
    def language(self) -> str:
        return self.engine.phrases.language

    def say(self, key: str) -> str:
        """A phrase without values."""
        return self.engine.phrases.say(key)

    def told(self, template: str, macro: str, *arguments: object) -> str:
        """What the macro of `shared/<template>.xml` writes: the same words as in any other answer."""
        module: Any = self.engine.environment.get_template(f"shared/{template}.xml").module
        return text(getattr(module, macro)(*arguments))


def speech(language: str) -> Speech:
    return Speech(engine(language))


@lru_cache(maxsize=2048)
def text(written: Markup | str) -> str:
    """A text of the language's files, as plain text in one line. Most of a batch's domains are told the same."""
    return " ".join(plain(parse_inline(Markup(written))).split())  # nosec B704  # noqa: S704  our texts; facts are escaped

"""Our own texts, filled: light Markdown with `{{ facts }}` and `{{ count|plural("įrašas", "įrašai", "įrašų") }}`.

Short phrases and longer texts are written in this one way. A text knows the facts that it is given and nothing else.
"""

import logging
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, Undefined, meta
from markupsafe import Markup

from bot.replies.words.markdown import to_xml
from bot.replies.words.plurals import plural_index

_log = logging.getLogger(__name__)


class Gap(Undefined):
    """A fact that a text wants and was not given: a fault of ours, logged, shown as an ellipsis."""

    def __str__(self) -> str:
        _log.error("a text wants the fact %r, which it was not given", self._undefined_name)
        return "…"

    def __gt__(self, other: object) -> bool:  # type: ignore[override]
        """A report that was kept before its findings counted their terms: each was about one."""
        return False


class Sentences:
    """Fills the texts of one language. Each text is compiled once."""

    def __init__(self, language: str) -> None:
        self.environment = Environment(autoescape=True, undefined=Gap, trim_blocks=True, lstrip_blocks=True)
        self.environment.filters = {"plural": partial(_plural, language)}
        self.environment.globals = {}  # no helper may stand in for a fact that is missing
        self._compiled: dict[str, Callable[..., str]] = {}

    def fill(self, source: str, facts: Mapping[str, Any]) -> Markup:
        """The text as inline XML, its facts escaped."""
        if source not in self._compiled:
            xml = to_xml(source)
            self._compiled[source] = self.environment.from_string(xml).render if "{" in xml else lambda **_: xml
        return Markup(self._compiled[source](**facts))  # nosec B704  # noqa: S704  our own text; facts are escaped

    def facts(self, source: str) -> set[str]:
        """The names of the facts that a text wants."""
        return meta.find_undeclared_variables(self.environment.parse(source))


@cache
def sentences(language: str) -> Sentences:
    """The language's, one for the whole process."""
    return Sentences(language)


def _plural(language: str, number: object, *forms: str) -> str:
    """The form that the number takes; the last one where the number is missing."""
    if isinstance(number, Undefined):
        return str(number) and forms[-1]
    return forms[plural_index(language, int(str(number)))]

"""Providers' own status pages: `status_pages.toml`, whose head says what each field means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.domains.knowledge import DataError, table
from bot.domains.knowledge.providers import provider

_TEXTS = ("title", "form", "url", "page", "source")
_LISTS = ("providers", "components")


class PageFormat(StrEnum):
    """How a page's data are written."""

    STATUSPAGE = "statuspage"
    GOOGLE = "google"


@dataclass(frozen=True, slots=True)
class StatusPage:
    """One entry of the file."""

    title: str
    providers: tuple[str, ...]
    form: PageFormat
    url: str
    page: str
    components: tuple[str, ...]

    def is_mail(self, component: str) -> bool:
        """Whether a component's name, or its group's, tells that it is mail."""
        name = component.lower()
        return any(word in name for word in self.components)


@cache
def status_pages() -> tuple[StatusPage, ...]:
    """All entries, in the file's order. Raises `DataError` naming the entry that is wrong."""
    return tuple(_page(name, entry) for name, entry in table("status_pages").items())


def status_pages_of(names: Iterable[str]) -> tuple[StatusPage, ...]:
    """The pages of these providers, in their order, each once; nothing for those that have none."""
    pages = (page for name in names for page in status_pages() if name in page.providers)
    return tuple(dict.fromkeys(pages))


def _page(name: str, entry: object) -> StatusPage:
    if not isinstance(entry, dict) or set(entry) != {*_TEXTS, *_LISTS}:
        raise DataError(f"status_pages.toml: [{name}] needs {', '.join((*_TEXTS, *_LISTS))}")
    if not all(isinstance(entry[key], str) and entry[key] for key in _TEXTS):
        raise DataError(f"status_pages.toml: [{name}]: {', '.join(_TEXTS)} are texts")
    lists = {key: entry[key] for key in _LISTS}
    if not all(isinstance(value, list) and value and all(map(_word, value)) for value in lists.values()):
        raise DataError(f"status_pages.toml: [{name}]: {', '.join(_LISTS)} are lists of texts in lower case")
    if unknown := [each for each in lists["providers"] if provider(each) is None]:
        raise DataError(f"status_pages.toml: [{name}]: no such provider: {', '.join(unknown)}")
    if entry["form"] not in list(PageFormat) or not entry["url"].startswith("https://"):
        raise DataError(f"status_pages.toml: [{name}] needs a form of {', '.join(PageFormat)} and an https address")
    return StatusPage(
        entry["title"],
        tuple(lists["providers"]),
        PageFormat(entry["form"]),
        entry["url"],
        entry["page"],
        tuple(lists["components"]),
    )


def _word(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value == value.lower()

"""The types of a page fetched over HTTPS and of a fetcher. `https_fetcher` is the real one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domains.validity import Validity


class Fetched(StrEnum):
    """How a fetch ended."""

    OK = "ok"
    NOT_FOUND = "not-found"
    """404 or 410."""
    REDIRECT = "redirect"
    CERTIFICATE = "certificate"
    """The server's certificate is not valid for this name, or TLS failed."""
    TOO_LARGE = "too-large"
    PRIVATE_ADDRESS = "private-address"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    """No connection, or it broke."""
    STATUS = "status"
    """Any other HTTP status than 200."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one URL gave. `body` is filled only when the outcome is OK."""

    url: str
    outcome: Fetched
    body: bytes = b""
    media_type: str = ""
    """Lower case, without parameters: `text/plain`."""
    status: int = 0
    detail: str = ""
    """The fault in the library's words, or where a redirect led; from outside."""
    certificate: Validity | None = None
    """The server's, when the outcome is OK."""


class Fetcher(Protocol):
    """Gets one HTTPS page. Never raises for what the network does."""

    async def __call__(self, url: str, *, limit: int = 65536) -> Page:
        """`url` begins with `https://`; `limit` in bytes of body."""

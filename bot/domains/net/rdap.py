"""Asks the registry until when a domain is registered and whether it is on hold: RDAP (RFC 9082, RFC 9083)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from publicsuffixlist import PublicSuffixList

from bot.domains.knowledge import DataError, table
from bot.domains.net.fetch import Fetched, Fetcher

LARGEST = 262_144
"""Bytes of an answer."""
STOPPING = frozenset({"clientHold", "serverHold", "redemptionPeriod", "pendingDelete", "inactive"})
"""Statuses under which a domain is not, or soon will not be, in the DNS (RFC 8056)."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the registry says of one domain."""

    domain: str
    """The registered domain, which may be a parent of what was asked for."""
    until: date | None
    """None where the registry does not say."""
    statuses: tuple[str, ...]
    """EPP's words (RFC 5731, 2.3): `clientHold`."""

    @property
    def stopping(self) -> tuple[str, ...]:
        """Those of the statuses that take the domain out of the DNS."""
        return tuple(status for status in self.statuses if status in STOPPING)


async def registration(domain: str, fetch: Fetcher) -> Registration | None:
    """Asks the registry of the domain's top-level domain.

    None where no server is known, where it did not answer, and where it knows no such domain: what the DNS says of
    its being there is surer. Never raises.
    """
    registered = _suffixes().privatesuffix(domain)
    server = servers().get(domain.rpartition(".")[2])
    if registered is None or server is None:
        return None
    page = await fetch(f"{server}domain/{registered}", limit=LARGEST)
    return read(registered, page.body) if page.outcome is Fetched.OK else None


def read(domain: str, body: bytes) -> Registration | None:
    """An RDAP domain object (RFC 9083, 5.3); None where it is none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or answer.get("objectClassName") != "domain":
        return None
    events = [event for event in _list(answer, "events") if isinstance(event, dict)]
    until = next((_date(event.get("eventDate")) for event in events if event.get("eventAction") == "expiration"), None)
    statuses = tuple(_epp(status) for status in _list(answer, "status") if isinstance(status, str))
    return Registration(domain, until, statuses)


@cache
def servers() -> Mapping[str, str]:
    """Top-level domain to base URL. Raises `DataError`."""
    servers = table("rdap").get("servers")
    if not isinstance(servers, dict):
        raise DataError("rdap.toml: no table servers")
    for name, url in servers.items():
        if not isinstance(url, str) or not url.startswith("https://") or not url.endswith("/"):
            raise DataError(f"rdap.toml: {name}: a server is an https URL that ends with /")
    return servers


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _list(answer: dict[str, Any], name: str) -> list[Any]:
    value = answer.get(name)
    return value if isinstance(value, list) else []


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _epp(status: str) -> str:
    """`client hold` as EPP writes it, `clientHold` (RFC 8056, 2)."""
    first, *rest = status.split() or [""]
    return first + "".join(word.capitalize() for word in rest)

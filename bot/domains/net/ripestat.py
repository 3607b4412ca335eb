"""Whether an address's route is signed by whoever holds the address: RPKI, as RIPEstat's data API tells it.

https://stat.ripe.net/docs/02.data-api/network-info.html names the route, .../rpki-validation.html judges it (RFC 6811).
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domains.addresses import Address
from bot.domains.net.fetch import Fetched, Fetcher

_BASE = "https://stat.ripe.net/data"
LARGEST = 262_144
"""Bytes of an answer."""


class RouteValidity(StrEnum):
    """RFC 6811, 2, with RIPEstat's two ways of being invalid."""

    VALID = "valid"
    INVALID_ASN = "invalid_asn"
    INVALID_LENGTH = "invalid_length"
    UNKNOWN = "unknown"
    """Nobody has signed for the route."""


@dataclass(frozen=True, slots=True)
class Route:
    """The route that leads to an address."""

    prefix: str
    asn: str
    validity: RouteValidity


async def route(address: Address, fetch: Fetcher) -> Route | None:
    """None where RIPEstat did not answer, or knows no route. Never raises."""
    info = await _data(f"{_BASE}/network-info/data.json?resource={address}", fetch)
    asns, prefix = info.get("asns"), info.get("prefix")
    if not isinstance(asns, list) or not asns or not _word(prefix) or not _word(asns[0]):
        return None
    answer = await _data(f"{_BASE}/rpki-validation/data.json?resource={asns[0]}&prefix={prefix}", fetch)
    state = answer.get("status")
    return Route(str(prefix), str(asns[0]), RouteValidity(state)) if state in list(RouteValidity) else None


async def _data(url: str, fetch: Fetcher) -> dict[str, Any]:
    page = await fetch(url, limit=LARGEST)
    if page.outcome is not Fetched.OK:
        return {}
    try:
        answer = json.loads(page.body)
    except (ValueError, RecursionError):
        return {}
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}


def _word(value: object) -> bool:
    """Whether it can stand in an address: a number or a prefix, nothing that begins another parameter."""
    text = str(value)
    return 0 < len(text) <= 50 and all(sign.isalnum() or sign in "./:" for sign in text) and text.isascii()

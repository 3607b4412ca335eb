"""Which servers are one operator's: `data/operators.toml`, else the organizational domain."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from bot.mails.header.names import organization


class OperatorError(ValueError):
    """The data file is wrong; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Operator:
    domains: tuple[str, ...]
    gateway: bool
    own_filter: bool
    """No filter but its own writes into its mail."""
    inbound: tuple[str, ...]
    """Fields, or `field:beginning of its value`, that it writes into mail for its customers."""
    outbound: tuple[str, ...]
    """The same for mail from its customers."""


def operator(host: str | None) -> str | None:
    """The operator of a server: a name of the data file, else its organizational domain."""
    if not host or "." not in host.strip("."):
        return None
    domain = organization(host)
    return _by_domain().get(domain, domain)


def same(host: str | None, other: str | None) -> bool:
    """Whether two servers are known to be one operator's."""
    first = operator(host)
    return first is not None and first == operator(other)


def gateway(host: str | None) -> Operator | None:
    """The service that filters mail for others, if a server is one of its."""
    known = _operators().get(operator(host) or "")
    return known if known and known.gateway else None


def has_own_filter(name: str | None) -> bool:
    """Whether an operator's mail has nobody's filter in it but its own."""
    known = _operators().get(name or "")
    return known is not None and known.own_filter


@cache
def _operators() -> dict[str, Operator]:
    text = (files("bot.mails.header") / "data" / "operators.toml").read_text(encoding="utf-8")
    return {name: _read(name, entry) for name, entry in tomli.loads(text).items()}


def _read(name: str, entry: dict[str, Any]) -> Operator:
    unknown = entry.keys() - {"names", "gateway", "own_filter", "inbound", "outbound"}
    if unknown or not entry.get("names"):
        raise OperatorError(f"operators.toml, {name}: no names, or no such key: {', '.join(sorted(unknown))}")
    inbound, outbound = (tuple(entry.get(key, ())) for key in ("inbound", "outbound"))
    gateway, own_filter = bool(entry.get("gateway")), bool(entry.get("own_filter"))
    return Operator(tuple(entry["names"]), gateway, own_filter, inbound, outbound)


@cache
def _by_domain() -> dict[str, str]:
    return {domain: name for name, entry in _operators().items() for domain in entry.domains}

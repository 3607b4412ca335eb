"""Public resolvers, which show what the world sees of a domain: `resolvers.toml`."""

from dataclasses import dataclass
from functools import cache

from bot.domains.addresses import public, read
from bot.domains.knowledge import DataError, table

_KEYS = {"title", "address", "source"}


@dataclass(frozen=True, slots=True)
class NamedResolver:
    title: str
    """What it calls itself; of one that a setting names, its address."""
    address: str
    port: int = 53


@cache
def public_resolvers() -> tuple[NamedResolver, ...]:
    """Those of the file, in its order. Raises DataError naming the entry that is wrong."""
    resolvers = []
    for name, entry in table("resolvers").items():
        if set(entry) != _KEYS or not all(isinstance(value, str) and value for value in entry.values()):
            raise DataError(f"resolvers.toml: [{name}] needs a title, an address and a source")
        address = read(entry["address"])
        if address is None or not public(address):
            raise DataError(f"resolvers.toml: [{name}] needs a public IP address")
        resolvers.append(NamedResolver(entry["title"], str(address)))
    return tuple(resolvers)

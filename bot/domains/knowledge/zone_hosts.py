"""Recognises the company that hosts a domain's zone, in whose control panel its records are changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import tomli

from bot.domains.values import Finding

_FILE = Path(__file__).parent / "zone_hosts.toml"


@dataclass(frozen=True, slots=True)
class ZoneHost:
    title: str
    servers: tuple[str, ...]
    """Patterns of its name servers."""


def zone_host(findings: Iterable[Finding]) -> str | None:
    """The name in `zone_hosts.toml` of the one whose name servers a finding shows; None where none is known."""
    servers = {
        record.value.rstrip(".").lower() for finding in findings for record in finding.evidence if record.type == "NS"
    }
    return next(
        (name for name, host in zone_hosts().items() if any(_fits(server, host.servers) for server in servers)), None
    )


def zone_title(findings: Iterable[Finding]) -> str | None:
    """The name of that company."""
    name = zone_host(findings)
    return zone_hosts()[name].title if name else None


@cache
def zone_hosts() -> Mapping[str, ZoneHost]:
    """Each host by its name. Raises ValueError naming the entry that is wrong."""
    hosts = {}
    for name, entry in tomli.loads(_FILE.read_text(encoding="utf-8")).items():
        title, servers = entry.get("title"), entry.get("servers")
        if set(entry) != {"title", "servers"} or not isinstance(servers, list) or not servers or not title:
            raise ValueError(f"{_FILE.name}: [{name}] needs a title and a list of servers")
        hosts[name] = ZoneHost(str(title), tuple(map(str, servers)))
    return hosts


def _fits(server: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(server, pattern) for pattern in patterns)

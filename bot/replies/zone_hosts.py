"""Who keeps a domain's zone: the one in whose control panel its records are changed."""

import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from bot.domains.values import Finding

_FILE = Path(__file__).parent / "data" / "zone_hosts.toml"


def zone_host(findings: Iterable[Finding]) -> str | None:
    """The name in `data/zone_hosts.toml` of the one whose name servers a finding shows; None where none is known."""
    servers = {
        record.value.rstrip(".").lower() for finding in findings for record in finding.evidence if record.type == "NS"
    }
    return next((name for name, patterns in zone_hosts().items() if any(_fits(one, patterns) for one in servers)), None)


@cache
def zone_hosts() -> Mapping[str, tuple[str, ...]]:
    """Each host's name with the patterns of its servers. Raises ValueError naming the entry that is wrong."""
    found = {}
    for name, entry in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        servers = entry.get("servers")
        if set(entry) != {"servers"} or not isinstance(servers, list) or not servers:
            raise ValueError(f"{_FILE.name}: [{name}] needs a list of servers")
        found[name] = tuple(map(str, servers))
    return found


def _fits(server: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(server, pattern) for pattern in patterns)

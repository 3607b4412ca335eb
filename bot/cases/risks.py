"""What a change that a finding proposes can do to mail (`data/risks.toml`)."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.domains.values import Finding

_FILE = Path(__file__).parent / "data" / "risks.toml"


class Risk(StrEnum):
    """In the order of harm, the least first."""

    ELSEWHERE = "elsewhere"
    """Nothing of the domain's zone is changed."""
    HARMLESS = "harmless"
    """A record that tells nobody to stop mail."""
    SENDERS = "senders"
    """Whoever is left out of the record may send no more."""
    POLICY = "policy"
    """Recipients stop what fails, real mail too."""
    MOVES = "moves"
    """Mail goes to another server from then on."""
    DELICATE = "delicate"
    """A slip takes the domain, or its mail, off the network."""

    @property
    def rank(self) -> int:
        return list(Risk).index(self)


class RisksError(Exception):
    """The data file says something that cannot be followed; the message names the entry."""


def risk(finding: Finding) -> Risk:
    """What the finding's remedy can do. A DMARC policy of `none` stops nothing."""
    if finding.check == "dmarc" and any("p=none" in record.value for record in finding.publish):
        return Risk.HARMLESS
    return by_check()[finding.check]


@cache
def by_check() -> Mapping[str, Risk]:
    """Each check's risk. Raises RisksError naming the entry."""
    return parse(_FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Risk]:
    """The risks in a TOML text. Raises RisksError naming the entry."""
    found = {}
    for check, named in tomllib.loads(text).items():
        if named not in list(Risk):
            raise RisksError(f"{_FILE.name}: {check}: {named!r} is none of {', '.join(Risk)}")
        found[check] = Risk(named)
    return found

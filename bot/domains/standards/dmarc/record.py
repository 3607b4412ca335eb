"""A DMARC policy record taken apart (RFC 9989, 4.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domains.standards.dmarc.destinations import mailboxes
from bot.domains.standards.tags import Tags, parse, unfolded

OBSOLETE = ("pct", "rf", "ri")
"""Tags of RFC 7489 that RFC 9989 took away; receivers ignore them."""

_VALUES: Mapping[str, tuple[str, ...]] = {
    "p": ("none", "quarantine", "reject"),
    "sp": ("none", "quarantine", "reject"),
    "np": ("none", "quarantine", "reject"),
    "adkim": ("r", "s"),
    "aspf": ("r", "s"),
    "t": ("y", "n"),
    "psd": ("y", "n", "u"),
}
_FREE = ("v", "fo", "rua", "ruf")
_FAILURE_OPTIONS = {"0", "1", "d", "s"}


class Policy(StrEnum):
    """What the domain's owner asks receivers to do with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """One record. A tag whose value is wrong counts as absent, as receivers must treat it (4.7)."""

    text: str
    tags: Tags
    p: Policy | None
    sp: Policy | None
    np: Policy | None
    psd: str
    """`y`, `n` or `u`."""
    testing: bool
    strict_dkim: bool
    strict_spf: bool
    rua: tuple[str, ...]
    """Mailboxes that aggregate reports go to."""
    ruf: tuple[str, ...]
    faults: tuple[str, ...]
    """Tags with a wrong value, repeated ones, and parts that are no tag."""
    unknown: tuple[str, ...]
    obsolete: tuple[str, ...]

    @property
    def own(self) -> Policy | None:
        """For the record's own domain. None: the record asks for nothing, and DMARC is not applied (4.10.1)."""
        if self.p is not None and not {"sp", "np"} & set(self.faults):
            return self.p
        return Policy.NONE if self.rua else None

    @property
    def below(self) -> Policy | None:
        """For subdomains that exist and have no record of their own."""
        own = self.own
        return self.sp if own is not None and own is self.p and self.sp is not None else own

    @property
    def nowhere(self) -> Policy | None:
        """For subdomains that do not exist."""
        return self.np if self.own is not None and self.own is self.p and self.np is not None else self.below


def is_dmarc(text: str) -> bool:
    """Whether receivers take a TXT record for a DMARC record at all: `v=DMARC1` first, in capitals (4.7)."""
    first = parse(text).first
    return first is not None and first.name.lower() == "v" and first.value == "DMARC1" and _begins(text)


def begins_blank(text: str) -> bool:
    """Whether white space stands before the version, which the grammar does not allow (4.8)."""
    return unfolded(text)[:1].isspace()


def nearly_dmarc(text: str) -> bool:
    """Whether somebody meant it to be one."""
    return "dmarc" in text.lower()


@lru_cache(256)
def read(text: str) -> DmarcRecord:
    """Takes a record apart; `text` satisfies `is_dmarc`. Never raises. The last ones are kept: before a proposal the
    present record is read again."""
    tags = parse(text)
    wrong = [
        name for name, allowed in _VALUES.items() if (tag_value := tags.get(name)) and tag_value.lower() not in allowed
    ]
    wrong += [name for name in (*_VALUES, "rua", "ruf") if tags.get(name) == ""]
    failure = tags.get("fo")
    if failure is not None and not {option.strip().lower() for option in failure.split(":")} <= _FAILURE_OPTIONS:
        wrong.append("fo")
    names = [tag.name.lower() for tag in tags.pairs]

    def value(name: str, default: str = "") -> str:
        return default if name in wrong else (tags.get(name) or default).lower()

    def policy(name: str) -> Policy | None:
        return Policy(value(name)) if value(name) else None

    return DmarcRecord(
        text=text,
        tags=tags,
        p=policy("p"),
        sp=policy("sp"),
        np=policy("np"),
        psd=value("psd", "u"),
        testing=value("t") == "y",
        strict_dkim=value("adkim") == "s",
        strict_spf=value("aspf") == "s",
        rua=mailboxes(tags.get("rua")).good,
        ruf=mailboxes(tags.get("ruf")).good,
        faults=tuple(dict.fromkeys([*wrong, *tags.repeated, *(stray[:30] for stray in tags.strays)])),
        unknown=tuple(dict.fromkeys(n for n in names if n not in _VALUES and n not in _FREE and n not in OBSOLETE)),
        obsolete=tuple(dict.fromkeys(name for name in names if name in OBSOLETE)),
    )


def changed(record: DmarcRecord, **values: str | None) -> str:
    """The record with these tags set, or dropped where None; wrong, unknown and obsolete parts are left out."""
    kept: dict[str, str] = {"v": "DMARC1", "p": record.p or Policy.NONE}
    for tag in record.tags.pairs:
        name = tag.name.lower()
        if name in (*_VALUES, *_FREE) and name not in record.faults and name not in ("v", "p"):
            kept[name] = tag.value
    for name, value in values.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
    return "; ".join(f"{name}={value}" for name, value in kept.items())


def _begins(text: str) -> bool:
    return unfolded(text).lstrip()[:1] in ("v", "V")

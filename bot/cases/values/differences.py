"""Compares a domain's records as two checks showed them: what is gone and what is new, by term, by tag or by value. A
record that only one side shows counts as gone, or come, where it stands at a place of its own and the other side shows
none of its type in that check; what includes lead to is compared only where both sides show it. The order of records,
of terms and of tags says nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domains.standards import tags
from bot.domains.values import Finding, Record

_SPF = "v=spf1"
_ADDRESSES = ("A", "AAAA")
_LONGEST = 48
"""Characters of a tag's value that are shown; a whole key says nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One name's records of one type."""

    name: str
    type: str
    gone: tuple[str, ...]
    """Parts as written: `include:mx.ovh.com`, `p=reject`, `1 mx0.mail.ovh.net`; or whole values."""
    come: tuple[str, ...]


def differences(domain: str, before: Iterable[Record], now: Iterable[Record]) -> tuple[Difference, ...]:
    """The records that one check showed before and shows now; those at the domain's own name first."""
    earlier, today = _shown(before), _shown(now)
    changed = []
    for place in dict.fromkeys([*earlier, *today]):
        name, type_ = place
        old, new = earlier.get(place, ()), today.get(place, ())
        if not old or not new:
            one_side, other = (earlier, today) if old else (today, earlier)
            if type_ in _ADDRESSES or any(type_ == shown for _, shown in other) or not _at_own(name, domain, one_side):
                continue
        difference = _between(name, type_, old, new)
        if difference.gone or difference.come:
            changed.append(difference)
    return tuple(sorted(changed, key=lambda difference: difference.name != domain))


def records_of(findings: Iterable[Finding]) -> tuple[Record, ...]:
    """All records that they show, each once."""
    return tuple(dict.fromkeys(record for finding in findings for record in finding.evidence))


def _shown(records: Iterable[Record]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The values by name and type."""
    values: dict[tuple[str, str], tuple[str, ...]] = {}
    for record in records:
        place = (record.name, record.type)
        values[place] = (*values.get(place, ()), record.value)
    return values


def _at_own(name: str, domain: str, shown: Iterable[tuple[str, str]]) -> bool:
    """Whether the name is where the check begins: the domain's own where it shows any there, else one below it."""
    own = any(place == domain for place, _ in shown)
    return name == domain if own else name.endswith(f".{domain}")


def _between(name: str, type_: str, old: Sequence[str], new: Sequence[str]) -> Difference:
    """By parts where there is one record on each side, else by whole values."""
    if len(old) == len(new) == 1 and type_ == "TXT":
        was, is_ = _parts(old[0]), _parts(new[0])
    else:
        was, is_ = (
            {value.lower(): _without_dot(value) for value in sorted(values, key=_rank)} for values in (old, new)
        )
    gone = tuple(part for key, part in was.items() if key not in is_)
    return Difference(name, type_, gone, tuple(part for key, part in is_.items() if key not in was))


def _parts(value: str) -> dict[str, str]:
    """A record's parts as written, by what makes two of them the same."""
    if value[: len(_SPF)].lower() == _SPF:
        # `+` is what a term without a qualifier has (RFC 7208, 4.6.2).
        return {term.lower().removeprefix("+"): term for term in value.split()[1:]}
    read = tags.parse(value)
    if not read.pairs:
        return {value: value}
    pairs = {f"{tag.name.lower()}={tag.value}": f"{tag.name}={_cut(tag.value)}" for tag in read.pairs}
    return pairs | {stray: stray for stray in read.strays}


def _rank(value: str) -> tuple[int, str]:
    """Mail servers by their preference."""
    first = value.partition(" ")[0]
    return (int(first) if first.isdecimal() else 0, value)


def _without_dot(value: str) -> str:
    """A host's name as people write it; `0 .` stays."""
    return value[:-1] if value[-1:] == "." and value[-2:-1].isalnum() else value


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST // 2]}…"

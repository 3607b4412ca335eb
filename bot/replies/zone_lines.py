"""Records as a zone file lists them: one on each line, in columns, each record once."""

from collections.abc import Iterable

from bot.domains.values import Record

_WIDEST = 40
"""Characters that a name may push the next column to the right; a longer one stands out of line."""


def zone_lines(records: Iterable[Record]) -> tuple[str, ...]:
    """The records in their order, those of one name and type by preference where they have one (MX)."""
    once = tuple(dict.fromkeys(records))
    first = {(record.name, record.type): place for place, record in reversed(list(enumerate(once)))}
    in_order = sorted(once, key=lambda record: (first[record.name, record.type], _preference(record)))
    names = max((len(record.name) for record in once if len(record.name) <= _WIDEST), default=0)
    types = max((len(record.type) for record in once), default=0)
    return tuple(f"{record.name:<{names}}  {record.type:<{types}}  {record.value}" for record in in_order)


def _preference(record: Record) -> int:
    preference = record.value.partition(" ")[0]
    return int(preference) if record.type == "MX" and preference.isdecimal() else 0

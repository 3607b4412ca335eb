"""A mail's header with one change undone, of those that lists and relays make to signed fields. Whether a change was
made at all is for the signature to tell: it has to verify once the change is undone.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

_TAGGED = re.compile(rb"^((?:\[[^\]]{1,60}\]|\*{2,5}[A-Za-z ]{2,20}\*{2,5}|\{[^}]{1,40}\})\s{0,3})")
"""What lists and filters put before a subject."""
_BETWEEN_FIELDS = re.compile(rb"(?<=\n)(?![ \t])")
_LARGEST_HEADER = 65536
_LARGEST_MAIL = 131072
"""Bytes. Each try hashes the whole body: in a larger mail the subject alone is tried."""
_MOST_FOLDED = 4
"""Folded fields that are tried one by one."""
_REAL_SENDER = (b"x-original-from", b"original-from", b"reply-to")
"""Where a list that puts its own address into From leaves the sender's."""
_REAL_RECIPIENT = (b"x-original-to",)


class ForwarderChange(StrEnum):
    SUBJECT = "subject"
    """A tag was put before the subject."""
    REPLY_TO = "reply-to"
    """A Reply-To field was added."""
    FROM = "from"
    """Another address was put into From."""
    TO = "to"
    """Another address was put into To."""
    FOLDED = "folded"
    """A field was folded anew; it matters to `simple` alone (RFC 6376, 3.4.1)."""


def undone(raw: bytes) -> Iterator[tuple[ForwarderChange, bytes]]:
    """The mail with each change undone that may have been made, the likeliest first."""
    end = re.search(rb"\r?\n(?=\r?\n)", raw[:_LARGEST_HEADER])
    if end is None:
        return
    fields, body = _BETWEEN_FIELDS.split(raw[: end.end()]), raw[end.end() :]
    changes = _all(fields) if len(raw) <= _LARGEST_MAIL else _untagged(fields)
    for change, header in changes:
        yield change, b"".join(header) + body


def _all(fields: Sequence[bytes]) -> Iterator[tuple[ForwarderChange, list[bytes]]]:
    yield from _untagged(fields)
    alone = [field for field in fields if _name(field) != b"reply-to"]
    if len(alone) < len(fields):
        yield ForwarderChange.REPLY_TO, alone
    for header in _rewritten(fields, b"from", _REAL_SENDER):
        yield ForwarderChange.FROM, header
        yield ForwarderChange.FROM, [field for field in header if _name(field) != b"reply-to"]
    for header in _rewritten(fields, b"to", _REAL_RECIPIENT):
        yield ForwarderChange.TO, header
    yield from _unfolded(fields)


def _untagged(fields: Sequence[bytes]) -> Iterator[tuple[ForwarderChange, list[bytes]]]:
    for place, field in enumerate(fields):
        name, _, value = field.partition(b":")
        text = value.lstrip(b" \t")
        if _name(field) == b"subject" and (tag := _TAGGED.match(text[:200])):
            blanks = value[: len(value) - len(text)]
            yield (
                ForwarderChange.SUBJECT,
                [*fields[:place], name + b":" + blanks + text[tag.end() :], *fields[place + 1 :]],
            )
            return


def _rewritten(fields: Sequence[bytes], name: bytes, sources: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The header with what one of the sources tells in the field of this name."""
    values = {_name(field): field.partition(b":")[2] for field in fields}
    for source in sources:
        if source in values and name in values:
            yield [
                field.partition(b":")[0] + b":" + values[source] if _name(field) == name else field for field in fields
            ]


def _unfolded(fields: Sequence[bytes]) -> Iterator[tuple[ForwarderChange, list[bytes]]]:
    """All folded fields in one line, then each alone. A signature's own folds are left as they are."""
    folded = [
        place
        for place, field in enumerate(fields)
        if field.count(b"\n") > 1 and _name(field) not in (b"dkim-signature", b"received")
    ]
    for places in (frozenset(folded), *(frozenset((place,)) for place in folded[:_MOST_FOLDED])):
        if places:
            yield (
                ForwarderChange.FOLDED,
                [_in_one_line(field) if at in places else field for at, field in enumerate(fields)],
            )


def _in_one_line(field: bytes) -> bytes:
    return re.sub(rb"\r?\n[ \t]", b" ", field)


def _name(field: bytes) -> bytes:
    return field.partition(b":")[0].strip().lower()

"""A list of domains as people keep one: a domain a line, with comments, links, capitals and repetitions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domains.name import Domain, Reason, read

LONGEST = 300
"""Characters of a line that is no domain which are kept: enough to find it again."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
"""A `#` within a word belongs to a link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    key: str
    """What it is known by: the domain in A-labels; where it is none, the line itself, which never equals a domain."""
    problem: Reason | None = None
    """Why it is no domain."""


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Every line that says something, each domain once, in their order. Reads on only as far as it is asked to."""
    seen: set[str] = set()
    for line in lines:
        text = _COMMENT.sub("", line).strip()
        if not text:
            continue
        found = read(text)
        entry = Entry(found.ascii) if isinstance(found, Domain) else Entry(text[:LONGEST], found.reason)
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry

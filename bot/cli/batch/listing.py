"""A list of domains as people keep one: one domain on each line, with comments, links, capitals and repetitions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domains.name import Domain, Reason, read

LONGEST = 300
"""Characters kept of a line that is not a domain: enough to find it again."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
"""A `#` within a word belongs to a link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    key: str
    """The domain in A-labels; for a line that is not a domain the line itself, which never equals one."""
    problem: Reason | None = None
    """Why it is not a domain; None if it is one."""


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Every line that is not empty, each domain once, in order. Reads no further than it is asked to."""
    seen: set[str] = set()
    for line in lines:
        text = _COMMENT.sub("", line).strip()
        if not text:
            continue
        name = read(text)
        entry = Entry(name.ascii) if isinstance(name, Domain) else Entry(text[:LONGEST], name.reason)
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry

"""Where reports go: the URIs of `rua` and `ruf` tags, in DMARC (RFC 9989, 4.7) and TLS-RPT (RFC 8460, 3)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

_SIZE = re.compile(r"!\d+[kmgt]?\Z", re.IGNORECASE)
"""The size limit that RFC 7489 allowed after a URI."""
_MAILBOX = re.compile(
    r"[^@\s,;<>]+@(?P<domain>(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,})\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """`good`: addresses that reports can go to; `bad`: parts that are none, as written."""

    good: tuple[str, ...]
    bad: tuple[str, ...]


@lru_cache(256)
def mailboxes(value: str | None) -> Mailboxes:
    """Reads a list of URIs, commas between them; None for an absent tag. The last ones are kept: a check asks for the
    same several times."""
    good, bad = [], []
    for part in (value or "").split(","):
        uri = part.strip()
        scheme, _, rest = _SIZE.sub("", uri).partition(":")
        address = unquote(rest.partition("?")[0])
        if scheme.lower() == "mailto" and _MAILBOX.match(address):
            good.append(address)
        elif uri:
            bad.append(uri[:100])
    return Mailboxes(tuple(dict.fromkeys(good)), tuple(bad))


def domain_of(mailbox: str) -> str:
    """In lower case."""
    return mailbox.rpartition("@")[2].lower()

"""What the headers of the mail that came back tell."""

import re
from typing import NamedTuple

from bot.codes.bounces.mail.mime import Headers, split_headers
from bot.codes.bounces.replies.reply import address_in

_DOMAIN = re.compile(r";\s*d\s*=\s*([A-Za-z0-9._-]{1,253})")
_SELECTOR = re.compile(r";\s*s\s*=\s*([A-Za-z0-9._-]{1,253})")
MAX_SIGNATURES = 8
_FIELDS = re.compile(rb"(?:[A-Za-z][\w-]{0,60}:(?: [^\n]{0,2000})?\n(?:[ \t][^\n]{1,2000}\n)*+){2,200}+")
"""Header fields, one a line or folded."""


class Returned(NamedTuple):
    """Facts of the returned mail; empty where the bounce brought no copy."""

    subject: str | None = None
    dkim_selectors: tuple[str, ...] = ()
    headers: Headers = Headers()

    @property
    def sender(self) -> str | None:
        """The address of its From field, else of its Return-Path. Read when asked for: most reports name it."""
        return address_in(self.headers.get(b"from")) or address_in(self.headers.get(b"return-path"))

    @property
    def recipient(self) -> str | None:
        """The address of its To field, which few bounces leave to be asked for."""
        return address_in(self.headers.get(b"to"))


def returned(raw: bytes) -> Returned:
    """Read the header fields at the beginning of the returned mail's bytes."""
    start = raw.lstrip(b"\n -=_*")
    headers, _ = split_headers(start)
    if not headers.lines:
        later = re.search(rb"^(?:Received|Return-Path|From|To|Subject|Date|Message-I[dD]):", start[:8192], re.MULTILINE)
        headers, _ = split_headers(start[later.start() :]) if later else (headers, b"")
    return Returned(headers.get(b"subject").strip() or None, _selectors(headers), headers)


def parted(raw: bytes) -> bytes:
    """A mail with the blank line between its fields and its text, which is lost where HTML was turned into lines."""
    fields = _FIELDS.match(raw)
    if not fields or raw.startswith(b"\n", fields.end()):
        return raw
    return raw[: fields.end()] + b"\n" + raw[fields.end() :]


def _selectors(headers: Headers) -> tuple[str, ...]:
    """`selector._domainkey.domain` of each DKIM-Signature (RFC 6376, 3.5), in order, without repeats."""
    names: dict[str, None] = {}
    for value in headers.all(b"dkim-signature"):
        tags = f";{value[:4000]}"
        domain, selector = _DOMAIN.search(tags), _SELECTOR.search(tags)
        if domain and selector and len(names) < MAX_SIGNATURES:
            names[f"{selector[1]}._domainkey.{domain[1]}".lower()] = None
    return tuple(names)

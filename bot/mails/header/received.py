"""`Received` fields (RFC 5321, 4.4), as servers write them: Postfix, Exim, Exchange, Sendmail, qmail, Gmail, Yahoo."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.domains.addresses import read as read_address
from bot.mails.values import Hop

_MOST = 4000
"""Characters of one field that are read."""
_FROM = re.compile(r"\s{0,4}from\s+(\S{1,400})\s*", re.IGNORECASE)
_QMAIL = re.compile(r"\s{0,4}\(qmail \d{1,12} invoked", re.IGNORECASE)
_BY = re.compile(r"(?:^|[\s)])by[ \t]+(\S{1,300})", re.IGNORECASE)
_WITH = re.compile(
    r"(?:^|[\s)])(?:with|via)[ \t]+(?:Microsoft SMTP Server|(?:local-|utf8)?([A-Za-z0-9-]{2,30}))", re.IGNORECASE
)
_FOR = re.compile(r"(?:^|[\s)])for[ \t]+<?([^\s<>;]{1,320}@[^\s<>;]{1,253})", re.IGNORECASE)
_ENVELOPE = re.compile(r"envelope-from[ \t]*=?[ \t]*<?([^\s<>()]{0,320})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\[?(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:\d{1,3}(?:\.\d{1,3}){3})?)\]?(?=[\s\]():,;]|$)"
)
_HELO = re.compile(r"(?:helo|ehlo|lhlo)[= ]\[?([^\s()\[\];]{1,255})", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_])?\.?")
_NO_NAME = re.compile(r"\(unknown\b|may be forged", re.IGNORECASE)
"""What Postfix and Sendmail write where the address has no name, or one that does not lead back to it."""
_ENCRYPTED = re.compile(
    r"\bE?(?:SMTPS|SMTPSA)\b|\b(?:UTF8SMTPSA?|LMTPSA?)\b|\bTLS|\bSSLv|\besmtpsa?\b|\bsmtps\b", re.IGNORECASE
)
_PLAIN = re.compile(r"\bwith (?:E?SMTP|esmtpa?|ESMTPA|HTTP|UTF8SMTPA?)\b(?! with STARTTLS)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:[A-Z][a-z]{2},?\s{1,3})?\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4}\s{1,3}\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?"
    r"(?:\s{0,2}(?:[+-]\d{4}|[A-Z]{1,5}\b))?"
)
_C_DATE = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{1,2}:\d{2}:\d{2})"
    r"(?: ([A-Z]{1,5}|[+-]\d{4}))? (\d{4})(?: ([+-]\d{4}))?"
)
"""As C's `ctime` writes it: `Fri Nov 20 10:00:00 2026`."""
_ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7,
    "PDT": -7, "PST": -8,
}  # fmt: skip
"""Hours of the zones that servers name (RFC 5322, 4.3, and Europe's)."""


def hop(value: str) -> Hop:
    """The hop that one field tells of, its delay still unknown. `value` is unfolded."""
    value = value[:_MOST]
    clauses, _, stamp = value.rpartition(";")
    at = instant(stamp) or instant(value[-200:])
    clauses = clauses or value
    client, rest = _client(clauses)
    by = _BY.search(_bare(rest)) or (None if _QMAIL.match(clauses) else _BY.search(rest))
    inside = client[1]
    recipient, envelope, protocol = _FOR.search(clauses), _ENVELOPE.search(clauses), _WITH.search(_bare(rest))
    verified = _verified(client[0], inside)
    return Hop(
        from_host=_from_host(client[0], inside),
        verified_host=verified,
        address=_client_address(client[0], inside),
        by_host=_host(by[1]) if by else None,
        at=at,
        delay_seconds=None,
        protocol=(protocol[1] or "Microsoft SMTP").upper() if protocol else None,
        encrypted=_encrypted(clauses),
        recipient=recipient[1].rstrip(">") if recipient else None,
        sender=envelope[1] if envelope else None,
        unverified=verified is None and _is_unverified(client[0], inside),
    )


def _is_unverified(name: str, inside: str) -> bool:
    """Whether the server found no name for the client: it says so, or puts the address in the name's place."""
    return bool(_NO_NAME.search(inside)) or name.lower() == "unknown" or _address_in(name) is not None


def instant(text: str) -> datetime | None:
    """A date as RFC 5322 has it, or `ctime`; None where there is none, or where its zone is not told."""
    if (match := _DATE.search(text)) is not None:
        return _parsed(match[0])
    if (match := _C_DATE.search(text)) is not None:
        month, day, time, zone, year, offset = match.groups()
        return _parsed(f"{day} {month} {year} {time} {offset or zone or '+0000'}")
    return None


def _parsed(text: str) -> datetime | None:
    zone = re.search(r" ([A-Z]{1,5})$", text)
    if zone and zone[1] in _ZONES:
        text = f"{text[: zone.start()]} {_ZONES[zone[1]] * 100:+05d}"
    text = re.sub(r"(\d)\.\d+", r"\1", text)
    text = re.sub(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{2,4})", r"\1 \2 \3", text)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if at.tzinfo is not None:
        return at
    # `-0000` is UTC of unknown locality (RFC 5322, 3.3); no zone at all says nothing.
    return at.replace(tzinfo=UTC) if text.rstrip().endswith("-0000") else None


def _client(clauses: str) -> tuple[tuple[str, str], str]:
    """What stands behind `from`, with the text in the parentheses that belong to it, and the rest of the field."""
    match = _FROM.match(clauses)
    if match is None or _QMAIL.match(clauses):
        return ("", ""), clauses
    name, place = match[1], match.end()
    inside: list[str] = []
    while place < len(clauses) and clauses[place] in "([":
        end = _closing(clauses, place)
        inside.append(clauses[place : end + 1])
        place = end + 1
        while place < len(clauses) and clauses[place] == " ":
            place += 1
        if clauses[place : place + 3].lower() == "by " or len(inside) > 3:
            break
    return (name, " ".join(inside)), clauses[place:]


def _closing(text: str, start: int) -> int:
    """Where the parenthesis or bracket that opens at `start` closes; the text's end where it never does."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] in "([":
            depth += 1
        elif text[place] in ")]":
            depth -= 1
            if depth == 0:
                return place
    return len(text) - 1


def _bare(text: str) -> str:
    """The text without what is in parentheses."""
    depth, kept = 0, []
    for char in text:
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
            kept.append(" ")
        elif not depth:
            kept.append(char)
    return "".join(kept)


def _address_in(text: str) -> str | None:
    for match in _ADDRESS.finditer(text):
        address = read_address(match[1])
        if address is not None:
            return str(address)
    return None


def _client_address(name: str, inside: str) -> str | None:
    """The client's address: in brackets behind its name, or the name itself (Yahoo, literals)."""
    bracketed = re.findall(r"\[(?:IPv6:)?([0-9a-fA-F.:]{3,45})\]", inside, re.IGNORECASE)
    for text in (*bracketed, inside, name):
        if (address := _address_in(text)) is not None:
            return address
    return None


def _from_host(name: str, inside: str) -> str | None:
    """The name given in HELO: first in the field, or where that is an address, behind `HELO` in parentheses."""
    helo = _HELO.search(inside)
    if helo and (not name or read_address(name.strip("[]")) or name.lower() == "unknown"):
        return _host(helo[1])
    return _host(name) or (_host(helo[1]) if helo else None)


def _verified(name: str, inside: str) -> str | None:
    """The client's name by reverse DNS: the first word in the parentheses, before the address. With qmail and Exim a
    HELO that differs stands in the parentheses, so the name before them is the verified one."""
    helo = _HELO.search(inside)
    if helo and "@" not in name:
        named = _host(name)
        named_apart = (
            named is not None and named.lower() not in {"unknown", helo[1].lower()} and not read_address(named)
        )
        return named if named_apart else None
    if _NO_NAME.search(inside):
        return None
    word = re.match(r"\(([^\s()\[\]=]{1,255})\.? ?\[", inside)
    if word is None or word[1].lower() == "unknown":
        return None
    return _host(word[1])


def _host(text: str) -> str | None:
    """A host name, or the address in its place, without what punctuation stands around it."""
    bare = text.strip("<>[](),;\"'").rpartition("@")[2]
    bare = bare.removeprefix("IPv6:")
    if read_address(bare) is not None:
        return bare
    return bare.rstrip(".") if _HOST.fullmatch(bare) else None


def _encrypted(clauses: str) -> bool | None:
    if _ENCRYPTED.search(clauses):
        return True
    return False if _PLAIN.search(clauses) else None

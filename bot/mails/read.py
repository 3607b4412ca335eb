"""Reads a mail: its bytes, or text that somebody copied of it, in; a `MailReading` out.

Nothing here touches a disk, a network or a clock, and nothing raises.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.codes.bounces.chief import chief
from bot.codes.bounces.mail.mime import parse
from bot.codes.bounces.mail.outlook import mail_of
from bot.codes.bounces.paste import unquoted
from bot.codes.bounces.read import read_mail
from bot.codes.bounces.read import read_text as read_reply
from bot.codes.values import BounceReading, Confidence
from bot.mails.authentication import authentication
from bot.mails.border import Border, border
from bot.mails.chain import chain_key_names
from bot.mails.delay import side
from bot.mails.filters.read import spam
from bot.mails.forwarding import forwarded, listed, marked_bulk
from bot.mails.header.fields import Header, header_of
from bot.mails.header.names import address_in, display_name, domain_of
from bot.mails.kind import kind
from bot.mails.path import Path, path
from bot.mails.problem import problem
from bot.mails.signatures import key_names
from bot.mails.suspicion import suspicions
from bot.mails.values import MailReading

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
_HEADER = re.compile(
    r"(?:^|(?<=\s))(Received|Authentication-Results|ARC-[\w-]{1,40}|Return-Path|Delivered-To|Received-SPF|DKIM-Signature"
    r"|X-[\w-]{1,60}):(?=\s)",
    re.IGNORECASE | re.MULTILINE,
)
_TRACES = 2
"""Fields that only servers write, which make a pasted text the header of a mail."""


def read_file(raw: bytes, bounce: BounceReading | None = None) -> MailReading:
    """A mail file, Outlook's format among them. `bounce`: what the bounce reader says of it, if that is known."""
    if raw.startswith(_COMPOUND_FILE):
        return _read(mail_of(raw), bounce)
    reading = _read(raw, bounce)
    return replace(reading, key_names=tuple(dict.fromkeys((*key_names(raw), *chain_key_names(raw)))))


def read_text(text: str) -> MailReading | None:
    """Pasted text; None where it is not the header of a mail, with or without the rest of it: a notice of a bounce may
    have the header of the mail that came back below it."""
    pasted = unquoted(text)
    if not is_header(pasted):
        return None
    raw = pasted.encode("utf-8", "replace")
    return None if _is_notice(header_of(raw).above) else _read(raw, None)


def _is_notice(above: str) -> bool:
    """Whether a text tells of a mail that came back: by wording that is known, or with a code."""
    notice = chief(read_reply(above)) if above.strip() else None
    if notice is None:
        return False
    return notice.confidence in {Confidence.PROVIDER, Confidence.WORDING} or bool(notice.reply_code or notice.status)


def is_header(text: str) -> bool:
    """Whether a text has a mail's trace fields in it (RFC 5322, 3.6.7), so that a server has had it."""
    return len({match[1].lower() for match in _HEADER.finditer(text[:20000])}) >= _TRACES


def _read(raw: bytes, bounce: BounceReading | None) -> MailReading:
    header = header_of(raw)
    mail = header.mail() if header.mended else raw
    way = path(header)
    edge = border(header, way)
    written = header.get("from")
    address = address_in(written)
    from_domain = domain_of(address)
    recipients = tuple(dict.fromkeys(_recipients(header, way, edge)))
    envelope = _envelope(header, way, edge)
    auth = authentication(header, edge, from_domain, envelope)
    reading = MailReading(
        kind=kind(parse(mail), bounce or read_mail(mail)),
        from_domain=from_domain,
        from_address=address,
        from_name=display_name(written),
        envelope_domain=envelope or (None if _is_empty(header) else auth.spf_domain),
        sending_ip=edge.address,
        border=edge.hop,
        hops=way.hops,
        total_seconds=way.total_seconds,
        slowest=way.slowest,
        skewed=way.skewed,
        auth=auth,
        spam=spam(header, edge),
        forwarded=forwarded(header, way, edge),
        listed=listed(header),
        bulk=marked_bulk(header),
        suspicions=suspicions(header, recipients),
        subject=header.get("subject"),
    )
    return replace(reading, problem=problem(reading, recipients, side(header, way, edge)))


def _envelope(header: Header, way: Path, edge: Border) -> str | None:
    """The domain of the envelope's sender (RFC 5321, 4.4: Return-Path), as the last server knew it."""
    if _is_empty(header):
        return None
    for name in ("return-path", "x-barracuda-envelope-from", "x-mail-from", "x-envelope-from", "envelope-from"):
        if (address := address_in(header.get(name))) is not None:
            return domain_of(address)
    hops = way.hops[edge.hop :] if edge.hop is not None else way.hops
    return next((domain_of(hop.sender) for hop in reversed(hops) if hop.sender), None)


def _is_empty(header: Header) -> bool:
    """Whether the envelope has no sender, as that of a bounce (RFC 5321, 4.5.5)."""
    return header.get("return-path").strip() == "<>"


def _recipients(header: Header, way: Path, edge: Border) -> Iterator[str]:
    """The domains to which the mail was sent: the receiver's own first."""
    hops = way.hops[edge.hop :] if edge.hop is not None else way.hops
    recipients = [hop.recipient for hop in reversed(hops) if hop.recipient]
    recipients += [header.get(name) for name in ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to")]
    recipients += [header.get("to")]
    for each in recipients:
        domain = domain_of(address_in(each))
        if domain is not None:
            yield domain

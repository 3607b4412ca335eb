"""Reads a DMARC or TLS report: a file in, a report out. Nothing here touches a disk, a network or a clock, and nothing
raises: what cannot be read is a `NoReport` with its reason."""

import binascii
import re
from collections.abc import Iterator

from defusedxml import DefusedXmlException

from bot.codes.bounces.mail.mime import Mail, Part, parse
from bot.codes.bounces.read import COMPOUND_FILE
from bot.reports import aggregate, failure, tls
from bot.reports.aggregate import Gathered
from bot.reports.salvage import salvage
from bot.reports.unpack import Packed, UnpackError, packed
from bot.reports.values import NOTHING, NoReport, Reading, Unreadable

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FEEDBACK = re.compile(rb"<\0?(?:[\w.-]{1,40}:)?f\0?e\0?e\0?d\0?b\0?a\0?c\0?k\b", re.IGNORECASE)
_XML = re.compile(rb"\s*+<\0?[?!a-zA-Z]")
_JSON = re.compile(rb"\s*+\{")
_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_BOUNCE = ("message/delivery-status", "message/global-delivery-status")
_MAIL_INSIDE = ("message/rfc822", "message/global")
_READABLE = ("application/", "text/xml", "text/json", "text/plain")
"""Parts that can carry a report, by the beginning of their type: receivers write all sorts of them."""
_CARRIER = re.compile(
    rb"auth-failure|feedback-report|tlsrpt|gzip|\bzip|octet-stream|[/.](?:xml|json|gz|zip)\b", re.IGNORECASE
)
"""What stands in every mail that carries a report; in a base64 part its type and name do."""
_BEGIN = re.compile(rb"<\?xml\s|<feedback\b", re.IGNORECASE)
_MOST_WORDS = 4096
"""Bytes of words before a report."""
_MOST_INSIDE = 2
"""Mails in each other: a report is passed on as an attachment."""


def read_report(raw: bytes) -> Reading:
    """The report that a file holds: XML or JSON, packed or not, or the mail that carries one. Told by its content."""
    return _read(raw, _MOST_INSIDE)


def may_carry_report(mail: bytes) -> bool:
    """Whether it is worth looking for a report in a mail: a quick look, which misses none."""
    return mail.startswith(COMPOUND_FILE) or _CARRIER.search(mail) is not None


def _read(raw: bytes, depth: int) -> Reading:
    if not raw.strip():
        return NoReport(Unreadable.EMPTY)
    if raw.startswith(COMPOUND_FILE):
        from bot.codes.bounces.mail.outlook import mail_of  # noqa: PLC0415 - a heavy library that few files need

        return _of_mail(parse(mail_of(raw)), depth)
    if packed(raw) or _looks_like_report(raw[:4096]):
        return _of_file(raw)
    reading = _of_mail(parse(raw), depth)
    return _after_words(raw) if reading == NOTHING and depth == _MOST_INSIDE else reading


def _after_words(raw: bytes) -> Reading:
    """A report that has words before it, as in a mail's text or a copied file."""
    begin = _BEGIN.search(raw[:_MOST_WORDS])
    return _of_file(raw[begin.start() :]) if begin else NOTHING


def _looks_like_report(beginning: bytes) -> bool:
    bare = _unmarked(beginning)
    return _XML.match(bare) is not None or _JSON.match(bare) is not None


def _unmarked(beginning: bytes) -> bytes:
    return next((beginning.removeprefix(mark) for mark in _MARKS if beginning.startswith(mark)), beginning)


def _of_file(raw: bytes) -> Reading:
    try:
        content = Packed(raw)
        beginning = content.beginning()
        if packed(beginning):  # once more, by a sender or by who passed it on
            content = Packed(b"".join(content.pieces()), len(raw))
            beginning = content.beginning()
        if not beginning.strip():
            return NoReport(Unreadable.EMPTY if content.whole else Unreadable.DAMAGED)
        if _JSON.match(_unmarked(beginning)):
            return tls.parse(_at_most(content, tls.MOST_JSON + 1), content.others)
        if _XML.match(_unmarked(beginning)):
            return _of_xml(content, beginning)
        return NoReport(Unreadable.NO_REPORT)
    except UnpackError as error:
        return NoReport(error.reason)
    except DefusedXmlException:
        return NoReport(Unreadable.ENTITIES)


def _of_xml(content: Packed, beginning: bytes) -> Reading:
    """Strictly first; where that breaks off, by what can be mended, if that gives more."""
    gathered = Gathered()
    well_formed = aggregate.parse(content.pieces(), gathered)
    if well_formed or gathered.complete:
        return aggregate.report(gathered, damaged=not content.whole, others=content.others)
    mended = salvage(content)
    if mended.tally.rows > gathered.tally.rows or not gathered.begun:
        gathered = mended
    if not gathered.begun and _FEEDBACK.search(beginning):
        return NoReport(Unreadable.DAMAGED)
    return aggregate.report(gathered, damaged=True, others=content.others)


def _at_most(content: Packed, most: int) -> bytes:
    kept = bytearray()
    for piece in content.pieces():
        kept += piece
        if len(kept) >= most:
            break
    return bytes(kept)


def _of_mail(mail: Mail, depth: int) -> Reading:
    """A failure report, or the first attachment that is a report. If none can be read: why the first one cannot. A
    bounce is none, whatever the mail that came back has attached."""
    if any(part.kind in _BOUNCE for part in mail.parts):
        return NOTHING
    failed = failure.parse(mail)
    if failed is not None:
        return failed
    refused = NOTHING
    for reading in _of_parts(mail, depth):
        if not isinstance(reading, NoReport):
            return reading
        if refused.reason is Unreadable.NO_REPORT:
            refused = reading
    return refused


def _of_parts(mail: Mail, depth: int) -> Iterator[Reading]:
    for part in mail.parts:
        if part.kind in _MAIL_INSIDE and depth > 0:
            yield _read(part.body, depth - 1)
        elif part.kind.startswith(_READABLE):
            content = decoded(part)
            looks = packed(content) or _looks_like_report(content[:4096])
            yield _of_file(content) if looks else _after_words(content)


def decoded(part: Part) -> bytes:
    """The whole body of a part, its transfer encoding undone; what is broken in it left out."""
    encoding = part.headers.get(b"content-transfer-encoding").strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(part.body)
    if encoding != "base64":
        return part.body
    letters = _BASE64.sub(b"", part.body)
    whole = len(letters) // 4 * 4
    rest = letters[whole:] if len(letters) - whole > 1 else b""
    return binascii.a2b_base64(letters[:whole] + rest + b"=" * (-len(rest) % 4))

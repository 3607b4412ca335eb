"""What a mail is by its content: a mail, or one that tells of another."""

import re

from bot.codes.bounces.mail.mime import Mail, parameter
from bot.codes.values import BounceReading, MailKind
from bot.mails.values import Kind

_OF_BOUNCES = {
    MailKind.BOUNCE: Kind.BOUNCE,
    MailKind.COMPLAINT: Kind.COMPLAINT,
    MailKind.AUTO_REPLY: Kind.AUTO_REPLY,
}
_SUBJECT = re.compile(r"\breport domain: ?\S+|\bsubmitter: ?\S+.{0,100}\breport-id:", re.IGNORECASE)
"""What RFC 9990 (2.3) has reports' subjects be."""
_PACKED = re.compile(
    r"application/(?:gzip|x-gzip|zip|x-zip\S{0,20}|tlsrpt\+\S{1,10}|octet-stream)|text/xml|application/xml"
)
_NAMED = re.compile(r"[^!\s\"]{1,253}![^!\s\"]{1,253}!\d{6,12}!\d{6,12}")
"""A report's file: receiver, domain, and from when to when (RFC 9990, 2.4; RFC 8460, 5.1)."""


def kind(mail: Mail, bounce: BounceReading) -> Kind:
    """`bounce`: what the bounce reader says of the same mail."""
    if _is_report(mail):
        return Kind.REPORT
    return _OF_BOUNCES.get(bounce.kind, Kind.MAIL)


def _is_report(mail: Mail) -> bool:
    content_type = mail.headers.get(b"content-type")
    if parameter(content_type, "report-type").lower() == "tlsrpt" or mail.headers.has(b"tls-report-domain"):
        return True
    packed = [part for part in mail.parts if _PACKED.fullmatch(part.kind)]
    if not packed:
        return False
    if _SUBJECT.search(mail.headers.get(b"subject")[:500]):
        return True
    fields = (part.headers.get(name)[:600] for part in packed for name in (b"content-type", b"content-disposition"))
    return any(_NAMED.search(field) for field in fields)

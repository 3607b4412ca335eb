"""A mail as Slack's Email app reads it: the headers that it shows, its words, its page, what was attached."""

import html
from email import policy
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesParser

from bot.workspace.values import Email, MailPart


def read_mail(raw: bytes) -> tuple[Email, bytes]:
    """The mail and its HTML. Raises ValueError where the bytes have no header."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    if not message.keys():
        raise ValueError("this is no mail: it has no header")
    page, words = message.get_body(("html",)), message.get_body(("plain",))
    shown = {part for part in (page, words) if part is not None}
    text = _text(words) if words is not None else ""
    mail = Email(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        to=_header(message, "To"),
        cc=_header(message, "Cc"),
        plain_text=text,
        date=_header(message, "Date"),
        message_id=_header(message, "Message-ID"),
        in_reply_to=_header(message, "In-Reply-To"),
        reply_to=_header(message, "Reply-To"),
        parts=tuple(_parts(message, shown)),
    )
    return mail, (_text(page) if page is not None else f"<pre>{html.escape(text)}</pre>").encode()


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace").replace("\r\n", "\n")
    except LookupError:  # a charset that nobody knows
        return content.decode(errors="replace").replace("\r\n", "\n")


def _parts(message: Message, shown: set[MIMEPart]) -> list[MailPart]:
    """What is no container and was not shown as the mail's words; a mail inside is a part as a whole."""
    if message in shown:
        return []
    if message.get_content_maintype() == "multipart":
        inner = message.get_payload()
        return [part for each in inner if isinstance(each, Message) for part in _parts(each, shown)]
    kind = message.get_content_type()
    payload = message.get_payload(decode=True)
    if not isinstance(payload, bytes):
        held = message.get_payload()
        payload = b"\n".join(each.as_bytes() for each in held if isinstance(each, Message))
    name = message.get_filename() or f"{kind.replace('/', '-')}.{'eml' if kind == 'message/rfc822' else 'txt'}"
    return [MailPart(name, kind, payload)]

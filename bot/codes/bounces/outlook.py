"""Outlook's `.msg` files as the mail they hold."""

from io import BytesIO

from oxmsg import Message

_BOUNDARY = "=_msg"
_KEPT = ("text/", "message/")
"""Attachments that can hold a delivery report or the returned mail."""


def mail_of(raw: bytes) -> bytes:
    """The headers, text and report parts of a `.msg` file as bytes of a mail; empty for what is no such file."""
    try:
        return _mail(Message.load(BytesIO(raw)))
    except Exception:  # noqa: BLE001 - the library raises anything on a broken file, and a broken file is no bounce
        return b""


def _mail(message: Message) -> bytes:
    told = {name: value for name, value in message.message_headers.items() if not name.lower().startswith("content-")}
    headers = told or {"From": message.sender or "MAILER-DAEMON", "Subject": message.subject}
    plain = message.body or ""
    first = ("text/plain", plain) if plain.strip() else ("text/html", message.html_body or "")
    parts = [(f"{first[0]}; charset=utf-8", first[1].encode("utf-8", "replace"))]
    parts += [
        (each.mime_type, each.file_bytes or b"")
        for each in message.attachments
        if each.mime_type and each.mime_type.startswith(_KEPT)
    ]
    lines = [f"{name}: {' '.join(str(value).split())}" for name, value in headers.items()]
    lines.append(f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"')
    mail = "\n".join(lines).encode("utf-8", "replace") + b"\n"
    for kind, body in parts:
        mail += f"\n--{_BOUNDARY}\nContent-Type: {kind}\n\n".encode() + body
    return mail + f"\n--{_BOUNDARY}--\n".encode()

"""Outlook's `.msg` files as the mail they hold."""

from io import BytesIO

from oxmsg import Message


def mail_of(raw: bytes) -> bytes:
    """The headers and text of a `.msg` file as bytes of a mail; empty for what is no such file."""
    try:
        message = Message.load(BytesIO(raw))
        headers = "".join(
            f"{name}: {value}\n" for name, value in message.message_headers.items() if "content-t" not in name.lower()
        )
        if not headers:
            headers = f"From: {message.sender or 'MAILER-DAEMON'}\nSubject: {message.subject or ''}\n"
        body = message.body or ""
        kind = "text/plain"
        if not body.strip() and message.html_body:
            body, kind = message.html_body, "text/html"
    except Exception:  # noqa: BLE001 - the library raises anything on a broken file, and a broken file is no bounce
        return b""
    return f"{headers}Content-Type: {kind}; charset=utf-8\n\n{body}".encode("utf-8", "replace")

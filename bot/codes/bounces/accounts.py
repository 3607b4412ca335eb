"""What a bounce says of one recipient, before it is understood."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class Command(StrEnum):
    """The SMTP command that the refusing server answered (RFC 5321, 4.1.1)."""

    CONNECT = "connect"
    HELO = "helo"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    AUTH = "auth"
    STARTTLS = "starttls"


@dataclass(frozen=True, slots=True)
class Account:
    """One recipient's failure as reported: nothing here is judged yet."""

    recipient: str | None = None
    reply: str = ""
    """What the refusing server said, lines joined by one space; or the reporting system's reason."""
    status: str | None = None
    """The report's own Status field (RFC 3464, 2.3.4), which may differ from the one in `reply`."""
    command: Command | None = None
    remote_host: str | None = None
    remote_ip: str | None = None
    action: str | None = None
    """`failed`, `delayed`, `delivered`, `relayed`, `expanded` (RFC 3464, 2.3.3)."""
    original: str | None = None
    """The address that was written to, where it is another than `recipient`: the mail was passed on."""


_COMMAND = re.compile(
    r"(?:in reply to|after|did not like our|in response to(?: the)?|>>>|refused our)\s{1,3}"
    r"(?:end of (?:the )?)?(initial connection|connect\w{0,3}|EHLO|HELO|LHLO|MAIL|RCPT|DATA|AUTH"
    r"|STARTTLS|final DATA|data|pipelined (?:MAIL|RCPT|DATA)|sending data block)",
    re.IGNORECASE,
)
_STARTS = ("in reply to", "after ", "did not like", "in response to", ">>>", "refused our")
_CODE = re.compile(r"(?<![\d.])[45][0-5]\d(?=[ -])")
_NAMES = (
    ("connect", Command.CONNECT),
    ("helo", Command.HELO),
    ("ehlo", Command.HELO),
    ("lhlo", Command.HELO),
    ("mail", Command.MAIL),
    ("rcpt", Command.RCPT),
    ("data", Command.DATA),
    ("auth", Command.AUTH),
    ("starttls", Command.STARTTLS),
)


def command_in(text: str) -> Command | None:
    """The command that the text says was answered: `in reply to RCPT TO`, `after MAIL FROM`."""
    if "refused to talk to me" in text:
        return Command.CONNECT
    if not any(map(text.__contains__, _STARTS)):
        return None
    found = _COMMAND.search(text)
    return named_command(found[1]) if found else None


def named_command(words: str) -> Command | None:
    folded = words.lower()
    return next((command for name, command in _NAMES if name in folded), None)


def merged(report: Account, notice: Account) -> Account:
    """The delivery report's account, filled up by what the human-readable part says of the same recipient.

    Reports often carry only the first line of a reply, or none: the longer telling of the same thing wins.
    """
    reply = report.reply
    head = _letters(reply)[:40]
    if not head or (len(notice.reply) > len(reply) and head in _letters(notice.reply)):
        reply = notice.reply or reply
    elif _coded(notice.reply) and (not _coded(reply) or (_worn(reply) and not _worn(notice.reply))):
        reply = f"{notice.reply} ({reply})" if _worn(reply) else f"{reply} ({notice.reply})"
    return replace(
        report,
        recipient=report.recipient or notice.recipient,
        original=report.original or notice.original,
        reply=reply,
        status=report.status or notice.status,
        command=report.command or notice.command,
        remote_host=report.remote_host or notice.remote_host,
        remote_ip=report.remote_ip or notice.remote_ip,
    )


def _coded(reply: str) -> bool:
    return bool(_CODE.search(reply[:1000]))


def _worn(reply: str) -> bool:
    """Whether a reply only says that the queue gave up, which hides the reason."""
    return "QUEUE.Expired" in reply[:200]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text[:2000]))

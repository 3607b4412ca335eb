"""The SMTP dialogue that a notice quotes, taken apart into replies, and the one reply that tells why (RFC 5321, 4.2).

Sendmail and Courier write `>>>` and `<<<`, MDaemon `-->` and `<--` behind the time, Postfix' notices to the postmaster
`In:` and `Out:`, gateways `Sent` and `Received`. A transcript holds greetings, capabilities, accepted commands and the
consequences of a refusal; only one of its replies is the reason.
"""

import re
from collections.abc import Iterable, Sequence

from bot.codes.bounces.replies.commands import Command, named_command
from bot.codes.bounces.replies.reply import ServerReply, address_in, codes, join, letters

MAX_REPLIES = 200
"""Replies of one transcript that are looked at."""

_TIME = r"(?:(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: {1,4})?"
_SENT = re.compile(rf"^\s{{0,8}}{_TIME}(?:>>>|-->|Sent <<<|In: )\s{{0,4}}(\S[^\n]{{0,400}})$")
_GOT = re.compile(rf"^\s{{0,8}}{_TIME}(?:<<<|<--|Received >>>|Out:)\s{{0,4}}(\S[^\n]{{0,2000}})$")
_TALKING = re.compile(r"while talking to ([a-z0-9_.:-]{1,253}?)\.?:?\s{0,3}$")
_LINE = re.compile(r"([2-5]\d\d)([- ]|$)")
_INDENTED = re.compile(r"^\s{1,12}\S")
_CONSEQUENCE = re.compile(
    r"no valid (?:recipient|rcpt)|need rcpt|rcpt first|need mail|valid rcpt command|no recipients|recipients? required|"
    r"must have at least one|bad sequence|out of sequence|improper sequence"
)
"""In lower case: ignoring the case takes a search several times as long. The same holds for `_TALKING`."""
_WITHOUT_REASON = frozenset(("QUIT", "RSET", "NOOP", "HELP", "VRFY"))
_ABOUT_RECIPIENT = re.compile(r"[45]\.1\.[1236]$")


def replies_in(lines: Iterable[str]) -> tuple[ServerReply, ...]:
    """Every reply that the lines quote, in order; lines of one reply (`550-`, `550 `) are joined.

    Answers to QUIT, RSET and other commands that carry no mail are left out.
    """
    replies: list[ServerReply] = []
    host: str | None = None
    command: Command | None = Command.CONNECT
    kept = True
    recipient: str | None = None
    pending: list[str] = []

    def close() -> None:
        if pending and kept and len(replies) < MAX_REPLIES:
            replies.append(_reply(pending, host, command, recipient))
        pending.clear()

    for line in lines:
        if talking := _TALKING.search(line.lower()):
            close()
            host, command, recipient, kept = talking[1], Command.CONNECT, None, True
        elif sent := _SENT.match(line):
            close()
            verb = sent[1].split(maxsplit=1)[0].upper()
            kept = verb not in _WITHOUT_REASON
            command = named_command(verb) or command
            if command is Command.RCPT:
                recipient = address_in(sent[1])
        elif got := _GOT.match(line):
            if pending and not _goes_on(pending[-1], got[1]):
                close()
            pending.append(got[1].strip())
        elif pending and _continues(pending[-1], line):
            pending.append(line.strip())
        else:
            close()
    close()
    return tuple(replies)


def _continues(before: str, line: str) -> bool:
    """Whether a line without a mark goes on with the reply above: indented, or with its code after a hyphen."""
    if _LINE.match(line.strip()):
        return _goes_on(before, line.strip())
    return bool(_INDENTED.match(line))


def _goes_on(before: str, line: str) -> bool:
    """Whether a quoted line belongs to the reply of the line before: its code with a hyphen, or no code at all."""
    old, new = _LINE.match(before), _LINE.match(line)
    return not new or bool(old and old[1] == new[1] and old[2] == "-")


def _reply(lines: Sequence[str], host: str | None, command: Command | None, recipient: str | None) -> ServerReply:
    text = join("\n".join(lines))
    start = _LINE.match(text)
    read = codes(text)
    return ServerReply(
        text=text,
        code=start[1] if start else read.reply_code,
        status=read.status,
        command=command,
        host=host,
        recipient=recipient,
    )


def chosen(replies: Sequence[ServerReply], diagnostic: str = "") -> ServerReply | None:
    """The reply that tells why: the one that the report's Diagnostic-Code repeats, else the last host's first refusal.

    A consequence ("need RCPT", "no valid recipients") is never chosen. None where nothing was refused.
    """
    refusals = tuple(reply for reply in replies if reply.refuses and not _is_consequence(reply))
    if not refusals:
        return None
    head = letters(diagnostic[:600]).lower()[:40]
    matching = [reply for reply in refusals if len(head) > 8 and letters(reply.text[:600]).lower().startswith(head)]
    last_host = [reply for reply in refusals if reply.host == refusals[-1].host]
    best = (matching or last_host)[0]
    return _as_recipients(best, replies)


def _is_consequence(reply: ServerReply) -> bool:
    return bool(_CONSEQUENCE.search(reply.text[:300].lower()))


def _as_recipients(reply: ServerReply, replies: Sequence[ServerReply]) -> ServerReply:
    """With pipelining (RFC 2920) the transcript shows RCPT's refusal after DATA; a `503 need RCPT` behind it, or a
    status about the recipient's address, tells."""
    if reply.command is not Command.DATA:
        return reply
    at = replies.index(reply)
    follows = any(each.command is Command.DATA and _is_consequence(each) for each in replies[at + 1 :])
    about = bool(reply.status and _ABOUT_RECIPIENT.match(reply.status))
    return reply.to(Command.RCPT) if follows and about else reply

"""Courier's courierd, and systems that quote the dialogue (`>>> RCPT TO`, `<<< 550`): InterScan, mFILTER, MDaemon,
Postfix' notices to the postmaster (`In:`, `Out:`)."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.dialogue import chosen, replies_in
from bot.codes.bounces.replies.reply import address_in

MARKS = ("courier mail server", "<<<", ": <-- ", "received >>>", "-server message", "\nout: ", "\n out: ")

_SENT = re.compile(r"^\s{0,8}(?:[\w :-]{0,26}: {1,4}-->|>>>|Sent <<<|In: )")
_RECIPIENT = re.compile(
    r"^\s{0,8}(?:Recipient|Addressee|To|Failed address):\s{0,4}<?([^\s<>]{1,64}@[^\s<>]{1,253})>?",
    re.IGNORECASE | re.MULTILINE,
)
_HOST = re.compile(r"^\s{1,12}([A-Za-z0-9_.-]{1,253}) \[([0-9a-f.:]{3,45})\]:?\s{0,3}$", re.MULTILINE)
_MESSAGE = re.compile(r"(?<!-)-{3,}+\s?server message[^\S\n]*+\n([\s\S]{1,1500}?)(?:\n-{3,}|$)", re.IGNORECASE)


def find(notice: Notice) -> tuple[Account, ...]:
    text = notice.text
    if match := _MESSAGE.search(text):
        return (account(address_in(match[1]) or address_in(text), match[1]),)
    replies = replies_in(notice.lines)
    reply = chosen(replies)
    if not reply:
        return ()
    host = _HOST.search(text)
    listed = _RECIPIENT.search(text)
    address = (listed[1] if listed else None) or reply.recipient or address_in(reply.text) or address_in(text)
    built = account(address, reply.text)
    return (
        built._replace(
            command=reply.command if any(map(_SENT.match, notice.lines)) else built.command,
            remote_host=host[1].lower() if host else built.remote_host,
            remote_ip=host[2] if host else built.remote_ip,
            replies=replies,
        ),
    )

"""Courier's courierd, and systems that quote the dialogue (`>>> RCPT TO`, `<<< 550`): InterScan, mFILTER."""

import re
from dataclasses import replace

from bot.codes.bounces.accounts import Account, named_command
from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notices import Notice
from bot.codes.bounces.replies import address_in, join

MARKS = ("courier mail server", "<<<", "received >>>", "-server message")

_SENT = re.compile(r"(?:>>>|Sent <<<)\s{0,3}([A-Z]{4}[^\n]{0,300})")
_GOT = re.compile(r"(?:<<<|Received >>>)\s{0,3}(\d{3}[^\n]{0,600})")
_HOST = re.compile(r"^\s{1,12}([A-Za-z0-9_.-]{1,253}) \[([0-9a-f.:]{3,45})\]:?\s{0,3}$", re.MULTILINE)
_MESSAGE = re.compile(r"(?<!-)-{3,}+\s?server message[^\S\n]*+\n([\s\S]{1,1500}?)(?:\n-{3,}|$)", re.IGNORECASE)


def find(notice: Notice) -> tuple[Account, ...]:
    text = notice.text
    if said := _MESSAGE.search(text):
        return (account(address_in(said[1]) or address_in(text), said[1]),)
    got = _GOT.findall(text)
    if not got:
        return ()
    sent = _SENT.findall(text)
    host = _HOST.search(text)
    answer = join("\n".join(got))
    built = account(next(iter(filter(None, map(address_in, (*sent, answer, text)))), None), answer)
    return (
        replace(
            built,
            command=named_command(sent[-1]) if sent else built.command,
            remote_host=host[1].lower() if host else built.remote_host,
            remote_ip=host[2] if host else built.remote_ip,
        ),
    )

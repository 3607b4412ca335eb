"""qmail-send's "failure notice" (DJB's QSBMF), Yahoo's and other systems' that keep its form."""

import re

from bot.codes.bounces.formats.blocks import account, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.commands import Command

MARKS = (
    "qmail-send program",
    "unable to deliver your message to the following address",
    "your mail message to the following address",
    "remote host said:",
    "i wasn't able to deliver your message",
    "unable to deliver message to the following address",
    "this message has been in the queue too long",
)

_HEADER = re.compile(r"^<([^<>\s]{1,320})>:?\s{0,4}(.*)$")
_GIVEN_UP = re.compile(r"\n(?:Giving up on |I'm not going to try again;)[^\n]{0,200}")
"""Stands below whatever the server said, which alone is the reason."""
_STOP = re.compile(r"^(?:---|\[[A-Z]{4}_)")
_COMMANDS = (
    ("name was rejected", Command.HELO),
    ("greeting failed", Command.CONNECT),
    ("sender was rejected", Command.MAIL),
    ("does not like recipient", Command.RCPT),
    ("failed after i sent the message", Command.DATA),
    ("failed on data command", Command.DATA),
)


def find(notice: Notice) -> tuple[Account, ...]:
    accounts = []
    for address, text in addressed(notice.lines, _HEADER, _STOP, sign="<"):
        reason = _GIVEN_UP.sub("", text) if "remote host said:" in text.lower() else text
        built = account(address, re.sub(r"\[(?:MAIL|RCPT|DATA)[A-Z_]{0,8}\]", "", reason))
        folded = text.lower()
        smtp_command = next((command for words, command in _COMMANDS if words in folded), built.command)
        accounts.append(built._replace(command=smtp_command))
    return tuple(accounts)

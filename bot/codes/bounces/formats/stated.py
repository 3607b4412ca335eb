"""hMailServer and MailEnable: below the recipient a line that says what the remote server replied."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("remote server replied:", "mailenable:")

_ADDRESS = re.compile(
    r"^\s{0,8}(?:Recipient: \[(?:SMTP:)?)?([^\s<>\[\]:]{1,64}@[^\s<>\[\]:]{1,253})\]?\s{0,4}$", re.IGNORECASE
)
_REPLY = re.compile(r"^\s{0,8}(?:Remote server replied|Reason):\s{0,4}(\S[^\n]{0,1500})$", re.IGNORECASE)
_REPORTED = re.compile(r"^.{0,120}remote server (?:reported|replied|said): ?", re.IGNORECASE)


def find(notice: Notice) -> tuple[Account, ...]:
    accounts: list[Account] = []
    address: str | None = None
    for line in notice.lines:
        if named := _ADDRESS.match(line):
            address = named[1]
        elif address and (reply := _REPLY.match(line)):
            accounts.append(account(address, _REPORTED.sub("", reply[1])))
            address = None
    return tuple(accounts)

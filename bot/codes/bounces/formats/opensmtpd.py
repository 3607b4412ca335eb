"""OpenSMTPD's "Hi! This is the MAILER-DAEMON": one line `address: reason` each."""

import re

from bot.codes.bounces.formats.blocks import accounts, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("this is the mailer-daemon, please do not reply",)

_HEADER = re.compile(r"^<?([^\s<>]{1,64}@[^\s<>:]{1,253})>?: (.{1,1500})$")
_STOP = re.compile(r"^\s{1,8}(?:Please note|Below is)")


def find(notice: Notice) -> tuple[Account, ...]:
    return accounts(addressed(notice.lines, _HEADER, _STOP))

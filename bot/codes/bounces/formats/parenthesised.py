"""McAfee, Lotus, GroupWise and other gateways: an address and its reason, in parentheses or after a dash."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = (
    "had delivery problems",
    "failure reasons",
    "failed to send to",
    "was undeliverable to the following:",
    "following undeliverable recipient",
)

_HEADER = re.compile(r"^\s{0,8}<?([^\s<>]{1,64}@[^\s<>():]{1,253})>?\s{0,8}(?:\((.{3,1500})\)|:\s(.{3,1500}))\s{0,4}$")


def find(notice: Notice) -> tuple[Account, ...]:
    matches = (_HEADER.match(line) for line in notice.lines)
    return tuple(account(match[1], match[2] or match[3]) for match in matches if match)

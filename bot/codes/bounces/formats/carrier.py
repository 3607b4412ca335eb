"""Mobile carriers (KDDI, DOCOMO, SoftBank, Verizon): a sentence in English, then the address with a bare reply."""

import re

from bot.codes.bounces.formats.blocks import accounts, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = (
    "the user(s) account is",
    "each of the following",
    "the following recipients did not receive",
    "account is temporarily limited",
)

_SENTENCE = re.compile(
    r"^\s{0,4}((?:The user|Each of the following|The following recipients|This account)[^\n]{3,300})$", re.MULTILINE
)
_HEADER = re.compile(r"^\s{0,4}<([^\s<>]{1,64}@[^\s<>]{1,253})>:? ?(.{0,1000})$")


def find(notice: Notice) -> tuple[Account, ...]:
    sentence = _SENTENCE.search(notice.text)
    reason = sentence[1].strip() if sentence else ""
    return accounts(
        (address, f"{text} ({reason})".removeprefix(" ") if reason not in text else text)
        for address, text in addressed(notice.lines, _HEADER)
    )

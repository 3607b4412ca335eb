"""Trustwave MailMarshal, and gateways that give the reason first and the addresses after it."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.reply import addresses_in

MARKS = ("the following recipients were affected", "could not be delivered because of")

_TOLD = re.compile(
    r"could not be delivered because of[:\s]{0,8}([\s\S]{1,1500}?)\s{0,8}"
    r"The following recipients were affected:?\s{0,8}([\s\S]{1,4000})",
    re.IGNORECASE,
)


def find(notice: Notice) -> tuple[Account, ...]:
    match = _TOLD.search(notice.text)
    listed = match[2].partition("Additional Information")[0] if match else ""
    return tuple(account(address, match[1]) for address in addresses_in(listed)) if match else ()

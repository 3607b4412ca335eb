"""Apache James, and carriers that use it: "Error message below:", then the reply."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.reply import address_in

MARKS = ("error message below:",)

_TOLD = re.compile(r"Error message below:\s{0,4}([\s\S]{1,1500}?)(?:\n\s{0,4}\n|Message details:|$)", re.IGNORECASE)
_TO = re.compile(r"RCPT TO:\s{0,4}<?([^\s<>]{1,64}@[^\s<>]{1,253})", re.IGNORECASE)


def find(notice: Notice) -> tuple[Account, ...]:
    match = _TOLD.search(notice.text)
    if not match:
        return ()
    to = _TO.search(notice.text) or _TO.search(notice.returned[:4000])
    return (account(to[1] if to else address_in(notice.text), match[1]),)

"""Postfix (bounce(8), bounce(5)), and carriers that write as it does: `<address>: host mx[192.0.2.1] said: ...`."""

import re

from bot.codes.bounces.accounts import Account
from bot.codes.bounces.formats.blocks import accounts, addressed
from bot.codes.bounces.notices import Notice

MARKS = ("the postfix program", "the mail system", "the postfix on", "(in reply to", "said: ", "expanded from")

_HEADER = re.compile(
    r"^\s{0,4}<?(\"[^\"\n]{1,64}\"@[^\s<>]{1,253}|[^\s<>]{1,64}@[^\s<>:]{1,253})>?"
    r"(?:(?: \(expanded from.{0,80})?:? (.*)|:)$"
)


def find(notice: Notice) -> tuple[Account, ...]:
    text = notice.text.replace("\n    <", " <").replace("(expanded from\n", "(expanded from ")
    return accounts(addressed((line for line in text.splitlines() if line.strip()), _HEADER))

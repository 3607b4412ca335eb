"""Postfix (bounce(8), bounce(5)), and carriers that write as it does: `<address>: host mx[192.0.2.1] said: ...`."""

import re

from bot.codes.bounces.formats.blocks import accounts, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("the postfix program", "the mail system", "the postfix on", "(in reply to", "said: ", "expanded from")

_HEADER = re.compile(
    r"^\s{0,4}<?(\"[^\"\n]{1,64}\"@[^\s<>]{1,253}|[^\s<>]{1,64}@[^\s<>:]{1,253})>?"
    r"(?:(?: \(expanded from.{0,80})?:? (.*)|:)$"
)

_EXPANDED = re.compile(r"<([^\s<>]{1,320})> {0,4}\(expanded from:? ?<([^\s<>]{1,320})>\)")
"""The forwarding that bounce(5) tells of: the address tried, and the one that was written to."""


def find(notice: Notice) -> tuple[Account, ...]:
    text = notice.text.replace("\n    <", " <").replace("(expanded from\n", "(expanded from ")
    lines = notice.lines if text == notice.text else text.splitlines()
    reported = accounts(addressed(lines, _HEADER))
    if "(expanded from" not in text:
        return reported
    passed_on = {to.lower(): original for to, original in _EXPANDED.findall(text)}
    return tuple(each._replace(original=passed_on.get((each.recipient or "").lower())) for each in reported)

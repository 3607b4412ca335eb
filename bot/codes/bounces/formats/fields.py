"""A delivery report's fields standing in plain text: forwarded, pasted, or in a part of the wrong type (RFC 3464)."""

from bot.codes.bounces import dsn
from bot.codes.bounces.accounts import Account
from bot.codes.bounces.notices import Notice

MARKS = ("final-recipient:", "diagnostic-code:")


def find(notice: Notice) -> tuple[Account, ...]:
    text = notice.text
    begin = min(at for at in map(notice.folded.find, MARKS) if at >= 0)
    blank = text.rfind("\n\n", 0, begin)
    return dsn.read(text[blank + 2 if blank >= 0 else 0 :]).accounts

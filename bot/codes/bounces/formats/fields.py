"""A delivery report's fields standing in plain text: forwarded, pasted, or in a part of the wrong type (RFC 3464)."""

from bot.codes.bounces.notice import dsn
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("final-recipient:", "diagnostic-code:")


def find(notice: Notice) -> tuple[Account, ...]:
    return dsn.read(notice.text[_begin(notice) :]).accounts


def before(notice: Notice) -> Notice:
    """The notice without the fields and what follows them."""
    text = notice.text[: _begin(notice)]
    return notice._replace(text=text, folded=notice.folded[: len(text)], lines=tuple(text.splitlines()))


def _begin(notice: Notice) -> int:
    begin = min(at for at in map(notice.folded.find, MARKS) if at >= 0)
    blank = notice.text.rfind("\n\n", 0, begin)
    return blank + 2 if blank >= 0 else 0

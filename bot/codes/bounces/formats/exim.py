"""Exim's bounce and delay warnings; Mail.ru's, GMX's and 1&1's, which keep its sentences."""

import re

from bot.codes.bounces.formats.blocks import account, accounts, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = (
    "could not be delivered to",
    "created automatically by mail delivery software",
    "message that you sent",
    "following address(es) failed",
    "has not yet been delivered",
    "the following address failed",
)

_BEGIN = re.compile(
    r"(?:address(?:es|\(es\))?|recipients?)\s{1,3}(?:failed|to which|is|are|could)|"
    r"failed:|delivered (?:is|are):|получателям:"
)
"""In lower case: ignoring the case takes the search several times as long."""
_HEADER = re.compile(r"^\s{0,8}\"?<?([^\s\"<>():]{1,64}@[^\s\"<>:]{1,253})>?\"?:?\s{0,4}$")
_BOILERPLATE = re.compile(
    r"^\s{0,4}(?:For the following reason:|No action is required|Рекомендуем|\*{6,}|---|This message has been rejected)"
)


def find(notice: Notice) -> tuple[Account, ...]:
    begin = _BEGIN.search(notice.folded)
    lines = notice.text[begin.end() :].splitlines()[1:] if begin else list(notice.lines)
    kept = [line for line in lines if not _BOILERPLATE.match(line)]
    reported = accounts(_unique(addressed(kept, _HEADER)))
    if reported or not begin:
        return reported
    rest = "\n".join(kept).strip()
    return tuple(account(None, rest)._replace(recipient=failed) for failed in notice.failed or (None,)) if rest else ()


def _unique(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Mail.ru says everything twice, in two languages: the later telling stands."""
    return list(dict(pairs).items())

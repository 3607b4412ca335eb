"""What most notices share: a line with an address, then the lines that say why."""

import re
from collections.abc import Iterable, Sequence

from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import join, remote, reply_code

MAX_ACCOUNTS = 200
_CODE = re.compile(r"[45](?<!\d.)\d\d[ -]")
_SPOKEN = re.compile(r"(?<!\d)[245]\d\d[ -]|(?<![\d.])[245]\.\d{1,3}\.\d|said|respon|:$")
"""A flush line that still tells of the refusal: a code, or who said what."""
_BULLET = " \t-*>"

_BARE = re.compile(
    r"^[\s>*-]{0,12}(?:To: {0,8})?[\"<]{0,2}"
    r"((?:\"[^\"\n]{1,64}\"|[^\s\"<>():;,@]{1,64})@[^\s\"<>():;,@]{1,253})[\">]{0,2}\s{0,4}:?\s{0,4}$"
)


def addressed(
    lines: Iterable[str], header: re.Pattern[str] = _BARE, stop: re.Pattern[str] | None = None, sign: str = "@"
) -> list[tuple[str, str]]:
    """Each address that a `header` line names (group 1; group 2, if any, is the text beside it) with the lines below.

    Lines before the first header are left out; a line that `stop` matches ends everything. `sign` is what every header
    line holds: most lines lack it, and need no closer look.
    """
    blocks: list[tuple[str, list[str]]] = []
    below: list[str] = []
    for line in lines:
        if stop and stop.search(line):
            break
        if sign in line and (match := header.match(line)) and len(blocks) < MAX_ACCOUNTS:
            below = [match[2]] if header.groups > 1 and match[2] else []
            blocks.append((match[1].strip("<>"), below))
        else:
            below.append(line)
    return [(address, _reply_of(text)) for address, text in blocks]


def _reply_of(lines: Sequence[str]) -> str:
    """The lines of a block without a later paragraph that somebody wrote below it: once a paragraph has refused, the
    next one belongs to it only if it is indented as well, or quotes a server itself."""
    looked_at = 0
    for number, line in enumerate(lines):
        if number and not lines[number - 1].strip() and line[:1].strip() and not _SPOKEN.search(line):
            if any(map(_refused_with, lines[looked_at:number])):
                return "\n".join(lines[:number]).strip()
            looked_at = number
    return "\n".join(lines).strip()


def refusal(lines: Sequence[str]) -> str:
    """A server's reply that stands in a notice: the first line with a code that refuses, and what follows it in its
    paragraph; empty where there is none. Where a delay (4yz) is told first, a later paragraph's refusal for good (5yz)
    is what came of it."""
    begin = _refusing(lines, 0, "45")
    if begin is None:
        return ""
    end = _paragraph_end(lines, begin)
    if _refused_with(lines[begin]) == "4" and (later := _refusing(lines, end, "5")):
        begin, end = later, _paragraph_end(lines, later)
    return "\n".join(lines[begin:end]).lstrip(_BULLET)


def _refusing(lines: Sequence[str], begin: int, digits: str) -> int | None:
    """The first line from `begin` on that refuses with a code of one of these first digits."""
    refused = (number for number in range(begin, len(lines)) if (_refused_with(lines[number]) or "2") in digits)
    return next(refused, None)


def _paragraph_end(lines: Sequence[str], begin: int) -> int:
    return next((number for number in range(begin, len(lines)) if not lines[number].strip()), len(lines))


def _refused_with(line: str) -> str:
    """The first digit of the code with which a line refuses; empty where it does not."""
    if not _CODE.search(line):
        return ""
    digit = (reply_code(line.lstrip(_BULLET)) or "2")[0]
    return digit if digit in "45" else ""


def account(address: str | None, text: str) -> Account:
    """An account whose reply is `text`, the host and the command read out of it."""
    reply = join(text)
    host, ip = remote(reply)
    return Account(address, reply, None, command_in(reply), host, ip)


def accounts(pairs_found: Iterable[tuple[str, str]]) -> tuple[Account, ...]:
    """Accounts of addresses and texts. Addresses listed one below another share the text after the last of them."""
    pairs = list(pairs_found)
    shared = ""
    built: list[Account] = []
    for address, text in reversed(pairs):
        shared = text or shared
        built.append(account(address, shared))
    return tuple(reversed(built))

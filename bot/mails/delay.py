"""On whose side a mail waited."""

import re
from enum import StrEnum

from bot.mails.border import Border
from bot.mails.header.fields import Header
from bot.mails.path import Path

_DELAYED = re.compile(r"delay(?:ed)?\b[^;]{0,40}?\d", re.IGNORECASE)
_NOT_DELAYED = re.compile(r"not delayed|whitelist|autowhitelist|no delay", re.IGNORECASE)


class Side(StrEnum):
    SENDER = "sender"
    GREYLISTED = "greylisted"
    RECEIVER = "receiver"


def greylisted(header: Header) -> bool:
    """Whether the receiver wrote that it greylisted the mail: postgrey, milter-greylist, Rspamd, SQLgrey."""
    for field in header.fields:
        if field.name.startswith(("x-greylist", "x-sqlgrey", "x-policyd-greylist")):
            if _DELAYED.search(field.value) and not _NOT_DELAYED.search(field.value):
                return True
        elif field.name in {"x-spamd-result", "x-rspamd-report"} and re.search(r"\bGREYLIST\b", field.value):
            return True
    return False


def side(header: Header, path: Path, border: Border) -> Side | None:
    """Where the longest wait was; None where nothing waited. A hop's wait is that of the server before it: up to the
    border the mail lay with the sender, or was put off by the receiver."""
    if path.slowest is None:
        return None
    if border.hop is not None and path.slowest > border.hop:
        return Side.RECEIVER
    if border.hop is not None and path.slowest == border.hop and greylisted(header):
        return Side.GREYLISTED
    return Side.SENDER

"""One sentence that names the address and one that says why: IMail, MailFoundry, KDDI, ActiveHunter, SMTP gateways."""

import re

from bot.codes.bounces.formats.blocks import accounts, addressed, refusal
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = (
    "unable to deliver message to",
    "could not be delivered to:",
    "unknown user:",
    "unknown host:",
    "user mailbox exceeds",
    "delivery failed",
    "undeliverable to",
    "invalid final delivery user",
    ">>> ",
    "failed to deliver to",
    "delivery error for",
    "was not delivered to",
    "message to <",
)

_HEADER = re.compile(
    r"^\s{0,8}(?:>>>|Unable to deliver (?:the |your )?(?:message|mail) to:?|"
    r"(?:Your (?:message|mail) )?Could not be delivered to:|undeliverable to|"
    r"Failed to deliver to|Delivery error for|was not delivered to:?|(?:Your )?(?:message|mail) to)"
    r"\s{0,8}['\"<]{0,2}([^\s<>'\"]{1,64}@[^\s<>'\":.,]{1,63}+(?:\.[^\s<>'\":.,]{1,63}+)*+)['\">]{0,2}"
    r"(?:[\s:.,]{1,8}+(.{0,1000}))?$",
    re.IGNORECASE,
)
_REASON_FIRST = re.compile(r"^\s{0,8}([A-Z][A-Za-z0-9 ]{3,80}): ?<?([^\s<>:]{1,64}@[^\s<>:]{1,253})>?\s{0,4}$")
_NOISE = re.compile(
    r"^\s{0,8}(?:Delivery failed for the following reason:|This has been a permanent failure|Original message)",
    re.IGNORECASE,
)


def find(notice: Notice) -> tuple[Account, ...]:
    lines = [line for line in notice.lines if not _NOISE.match(line)]
    blocks = addressed(lines, _HEADER)
    if blocks:
        return accounts((address, refusal(text.splitlines()) or text) for address, text in blocks)
    first = (_REASON_FIRST.match(line) for line in lines)
    return accounts((match[2], match[1]) for match in first if match)

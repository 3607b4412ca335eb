"""Zoho Mail: `address Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <...>... User Unknown`, or
`[Status: Error, Address: <...>, ResponseCode 421, , Host not reachable.]`."""

import re

from bot.codes.bounces.formats.blocks import accounts, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("error_code :", "responsecode ")

_HEADER = re.compile(
    r"^\s{0,4}(?:\[Status: (?:\w{1,20}, Address: )?)?<?([^\s<>,]{1,64}@[^\s<>,]{1,253})>?,?\s{1,4}(.{1,1500})$"
)
_CODE = re.compile(r",?\s{0,2}(?:ERROR_CODE ?:|ResponseCode)\s{0,2}")
_EMPTY = re.compile(r"\s?,(?:\s?,)+|\]$")
"""A field without a value, and the bracket that closes the second form."""


def find(notice: Notice) -> tuple[Account, ...]:
    blocks = addressed(notice.lines, _HEADER)
    return accounts((address, _EMPTY.sub("", _CODE.sub(" ", text)).strip()) for address, text in blocks)

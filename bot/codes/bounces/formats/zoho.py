"""Zoho Mail: `address Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <...>... User Unknown`."""

import re

from bot.codes.bounces.accounts import Account
from bot.codes.bounces.formats.blocks import accounts, addressed
from bot.codes.bounces.notices import Notice

MARKS = ("error_code :",)

_HEADER = re.compile(r"^\s{0,4}(?:\[Status: )?<?([^\s<>,]{1,64}@[^\s<>,]{1,253})>?,?\s{1,4}(.{1,1500})$")
_CODE = re.compile(r",?\s{0,2}ERROR_CODE ?:\s{0,2}")


def find(notice: Notice) -> tuple[Account, ...]:
    return accounts((address, _CODE.sub(" ", text)) for address, text in addressed(notice.lines, _HEADER))

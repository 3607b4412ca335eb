"""Oracle (Sun, iPlanet) Messaging Server, also Apple's: labelled lines, and X.400 gateways that write alike."""

import re

from bot.codes.bounces.formats.blocks import account, addressed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("recipient address:", "failed recipient:", "diagnostic code:", "reason:")

_HEADER = re.compile(
    r"^\s{0,8}(?:Recipient address|Failed Recipient|Original address|Recipient):\s{0,8}"
    r"<?([^\s<>]{1,64}@[^\s<>]{1,253})>?\s{0,4}$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^\s{0,8}(Reason|Diagnostic code|Remote system|Error):\s{0,8}(.{0,1500})$", re.IGNORECASE | re.MULTILINE
)
_TYPE = re.compile(r"^(?:smtp|dns|x-\w{1,20})\s?;\s?", re.IGNORECASE)


def find(notice: Notice) -> tuple[Account, ...]:
    accounts = []
    for address, text in addressed(notice.lines, _HEADER):
        if not text:  # "Original address:" stands right below.
            continue
        fields = {name.lower(): _TYPE.sub("", value) for name, value in _FIELD.findall(text)}
        reply = (
            fields.get("diagnostic code") or " ".join(filter(None, (fields.get("error"), fields.get("reason")))) or text
        )
        host = fields.get("remote system", "").partition(" ")[0].lower()
        built = account(address, reply)
        accounts.append(built._replace(remote_host=host or built.remote_host))
    return tuple(accounts)

"""DragonFly Mail Agent (dma): "There was an error delivering your mail to <address>."."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice

MARKS = ("there was an error delivering your mail to",)

_TOLD = re.compile(r"error delivering your mail to <([^<>\s]{1,320})>\.\s{0,8}([\s\S]{0,3000})")
_HOST = re.compile(
    r"(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{1,253}+) \[([0-9a-fA-F.:]{3,45})\] did not like our ([^\n:]{1,40}):"
)


def find(notice: Notice) -> tuple[Account, ...]:
    match = _TOLD.search(notice.text)
    if not match:
        return ()
    reply = match[2]
    if "did not like our" in reply:
        reply = _HOST.sub(r"host \1[\2] did not like our \3:", reply)
    return (account(match[1], reply),)

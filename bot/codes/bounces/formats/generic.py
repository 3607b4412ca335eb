"""Any other notice: the lines that hold an address, and what stands beside and below them. Tried when nothing fits."""

import re

from bot.codes.bounces.formats.blocks import account, accounts, addressed, refusal
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.reason import labelled, told, untagged
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.reply import addresses_in

_NOT_HERE = re.compile(
    r"postmaster@|mailer-daemon@|abuse@|support@|helpdesk@|help@|[-+](?:request|owner|bounces?)@|^(?:listserv|majordomo)@",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(r"^\s{0,4}(?:From|Date|Subject|Message-I[dD]|Sent|Cc|Reply-To|X-[\w-]{1,40}): ")
_BESIDE = re.compile(
    r"^[\s*•·-]{0,12}<?([^\s<>:,;]{1,64}@[^\s<>:,;]{1,253})>?"
    r"(?:: {0,8}| {1,24}(?:[–—-]{1,2}|\||->|=>) {1,8}|\t{1,4}|:$)(.{0,1500})$"
)
"""An address with its reason behind a colon, a dash or a tab, or below a colon."""
_LIMIT = 20


def find(notice: Notice) -> tuple[Account, ...]:
    """A program that answers for a list or a ticket system names it in its subject, or in its own From field.

    Several addresses, each with its own reason beside it, are taken as they stand. Else each address of the notice
    shares its text: the server's reply that stands in it, else the reason that it gives, else its words. No address:
    one account without a name."""
    listed = accounts(addressed(notice.lines, _BESIDE))
    if len({each.recipient for each in listed}) > 1 and len({each.reply for each in listed}) > 1:
        return listed[:_LIMIT]
    written = untagged(notice.text).splitlines() if "</" in notice.text else notice.lines
    lines = [line for line in written if not _HEADER_LINE.match(line)]
    kept = "\n".join(lines)
    text = refusal(lines) or labelled(lines) or told(lines)
    addresses = [address for address in addresses_in(kept) if not _NOT_HERE.search(address)]
    strangers = [
        address for address in addresses if address.lower() not in f"{notice.sender} {notice.receiver}".lower()
    ]
    answered = addresses_in(notice.announced) or strangers or ([notice.answering] if notice.answering else addresses)
    named = notice.failed or tuple(dict.fromkeys(answered))
    return tuple(account(address, text) for address in named[:_LIMIT]) or (account(None, text),)

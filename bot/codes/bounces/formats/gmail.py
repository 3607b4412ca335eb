"""Google's notices: "Delivery Status Notification (Failure)" old and new, and those of Google Groups."""

import re

from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.replies.reply import address_in

MARKS = (
    "technical details of permanent failure",
    "technical details of temporary failure",
    "delivery to the following recipient",
    "the response was:",
    "the response from the remote server was",
    "your message wasn't delivered to",
    "there was a problem delivering your message to",
    "groups.google.com",
    "delivery incomplete",
    "message not delivered",
    "address not found",
    "message blocked",
)

_ANSWER = re.compile(
    r"(?:technical details of \w{4,12} failure:|the response(?: from the remote server)? was:|"
    r"the other server returned was:|"
    r"the error that the other server returned was:)\s{0,6}([\s\S]{1,2000})"
)
"""In lower case, as the next one: ignoring the case takes a search several times as long."""
_TO = re.compile(
    r"(?:delivered to|delivering your message to|following recipient[^\n:]{0,60}:|your message to)\s{1,12}"
    r"<?([^\s<>]{1,64}@[^\s<>]{1,253}?)>?[.,]?\s"
)


def find(notice: Notice) -> tuple[Account, ...]:
    """Every recipient shares the one answer that Google quotes, or the notice where it quotes none."""
    text, folded = notice.text, notice.folded
    reply = text[:1200]
    if match := _ANSWER.search(folded):
        inner = _ANSWER.search(folded, *match.span(1))
        reply = text[slice(*(inner or match).span(1))]
    to = _TO.search(folded)
    addresses = notice.failed or (text[slice(*to.span(1))] if to else address_in(text),)
    return tuple(account(address, reply) for address in addresses)

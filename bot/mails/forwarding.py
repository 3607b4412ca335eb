"""Whether somebody passed the mail on before it came to its last receiver: a forwarder or a mailing list."""

import re

from bot.mails.border import Border
from bot.mails.header.fields import Header
from bot.mails.header.names import domain_of, is_inside, organization
from bot.mails.header.operators import operator
from bot.mails.header.results import results
from bot.mails.path import Path

_REWRITTEN = re.compile(
    r"^<?\s*(?:srs[01][=+-]|prvs=[^@]{0,80}srs|[^@]{1,64}\+caf_=|bounces\+srs=|[^@]{1,64}\+srs=)", re.IGNORECASE
)
"""An envelope sender that a forwarder wrote in its own name: the Sender Rewriting Scheme, and Gmail's forwarding."""
_FORWARDERS = frozenset(
    (
        "x-forwarded-to", "x-forwarded-for", "x-forwarded-encrypted", "resent-from", "resent-to", "resent-sender",
        "resent-date", "x-ms-exchange-inbox-rules-loop", "x-ms-exchange-parent-message-id", "x-sieve-redirected-from",
        "x-yandex-forward", "x-forwarded-message-id", "x-zoho-forwarded", "x-mailru-forward", "x-forward",
    )
)  # fmt: skip
_LISTS = frozenset(
    (
        "list-post",
        "x-mailman-version",
        "x-beenthere",
        "mailing-list",
        "x-mailing-list",
        "x-google-group-id",
        "x-listserv",
    )
)


def forwarded(header: Header, path: Path, border: Border) -> bool:
    """Whether a server of somebody else took the mail in for one recipient and sent it on to another."""
    if any(field.name in _FORWARDERS for field in header.fields):
        return True
    if _REWRITTEN.match(header.get("return-path")) or any(_REWRITTEN.match(hop.sender or "") for hop in path.hops):
        return True
    return _sealed_before(header, border) or _other_recipient(path, border)


def listed(header: Header) -> bool:
    """Whether a mailing list sent it on."""
    return any(field.name in _LISTS for field in header.fields)


def marked_bulk(header: Header) -> bool:
    """Whether its sender says that it went to many (RFC 2369, 8058; the Precedence field)."""
    return header.has("list-unsubscribe") or header.get("precedence").lower() in {"bulk", "list", "junk"}


def _sealed_before(header: Header, border: Border) -> bool:
    """Whether an ARC set (RFC 8617) below the border tells of a server that took it in before."""
    for place, field in enumerate(header.fields):
        if field.name != "arc-authentication-results" or place < border.place:
            continue
        authentication = results(field.value)
        if authentication.instance and authentication.by and operator(authentication.by) != operator(border.host):
            return True
    return False


def _other_recipient(path: Path, border: Border) -> bool:
    """Whether an earlier server of another operator took it from outside for another domain than the receiver did."""
    if border.hop is None:
        return False
    last = next((domain_of(hop.recipient) for hop in path.hops[border.hop :] if hop.recipient), None)
    for hop in path.hops[: border.hop]:
        there = domain_of(hop.recipient)
        outside = hop.address is not None and not is_inside(hop.address)
        if outside and there and last and organization(there) != organization(last):
            return True
    return False

"""Whom a refusal names: the sender's domain, and the address that the mail was sent from."""

import re

from bot.codes.bounces.replies.reply import MAX_REPLY, accused_ip

_NAME = r"([a-z0-9_](?:[a-z0-9_-]{0,62}\.){1,8}[a-z]{2,24})(?![\w@-]|\.\w)"
_DOMAINS = tuple(
    re.compile(pattern.replace("NAME", _NAME))
    for pattern in (
        r"unauthenticated e?-?mail from NAME",
        r"(?:sending|sender|from|originating) domain(?: of)?:? [\[(<'\"]?NAME",
        r"domain \(NAME\) owner dmarc",
        r"dmarc policy (?:of|for|from) (?:the )?(?:domain )?[\[(<'\"]?NAME",
        r"spf (?:check for )?\[NAME\]",
        r"(?:allowed|permitted|authori[sz]ed) to send (?:e?-?mails? )?(?:from|for) [\[(<'\"]?(?:[^\s@<>]{1,64}@)?NAME",
        r"NAME does(?: not|n't) (?:allow|permit|authori[sz]e)",
        r"domain of sender address (?:[^\s@<>]{1,64}@)?NAME",
        r"<[^\s@<>]{1,64}@NAME>:? sender address rejected",
        r"mail from:? ?<[^\s@<>]{1,64}@NAME>",
        r"fix (?:your )?(?:spf|dkim|dmarc)[^.]{0,40} (?:for|of) NAME",
    )
)
"""In lower case: ignoring the case takes a search several times as long."""
_OTHER_SIDE = re.compile(
    r"(?:h(?<!\wh)(?<!client h)ost|connect(?:ion)? to|talking to|remote (?:host|server)|relay=|your dns ip:?|"
    r"returnc/\w{1,8}/|lastattempted\w{1,20})[:=]?\s{0,2}(?:[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\.?\s?)?[\[(/]?\Z"
)
"""Words before an address that is the remote server's own, or the DNS resolver's that asked a blocklist."""
_NAMED = re.compile(r"\[[\w-]{1,63}(?:\.[\w-]{1,63}){1,8} \Z")
"""A name before an address in the same brackets: the remote server's."""


def sender_domain(reply: str) -> str | None:
    """The domain that a reply names as the sender's, in lower case; None where it names none."""
    text = reply[:MAX_REPLY].lower()
    return next((match[1] for pattern in _DOMAINS if (match := pattern.search(text))), None)


def sending_ip(reply: str, remote_ip: str | None = None) -> str | None:
    """The public address that a reply accuses, which is neither the remote server's nor a resolver's."""
    return accused_ip(reply, remote_ip, _is_other_sides)


def _is_other_sides(before: str) -> bool:
    folded = before.lower()
    return bool(_OTHER_SIDE.search(folded) or _NAMED.search(folded))

"""Masks addresses before a bounce or a mail is stored: the domain stays, the person's name goes."""

import re
from dataclasses import replace

from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.values import BounceReading, Diagnosis
from bot.mails.values import MailReading

_LOCAL_PART = re.compile(r"(?<![^\s<>\"'(),:;@\[\]])([^\s<>\"'(),:;@\[\]])[^\s<>\"'(),:;@\[\]]*+@(?=[^\s<>@])")
"""A word before an at sign, from the word's beginning: each character is looked at once."""
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MOST = 1000
"""Characters kept of a server's reply: enough to show as evidence."""
_MOST_SIGNS = 60
"""Signs of a spam filter that are kept."""


def masked(reading: BounceReading) -> BounceReading:
    """The reading with every address masked (`j***@imone.lt`) and the mail's subject forgotten."""
    return replace(reading, diagnoses=tuple(_masked(diagnosis) for diagnosis in reading.diagnoses), subject=None)


def masked_mail(reading: MailReading) -> MailReading:
    """The reading with every address masked, without subject and names, and with no more signs than are shown."""
    hops = tuple(
        replace(hop, recipient=hop.recipient and mask(hop.recipient), sender=hop.sender and mask(hop.sender))
        for hop in reading.hops
    )
    suspicions = tuple(replace(each, shown=mask(each.shown), real=mask(each.real)) for each in reading.suspicions)
    signs = tuple(replace(sign, description="") for sign in reading.spam.signs[:_MOST_SIGNS])
    return replace(
        reading,
        from_address=reading.from_address and mask(reading.from_address),
        from_name="",
        subject="",
        hops=hops,
        suspicions=suspicions,
        spam=replace(reading.spam, signs=signs),
    )


def mask(text: str) -> str:
    """Every address in the text with all but its first letter and domain hidden, except a provider's own contact."""
    return _LOCAL_PART.sub(_hidden, text)


def _hidden(local: re.Match[str]) -> str:
    domain = _DOMAIN.match(local.string, local.end())
    address = f"{local[0]}{domain[0]}" if domain else ""
    return local[0] if address.lower() in knowledge().contacts else f"{local[1]}***@"


def _masked(diagnosis: Diagnosis) -> Diagnosis:
    return replace(
        diagnosis,
        recipient=diagnosis.recipient and mask(diagnosis.recipient),
        original_recipient=diagnosis.original_recipient and mask(diagnosis.original_recipient),
        sender=diagnosis.sender and mask(diagnosis.sender),
        evidence=mask(diagnosis.evidence)[:_MOST],
        diagnostic=mask(diagnosis.diagnostic)[:_MOST],
    )

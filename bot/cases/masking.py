"""What a case may remember of a bounce: people's names in addresses are masked, the domains stay."""

import re
from dataclasses import replace

from bot.codes.bounces.knowledge import knowledge
from bot.codes.values import BounceReading, Diagnosis

_LOCAL_PART = re.compile(r"(?<![^\s<>\"'(),:;@\[\]])([^\s<>\"'(),:;@\[\]])[^\s<>\"'(),:;@\[\]]*+@(?=[^\s<>@])")
"""A word before an at sign, from the word's beginning: each character is looked at once."""
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MOST = 1000
"""Characters kept of a server's reply: enough to show as evidence."""


def masked(reading: BounceReading) -> BounceReading:
    """The reading with every address masked (`j***@imone.lt`) and the mail's subject forgotten."""
    return replace(reading, diagnoses=tuple(_masked(diagnosis) for diagnosis in reading.diagnoses), subject=None)


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

"""Complaint reports (RFC 5965): somebody pressed "spam", or a receiver reports failed authentication (RFC 6591)."""

import re
from dataclasses import dataclass

from bot.measures import MOST_RECIPIENTS

_FIELD = re.compile(
    r"^(feedback-type|source-ip|original-rcpt-to|removal-recipient|original-mail-from|reported-domain|delivery-result)\s{0,3}:\s{0,20}(\S[^\n]{0,400})",
    re.IGNORECASE | re.MULTILINE,
)
BEGINS = re.compile(r"\s{0,40}Feedback-Type: {0,4}[\w-]{1,40}\s", re.IGNORECASE)
"""How a report's fields begin that somebody pasted."""


@dataclass(frozen=True, slots=True)
class AbuseReport:
    kind: str
    """`abuse`, `fraud`, `auth-failure`, ... (the registry of RFC 5965, 7.3)."""
    source_ip: str | None
    recipients: tuple[str, ...]
    """Of Original-Rcpt-To, which may stand several times (RFC 5965, 7.1), else of Removal-Recipient."""
    sender: str | None
    line: str
    """The line that says the type."""


def read(text: str) -> AbuseReport:
    """The fields of a `message/feedback-report` body."""
    fields: dict[str, str] = {}
    line = ""
    recipients: dict[str, list[str]] = {"original-rcpt-to": [], "removal-recipient": []}
    for match in _FIELD.finditer(text[:16384]):
        name = match[1].lower()
        line = line or (match[0].strip() if name == "feedback-type" else "")
        value = match[2].strip().strip("<>")
        fields.setdefault(name, value)
        if name in recipients and value not in recipients[name] and len(recipients[name]) < MOST_RECIPIENTS:
            recipients[name].append(value)
    return AbuseReport(
        fields.get("feedback-type", "abuse").lower(),
        fields.get("source-ip"),
        tuple(recipients["original-rcpt-to"] or recipients["removal-recipient"]),
        fields.get("original-mail-from"),
        line,
    )

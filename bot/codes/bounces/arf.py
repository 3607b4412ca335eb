"""Complaint reports (RFC 5965): somebody pressed "spam", or a receiver reports failed authentication (RFC 6591)."""

import re
from dataclasses import dataclass

_FIELD = re.compile(
    r"^(feedback-type|source-ip|original-rcpt-to|original-mail-from|reported-domain|delivery-result)\s{0,3}:\s{0,20}(\S[^\n]{0,400})",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Complaint:
    kind: str
    """`abuse`, `fraud`, `auth-failure`, ... (the registry of RFC 5965, 7.3)."""
    source_ip: str | None
    recipient: str | None
    sender: str | None
    line: str
    """The line that says the type."""


def read(text: str) -> Complaint:
    """The fields of a `message/feedback-report` body."""
    fields: dict[str, str] = {}
    line = ""
    for found in _FIELD.finditer(text[:16384]):
        name = found[1].lower()
        line = line or (found[0].strip() if name == "feedback-type" else "")
        fields.setdefault(name, found[2].strip().strip("<>"))
    return Complaint(
        fields.get("feedback-type", "abuse").lower(),
        fields.get("source-ip"),
        fields.get("original-rcpt-to"),
        fields.get("original-mail-from"),
        line,
    )

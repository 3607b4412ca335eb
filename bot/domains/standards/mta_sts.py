"""MTA-STS: the record and the policy file (RFC 8461, 3.1 and 3.2), judged as text."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domains.standards.tags import parse

LONGEST_AGE = 31557600
"""Seconds (3.2)."""
_VERSION = re.compile(r"v=STSv1\s*(;|\Z)")
_ID = re.compile(r"[A-Za-z0-9]{1,32}\Z")
_PATTERN = re.compile(r"(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]+\Z", re.IGNORECASE)


class PolicyMode(StrEnum):
    ENFORCE = "enforce"
    TESTING = "testing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StsPolicy:
    """A policy file. `fault`: the field that makes it invalid as a whole; empty where it is valid."""

    mode: PolicyMode = PolicyMode.NONE
    mx: tuple[str, ...] = ()
    max_age: int = 0
    fault: str = ""

    def covers(self, host: str) -> bool:
        """Whether a pattern matches the MX host; `*.` stands for exactly one label (4.1)."""
        name = host.lower().rstrip(".")
        parent = name.partition(".")[2]
        return any(pattern in (name, f"*.{parent}") for pattern in self.mx)


def is_record(text: str) -> bool:
    """Whether senders take a TXT record at `_mta-sts` for an MTA-STS record: it begins with `v=STSv1;` (3.1)."""
    return _VERSION.match(text) is not None


def nearly_record(text: str) -> bool:
    """Whether somebody meant it to be one."""
    return "stsv1" in text.lower() or text.lower().startswith("v=sts")


def record_fault(text: str) -> str:
    """The tag that breaks a record for which `is_record` holds; empty where it is right."""
    tags = parse(text)
    if tags.strays:
        return tags.strays[0][:20]
    value = tags.get("id")
    return "" if value is not None and _ID.match(value) and "id" not in tags.repeated else "id"


def mended(text: str) -> str:
    """The record that was meant: its id without what none may hold, `1` where nothing is left."""
    value = re.sub(r"[^A-Za-z0-9]", "", parse(text).get("id") or "")[:32]
    return f"v=STSv1; id={value or '1'}"


def read_policy(body: bytes) -> StsPolicy:
    """Reads a policy file, lines ended by LF or CRLF. Never raises; unknown fields are ignored (3.2)."""
    fields: dict[str, str] = {}
    patterns = []
    for line in body.decode("utf-8", "replace").replace("\r\n", "\n").split("\n"):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon:
            if line.strip():
                return StsPolicy(fault=line.strip()[:40])
            continue
        if name == "mx":
            patterns.append(value.lower().rstrip("."))
        else:
            fields.setdefault(name, value)
    if fields.get("version") != "STSv1":
        return StsPolicy(fault="version")
    mode = fields.get("mode", "")
    if mode not in list(PolicyMode):
        return StsPolicy(fault="mode")
    age = fields.get("max_age", "")
    if not re.fullmatch(r"[0-9]{1,10}", age) or int(age) > LONGEST_AGE:
        return StsPolicy(fault="max_age")
    if (not patterns and mode != PolicyMode.NONE) or not all(_PATTERN.match(pattern) for pattern in patterns):
        return StsPolicy(fault="mx")
    return StsPolicy(PolicyMode(mode), tuple(dict.fromkeys(patterns)), int(age))

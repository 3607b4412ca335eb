"""Delivery reports (RFC 3464; RFC 6533 for addresses in UTF-8): one account a recipient group."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import join, remote
from bot.measures import MOST_RECIPIENTS, written

MAX_RECIPIENTS = 500
"""Groups of one report that are counted."""

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
_TYPE = re.compile(r"^\s*([A-Za-z0-9-]{1,20})\s*;\s*")
_HOST = re.compile(r"\s*(?:[a-z0-9-]{1,20}\s*;\s*)?+([a-z0-9_.:-]++)(?=[\s(\[]|\Z)")
"""In lower case: `mx.example.org` of `dns; mx.example.org (192.0.2.1)`."""
_LONGEST_NAME = 253
"""Characters of a host's name (RFC 1035, 2.3.4)."""
_FIELDS = frozenset(
    (
        "final-recipient",
        "original-recipient",
        "x-actual-recipient",
        "action",
        "status",
        "remote-mta",
        "diagnostic-code",
        "reporting-mta",
        "x-postfix-sender",
        "original-mail-from",
        "received-from-mta",
    )
)

_OF_REPORT = frozenset(("reporting-mta", "x-postfix-sender"))
_OF_GROUP = frozenset(("final-recipient", "diagnostic-code", "action"))
"""Of which one stands in every group."""
_ENOUGH = frozenset(("final-recipient", "original-recipient", "diagnostic-code", "action", "status"))
"""Of which one makes a last group that no blank line ends."""


class DeliveryReport(NamedTuple):
    accounts: tuple[Account, ...]
    """At most `measures.MOST_RECIPIENTS`."""
    more: int
    """Recipients beyond those."""
    reporting_host: str | None
    sender: str | None


def read(text: str) -> DeliveryReport:
    """The groups of a `message/delivery-status` body. A group without a recipient's name still counts when it fails.

    Fields in a wrong order, missing blank lines and unknown fields are borne with; a line that begins with `--`
    (a boundary that does not fit its part) ends the report.
    """
    report: dict[str, str] = {}
    groups: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for line in text.replace("\n ", " ").replace("\n\t", " ").splitlines():
        field, colon, value = line.partition(":")
        name = field.strip().lower()
        if name in _FIELDS and colon:
            if name == "final-recipient" and name in current:
                groups.append(current)
                current = {}
            (report if name in _OF_REPORT else current).setdefault(name, value)
        elif line.startswith("--"):
            break
        elif not name and not colon and not current.keys().isdisjoint(_OF_GROUP):
            groups.append(current)
            current = {}
    if not current.keys().isdisjoint(_ENOUGH):
        groups.append(current)
    whole = _with_recipients(groups[:MAX_RECIPIENTS])
    accounts = tuple([_account(group) for group in whole[:MOST_RECIPIENTS]])
    sender = report.get("x-postfix-sender", "").strip() or next(
        (g["original-mail-from"] for g in groups if "original-mail-from" in g), ""
    )
    return DeliveryReport(accounts, len(whole) - len(accounts), _host(report.get("reporting-mta", "")), address(sender))


def joined(reports: Sequence[DeliveryReport]) -> DeliveryReport | None:
    """A mail's reports as one: nearly every bounce has one or none."""
    if len(reports) < 2:
        return reports[0] if reports else None
    return DeliveryReport(
        tuple(account for report in reports for account in report.accounts),
        sum(report.more for report in reports),
        next((report.reporting_host for report in reports if report.reporting_host), None),
        next((report.sender for report in reports if report.sender), None),
    )


def _with_recipients(groups: list[dict[str, str]]) -> list[dict[str, str]]:
    """Groups torn apart by a stray blank line belong together: a group without a recipient joins the one before."""
    whole: list[dict[str, str]] = []
    for group in groups:
        named = "final-recipient" in group or "original-recipient" in group
        if whole and (not named or not whole[-1].keys() & {"final-recipient", "original-recipient"}):
            whole[-1] = {**group, **whole[-1]}
        else:
            whole.append(group)
    return whole


def _account(group: dict[str, str]) -> Account:
    diagnostic = group.get("diagnostic-code", "").strip()
    typed = _TYPE.match(diagnostic)
    kind = typed[1].lower() if typed else ""
    coded = _STATUS.search(group.get("status", ""))
    reply = join((diagnostic[typed.end() :] if typed else diagnostic) or _comment(group.get("status", "")))
    host, ip = remote(reply, _host(group.get("remote-mta", "")))
    original = address(group.get("original-recipient", ""))
    recipient = address(group.get("x-actual-recipient", "")) or address(group.get("final-recipient", "")) or original
    status = coded[0] if coded and _plausible(coded[0]) else None
    action = (group.get("action", "").split() or [""])[0].lower() or None
    passed_on = original if original and original.lower() != (recipient or "").lower() else None
    text = f"{kind}; {reply}" if kind == "x-unix" else reply
    return Account(recipient, text, status, command_in(reply), host, ip, action, passed_on)


def _plausible(status: str) -> bool:
    """Whether digits with two dots can be an enhanced status code: subjects are 0 to 7 (RFC 3463, 3)."""
    return len(status) >= 5 and status[2] in "01234567" and status[3] == "." and status[0] in "245"


def _comment(status: str) -> str:
    """What some systems write behind a status in place of a Diagnostic-Code: `4.0.0 (no name server answers)`."""
    begin = status.find("(")
    return status[begin + 1 :].strip().removesuffix(")") if begin >= 0 else ""


def address(value: str) -> str | None:
    """The address of `rfc822; <name@example.org>`; `utf-8` addresses unescaped (RFC 6533, 3)."""
    if not value:
        return None
    typed = _TYPE.match(value)
    bare = (value[typed.end() :] if typed else value).strip().strip("<>").strip()
    if typed and "utf-8" in typed[1].lower():
        bare = written(_ESCAPED.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), bare))
    bare = bare.partition(" ")[0]
    return bare if "@" in bare and len(bare) <= 320 else None


def _host(value: str) -> str | None:
    named = _HOST.match(value.lower())
    host = named[1].strip(".") if named else ""
    return host if 0 < len(host) <= _LONGEST_NAME else None

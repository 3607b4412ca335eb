"""TLS reports (RFC 8460): JSON that tells how often a sender reached the domain's servers over TLS, and why not."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.reports.tally import MOST_MESSAGES
from bot.reports.values import MOST_FAILURES, MOST_POLICIES, NoReport, TlsFailure, TlsPolicy, TlsReport, Unreadable

MOST_JSON = 8 * 1024 * 1024
"""Bytes; as values in memory they take ten times as many."""
_LONGEST = 300
_MOST_DETAILS = 10_000
"""Failures of one policy that are summed."""


def parse(raw: bytes, others: int = 0) -> TlsReport | NoReport:
    """The report; whatever the JSON lacks or has in another shape is left out."""
    if len(raw) > MOST_JSON:
        return NoReport(Unreadable.TOO_LARGE)
    try:
        report = json.loads(raw)
    except (ValueError, RecursionError):
        return NoReport(Unreadable.DAMAGED if b'"policies"' in raw or b'"policy-type"' in raw else Unreadable.NO_REPORT)
    if not isinstance(report, dict) or not isinstance(report.get("policies"), list):
        return NoReport(Unreadable.NO_REPORT)
    dates = _table(report.get("date-range"))
    policies = tuple(_policy(_table(entry)) for entry in report["policies"][:MOST_POLICIES])
    if not policies:
        return NoReport(Unreadable.EMPTY)
    return TlsReport(
        _text(report.get("organization-name")) or _text(report.get("contact-info")),
        _text(report.get("report-id")),
        _text(dates.get("start-datetime")),
        _text(dates.get("end-datetime")),
        policies,
        others,
    )


def _policy(entry: dict[str, Any]) -> TlsPolicy:
    policy, summary = _table(entry.get("policy")), _table(entry.get("summary"))
    sums: Counter[tuple[str, str, str]] = Counter()
    for failure in _failures(entry.get("failure-details")):
        key = (
            _text(failure.get("result-type")).lower(),
            _text(failure.get("receiving-mx-hostname")).lower().rstrip("."),
            _text(failure.get("failure-reason-code")),
        )
        sums[key] += _count(failure.get("failed-session-count"))
    failed = _count(summary.get("total-failure-session-count"))
    return TlsPolicy(
        _text(policy.get("policy-domain")).lower().rstrip("."),
        _text(policy.get("policy-type")).lower(),
        _count(summary.get("total-successful-session-count")),
        max(failed, 0),
        tuple(TlsFailure(key[0], count, key[1], key[2]) for key, count in sums.most_common(MOST_FAILURES)),
    )


def _failures(value: object) -> Iterator[dict[str, Any]]:
    """RFC 8460 has a list; a report with one failure may have it alone."""
    listed = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    return (entry for entry in listed[:_MOST_DETAILS] if isinstance(entry, dict))


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def _count(value: object) -> int:
    """A number of sessions; some senders write it as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:20])
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return max(0, min(value, MOST_MESSAGES))

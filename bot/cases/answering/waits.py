"""How long to wait before sending again helps, by what stands in the way."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.cases.root_cause.relation import causes_of
from bot.cases.values.answers.kinds import RetryAnswer
from bot.codes.values import Diagnosis, Explanation, Resend
from bot.domains.engine.registry import check_named
from bot.domains.values import Finding, Status


class Wait(StrEnum):
    NONE = "none"
    RECORDS = "records"
    """Until the world sees changed records."""
    LISTING = "listing"
    """Until a blocklist has taken the address off."""
    QUEUE = "queue"
    """The sending server tries by itself (RFC 5321, 4.5.4.1)."""
    GREYLIST = "greylist"
    HOUR = "hour"
    """Until the hour is over that a sending limit counts."""
    LATER = "later"
    """It passes, and nobody can say when."""
    CAUSE = "cause"
    """Time alone changes nothing."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for, and how long the server itself says."""

    kind: Wait
    seconds: int | None = None


_BY_CAUSE = {
    "authfailure": Wait.RECORDS,
    "policyviolation": Wait.RECORDS,
    "requireptr": Wait.RECORDS,
    "blocked": Wait.LISTING,
    "ratelimited": Wait.HOUR,
}
_BY_RESEND = {
    Resend.NOT_NEEDED: Wait.NONE,
    Resend.AUTOMATIC: Wait.QUEUE,
    Resend.LATER: Wait.LATER,
    Resend.AFTER_FIX: Wait.CAUSE,
    Resend.NO: Wait.CAUSE,
}
_GREYLISTED = re.compile(r"gr[ae]y-?list", re.IGNORECASE)


def waiting(answer: RetryAnswer) -> Waiting:
    """What has to be waited for, whether the answer is about a bounce, a code or a domain's findings."""
    if answer.diagnosis is not None:
        return _of_bounce(answer.diagnosis)
    if answer.explanation is not None:
        return Waiting(_of_code(answer.explanation))
    return Waiting(_of_findings(answer.findings))


def _of_bounce(diagnosis: Diagnosis) -> Waiting:
    text = f"{diagnosis.evidence}\n{diagnosis.diagnostic}"
    if not diagnosis.permanent and _GREYLISTED.search(text):
        return Waiting(Wait.GREYLIST, diagnosis.retry_after)
    return Waiting(_BY_CAUSE.get(diagnosis.cause, _BY_RESEND[diagnosis.resend]), diagnosis.retry_after)


def _of_code(explanation: Explanation) -> Wait:
    """A code whose causes stand in records waits for them, unless the server tries again by itself."""
    own = _BY_RESEND[explanation.exact.resend]
    if own is not Wait.CAUSE:
        return own
    return next((_BY_CAUSE[cause] for cause in causes_of(explanation.codes) if cause in _BY_CAUSE), own)


def _of_findings(findings: tuple[Finding, ...]) -> Wait:
    wrong = [finding for finding in findings if finding.status in (Status.WARNING, Status.ERROR)]
    if not wrong:
        return Wait.UNKNOWN if findings else Wait.NONE
    return Wait.LISTING if all(check_named(finding.check).lists for finding in wrong) else Wait.RECORDS

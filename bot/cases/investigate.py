"""A bounce's cause held against what is live now: from what the bounce says to why it was said."""

from fnmatch import fnmatchcase

from bot.cases.answers import Investigation, Verdict
from bot.cases.plans import About, Plan, plans
from bot.cases.turn import Desk
from bot.codes.values import Diagnosis
from bot.domains import name
from bot.domains.values import Finding, Options, Report, Status


def domain_of(diagnosis: Diagnosis) -> str | None:
    """The domain that the diagnosis accuses, or None where there is none, or nothing to check."""
    plan = plans().get(diagnosis.cause)
    if plan is None:
        return None
    address = diagnosis.sender if plan.about is About.SENDER else diagnosis.recipient
    read = name.read((address or "").rpartition("@")[2])
    return read.ascii if isinstance(read, name.Domain) else None


async def investigate(diagnosis: Diagnosis, desk: Desk) -> Investigation:
    """Makes exactly the checks that bear on the cause, for the very address and domain in the bounce."""
    plan, domain = plans().get(diagnosis.cause), domain_of(diagnosis)
    if plan is None or domain is None:
        return Investigation(Verdict.NOTHING_TO_CHECK, domain, ())
    options = Options(
        sender_ip=diagnosis.sending_ip if plan.about is About.SENDER else None,
        selectors=diagnosis.dkim_selectors if plan.about is About.SENDER else (),
        supported_provider=desk.supported_provider,
        only=frozenset(plan.checks),
    )
    report = Report(domain, ())
    async for report in desk.checker.check(domain, options):  # noqa: B007  # the last one is kept
        pass
    return judge(plan, report)


def judge(plan: Plan, report: Report) -> Investigation:
    """What the findings say of the cause: a fault that explains it, none, or not enough to tell."""
    root = next((f for pattern in plan.confirmed_by for f in report.findings if _explains(f, pattern)), None)
    if root is not None:
        verdict = Verdict.CONFIRMED
    elif any(finding.status is Status.UNKNOWN for finding in report.findings):
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.NOT_CONFIRMED
    return Investigation(verdict, report.domain, report.findings, root)


def _explains(finding: Finding, pattern: str) -> bool:
    return finding.status.rank >= Status.WARNING.rank and fnmatchcase(finding.code, pattern)

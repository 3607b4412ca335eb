"""Checks a bounce's cause live: from what the bounce says to the fault behind it."""

import asyncio
from dataclasses import replace

from bot.cases.root_cause.judge import judge
from bot.cases.root_cause.plans import About, Plan, plans
from bot.cases.values.desk import Desk
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.codes.values import BounceReading, Diagnosis
from bot.domains import name
from bot.domains.engine.check import last, worst_first
from bot.domains.values import Finding, Options


def domain_of(diagnosis: Diagnosis) -> str | None:
    """The domain that the diagnosis accuses; None if it accuses none or there is nothing to check."""
    plan = plans().get(diagnosis.cause)
    if plan is None:
        return None
    of_sender = diagnosis.sender or diagnosis.sender_domain
    address = of_sender if plan.about is About.SENDER else diagnosis.recipient
    read = name.read((address or "").rpartition("@")[2])
    return read.ascii if isinstance(read, name.Domain) else None


def can_look(diagnosis: Diagnosis) -> bool:
    """Whether there is anything about this diagnosis that can be checked live."""
    plan = plans().get(diagnosis.cause)
    return plan is not None and plan.looks and bool(domain_of(diagnosis) or (plan.address and diagnosis.sending_ip))


def lacks_domain(diagnosis: Diagnosis) -> bool:
    """Whether it accuses the sender's domain without naming it: with the name, there is something to look at."""
    plan = plans().get(diagnosis.cause)
    return plan is not None and plan.about is About.SENDER and bool(plan.checks) and domain_of(diagnosis) is None


def with_domain(reading: BounceReading, domain: str) -> BounceReading:
    """The bounce with the sender's domain that the asker named."""
    diagnoses = (
        replace(diagnosis, sender_domain=domain) if lacks_domain(diagnosis) else diagnosis
        for diagnosis in reading.diagnoses
    )
    return replace(reading, diagnoses=tuple(diagnoses))


async def investigate(diagnosis: Diagnosis, desk: Desk, *, fresh: bool = False) -> Investigation:
    """Makes exactly the checks that bear on the cause, for the very address and domain in the bounce.

    `fresh`: nothing comes from the cache, a record may just have been changed.
    """
    plan, domain = plans().get(diagnosis.cause), domain_of(diagnosis)
    if plan is None or not can_look(diagnosis):
        return Investigation(CauseVerdict.NOTHING_TO_CHECK, domain, (), limits=plan is not None and plan.limits)
    of_address, of_domain = await asyncio.gather(
        _of_address(plan, diagnosis, domain, desk, fresh=fresh), _of_domain(plan, diagnosis, domain, desk, fresh=fresh)
    )
    investigation = judge(plan, domain, worst_first((*of_address, *of_domain)), listed=bool(diagnosis.blocklist))
    return replace(investigation, address=_accused(plan, diagnosis), about_recipient=plan.about is About.RECIPIENT)


def _accused(plan: Plan, diagnosis: Diagnosis) -> str | None:
    """The sending address that is looked at, where the plan looks at one."""
    return diagnosis.sending_ip if plan.address else None


async def _of_address(
    plan: Plan, diagnosis: Diagnosis, domain: str | None, desk: Desk, *, fresh: bool
) -> tuple[Finding, ...]:
    address = _accused(plan, diagnosis)
    if address is None:
        return ()
    return await desk.checker.address(
        address,
        frozenset(plan.address),
        blocklist=diagnosis.blocklist,
        helo=diagnosis.reporting_host,
        domain=domain or "",
        fresh=fresh,
    )


async def _of_domain(
    plan: Plan, diagnosis: Diagnosis, domain: str | None, desk: Desk, *, fresh: bool
) -> tuple[Finding, ...]:
    """The checks of the domain; those of the address too, where the bounce tells none."""
    wanted = plan.checks if _accused(plan, diagnosis) else (*plan.checks, *plan.address)
    if domain is None or not wanted:
        return ()
    sent = plan.about is About.SENDER
    options = Options(
        sender_ip=diagnosis.sending_ip if sent else None,
        forwarded=_forwarded(diagnosis),
        selectors=diagnosis.dkim_selectors if sent else (),
        supported_provider=desk.supported_provider,
        only=frozenset(wanted),
        network=plan.network,
        smtp_probe=desk.smtp_probe,
    )
    return (await last(domain, desk.checker.check(domain, options, fresh=fresh))).findings


def _forwarded(diagnosis: Diagnosis) -> bool:
    """Whether the mail left the domain that it was written to for another one."""
    written, reached = diagnosis.original_recipient or "", diagnosis.recipient or ""
    return bool(written) and written.rpartition("@")[2].lower() != reached.rpartition("@")[2].lower()

"""Checks live whether a mail's problem still exists."""

import asyncio
from dataclasses import replace

from bot.cases.root_cause.judge import judge
from bot.cases.root_cause.plans import Plan, mail_plans
from bot.cases.values.desk import Desk
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.domains import addresses, name
from bot.domains.engine.check import last, worst_first
from bot.domains.values import Finding, Options
from bot.mails.header.names import organization
from bot.mails.values import MailReading, Problem

_OF_ENVELOPE = frozenset((Problem.SPF,))
"""Problems of the domain that SPF looked at, which may be another than the From field's."""


def domain_of(reading: MailReading) -> str | None:
    """The domain to look at; None where the mail names none that can be checked."""
    named = reading.auth.spf_domain if reading.problem in _OF_ENVELOPE else None
    read = name.read(named or reading.from_domain or "")
    return read.ascii if isinstance(read, name.Domain) else None


def can_look(reading: MailReading) -> bool:
    """Whether there is anything about this mail that can be checked live."""
    plan = mail_plans().get(reading.problem)
    return plan is not None and bool(domain_of(reading) or (plan.address and _public(reading)))


async def investigate(reading: MailReading, desk: Desk, *, fresh: bool = False) -> Investigation:
    """Makes the checks that bear on the problem, for the very address and domain of the mail. `fresh`: nothing comes
    from the cache, a record may just have been changed."""
    plan, domain = mail_plans().get(reading.problem), domain_of(reading)
    if plan is None or not can_look(reading):
        return Investigation(CauseVerdict.NOTHING_TO_CHECK, domain, ())
    of_address, of_domain = await asyncio.gather(
        _of_address(plan, reading, domain, desk, fresh=fresh), _of_domain(plan, reading, domain, desk, fresh=fresh)
    )
    seen = judge(plan, domain, worst_first((*of_address, *of_domain)))
    return replace(seen, address=_public(reading) if plan.address else None)


def selectors(reading: MailReading) -> tuple[str, ...]:
    """The selectors of the mail's own signatures, as `selector._domainkey.domain`."""
    signed = (signature for signature in reading.auth.dkim if signature.selector and signature.domain)
    return tuple(dict.fromkeys(f"{signature.selector}._domainkey.{signature.domain}" for signature in signed))


async def _of_address(
    plan: Plan, reading: MailReading, domain: str | None, desk: Desk, *, fresh: bool
) -> tuple[Finding, ...]:
    address = _public(reading)
    if address is None or not plan.address:
        return ()
    return await desk.checker.address(address, frozenset(plan.address), domain=domain or "", fresh=fresh)


async def _of_domain(
    plan: Plan, reading: MailReading, domain: str | None, desk: Desk, *, fresh: bool
) -> tuple[Finding, ...]:
    if domain is None or not plan.checks:
        return ()
    options = Options(
        sender_ip=_sent_for(domain, reading),
        forwarded=reading.forwarded or reading.listed,
        selectors=selectors(reading),
        supported_provider=desk.supported_provider,
        only=frozenset(plan.checks),
        network=plan.network,
    )
    return (await last(domain, desk.checker.check(domain, options, fresh=fresh))).findings


def _sent_for(domain: str, reading: MailReading) -> str | None:
    """The address to evaluate the domain's SPF for: not a forwarder's, nor that of a service with an envelope of its
    own, which the domain need not allow."""
    checked = reading.auth.spf_domain or reading.envelope_domain or domain
    if reading.forwarded or reading.listed or organization(checked) != organization(domain):
        return None
    return _public(reading)


def _public(reading: MailReading) -> str | None:
    """The address of the server that delivered the mail, if it is public: only that one is checked."""
    address = addresses.read(reading.sending_ip or "")
    return str(address) if address is not None and addresses.public(address) else None

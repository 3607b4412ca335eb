"""Whether the domain exists, in its own right, and until when it is registered."""

import asyncio
from datetime import UTC, datetime

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.fetch import Fetcher
from bot.domains.net.rdap import Registration, registration
from bot.domains.shared.look import Look
from bot.domains.shared.records import fault
from bot.domains.values import Fact, Finding, Status

CHECK = Check(
    name="domain",
    concern=Concern.RECEIVE,
    place=1,
    keeper=Keeper.REGISTRANT,
    risk=Risk.ELSEWHERE,
    early=True,
    of_missing=True,
    checklist="domain",
    codes={
        "domain-ok": Status.OK,
        "domain-missing": Code(Status.ERROR, no_such_domain=True),
        "domain-alias": Code(Status.WARNING, keeper=Keeper.ZONE),
        "domain-unknown": Status.UNKNOWN,
        "domain-unasked": Status.UNKNOWN,
        "domain-registered": Code(Status.OK, registry=True),
        "domain-expires": Code(Status.WARNING, ends=True, registry=True),
        "domain-expired": Code(Status.ERROR, registry=True),
        "domain-hold": Code(Status.ERROR, registry=True),
    },
)
SOON = 30
"""Days before a registration ends from which it is worth a warning."""


async def check(look: Look) -> tuple[Finding, ...]:
    """DNS questions that other checks ask too, and the registry beside them where the network may be used."""
    if look.fetch is None:
        return (await _existence(look),)
    existence, registered = await asyncio.gather(_existence(look), _registration(look.domain, look.fetch))
    return (existence, *registered)


async def _existence(look: Look) -> Finding:
    """One kind of record at the name is enough. For missing, all answers must say NXDOMAIN: some servers wrongly say
    so of a name that merely lacks one kind (RFC 8020)."""
    answers = await look.resolver.ask_all((look.domain, kind) for kind in ("NS", "MX", "A", "TXT"))
    if alias := next((answer for answer in answers if answer.aliases), None):
        facts = (Fact("target", alias.aliases[-1]),)
        return CHECK.found("domain-alias", alias, facts=facts)
    known = [answer for answer in answers if answer.outcome.known]
    if not known:
        return CHECK.found("domain-unknown", facts=_why(answers))
    if all(answer.outcome is Outcome.NXDOMAIN for answer in known):
        return CHECK.found("domain-missing")
    return CHECK.found("domain-ok", *(answer for answer in answers[:1] if answer.records))


async def _registration(domain: str, fetch: Fetcher) -> list[Finding]:
    registered = await registration(domain, fetch)
    return _of_registration(registered) if registered is not None else []


def _of_registration(registered: Registration) -> list[Finding]:
    """What the registry says; nothing where it says neither a date nor a hold."""
    findings: list[Finding] = []
    if registered.stopping:
        held = (Fact("name", registered.domain), Fact("statuses", ", ".join(registered.stopping)))
        findings.append(CHECK.found("domain-hold", facts=held))
    if registered.until is not None:
        left = (registered.until - datetime.now(UTC).date()).days
        code = "domain-expired" if left < 0 else "domain-expires" if left <= SOON else "domain-registered"
        facts = (Fact("name", registered.domain), Fact("until", registered.until.isoformat()), Fact("days", abs(left)))
        findings.append(CHECK.found(code, facts=facts))
    return findings


def _why(answers: list[Answer]) -> tuple[Fact, ...]:
    """The fault that says most: one with a reason before a bare timeout."""
    return fault(max(answers, key=lambda answer: bool(answer.reason)))

"""Whether the domain exists, and does so in its own right."""

import asyncio

from bot.domains.dns import Answer, Outcome
from bot.domains.look import Look
from bot.domains.records import evidence, fault
from bot.domains.values import Codes, Fact, Finding, Status

CHECK = "domain"
CODES: Codes = {
    "domain-ok": Status.OK,
    "domain-missing": Status.ERROR,
    "domain-alias": Status.WARNING,
    "domain-unknown": Status.UNKNOWN,
}


async def check(look: Look) -> tuple[Finding, ...]:
    """Questions that other checks ask too. One kind of record at the name is enough; that all say NXDOMAIN is needed
    for missing, since some servers wrongly say so of a name that merely lacks one kind (RFC 8020)."""
    answers = await asyncio.gather(*(look.resolver.ask(look.domain, kind) for kind in ("NS", "MX", "A", "TXT")))
    if alias := next((one for one in answers if one.aliases), None):
        facts = (Fact("target", alias.aliases[-1]),)
        return (Finding(CHECK, Status.WARNING, "domain-alias", evidence(alias), facts),)
    known = [one for one in answers if one.outcome.known]
    if not known:
        return (Finding(CHECK, Status.UNKNOWN, "domain-unknown", facts=_why(answers)),)
    if all(one.outcome is Outcome.NXDOMAIN for one in known):
        return (Finding(CHECK, Status.ERROR, "domain-missing"),)
    return (Finding(CHECK, Status.OK, "domain-ok", evidence(*(one for one in answers[:1] if one.records))),)


def _why(answers: list[Answer]) -> tuple[Fact, ...]:
    """The fault that says most: one with a reason before a bare timeout."""
    return fault(max(answers, key=lambda one: bool(one.reason)))

"""Whether the domain's mail services themselves report trouble or planned work: their own status pages, where they
publish them as data (`bot/domains/knowledge/status_pages.toml`).

Only what bears on mail counts. The pages are asked beside the other checks, for two seconds at most.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.providers import Provider, ServiceKind, by_host, by_spf_term
from bot.domains.knowledge.status_pages import StatusPage, status_pages_of
from bot.domains.net.status_events import EventKind, StatusEvent
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts_and_txt, spf_record
from bot.domains.values import Fact, Finding, Status

CHECK = Check(
    name="provider-status",
    keeper=Keeper.SERVER,
    risk=Risk.ELSEWHERE,
    early=True,
    told_apart_by="incident",
    checklist="maintenance",
    codes={
        "provider-status-ok": Status.OK,
        "provider-status-outage": Code(Status.WARNING, concern=Concern.RECEIVE),
        "provider-status-outage-sending": Code(Status.WARNING, concern=Concern.SEND),
        "provider-status-incident": Code(Status.NOTICE, guide_says_no=True),
        "provider-status-maintenance": Code(Status.NOTICE, guide_says_no=True),
        "provider-status-planned": Status.NOTICE,
        "provider-status-unasked": Status.UNKNOWN,
    },
)
MOST_PAGES = 3
MOST_EVENTS = 3
"""Of one page; a provider in great trouble lists dozens, and the first ones say it."""


async def check(look: Look) -> tuple[Finding, ...]:
    """Two questions that other checks ask too, then the pages, all at once."""
    pages = look.status_pages
    if pages is None:
        return ()
    receiving, sending = await _services(look)
    wanted = status_pages_of(service.name for service in (*receiving, *sending))[:MOST_PAGES]
    reported = await asyncio.gather(*(pages.events(page) for page in wanted))
    inbound = frozenset(service.name for service in receiving)
    return tuple(
        finding
        for page, events in zip(wanted, reported, strict=True)
        for finding in _of_page(page, events, receives=bool(inbound.intersection(page.providers)))
    )


async def _services(look: Look) -> tuple[tuple[Provider, ...], tuple[Provider, ...]]:
    """The services that take the domain's mail in, most wanted first, and those that SPF lets send it."""
    mail, txt = await mail_hosts_and_txt(look)
    terms = (spf_record(txt) or "").split()[1:]
    receiving = dict.fromkeys(service for host in mail.hosts if (service := by_host(host)) is not None)
    sending = dict.fromkeys(service for term in terms if (service := by_spf_term(term)) is not None)
    return tuple(receiving), tuple(service for service in sending if service.kind is ServiceKind.SENDER)


def _of_page(page: StatusPage, events: Sequence[StatusEvent] | None, *, receives: bool) -> list[Finding]:
    facts = (Fact("provider", page.title), Fact("page", page.page))
    if events is None:
        return [CHECK.found("provider-status-unasked", facts=facts)]
    if not events:
        return [CHECK.found("provider-status-ok", facts=facts)]
    return [_finding(event, facts, receives=receives) for event in events[:MOST_EVENTS]]


def _finding(event: StatusEvent, facts: tuple[Fact, ...], *, receives: bool) -> Finding:
    outage = event.kind is EventKind.OUTAGE and not receives
    code = "provider-status-outage-sending" if outage else f"provider-status-{event.kind}"
    return CHECK.found(
        code,
        facts=facts,
        incident=event.title,
        components=", ".join(event.components),
        since=_written(event.since),
        until=_written(event.until),
    )


def _written(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment is not None else "–"

"""Providers' status pages: read over real HTTPS from files of the true shape.

Statuspage's summary.json as https://www.cloudflarestatus.com/api documents it, Google Workspace's incidents.json as
https://www.google.com/appsstatus/dashboard/incidents.schema.json does.
"""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.checks import provider_status
from bot.domains.engine.check import check
from bot.domains.engine.verdict import verdict
from bot.domains.knowledge.status_pages import PageFormat, status_pages
from bot.domains.net.fetch import Fetched, Page
from bot.domains.net.status_events import EventKind, read
from bot.domains.net.status_pages import KEPT, SILENT, StatusPages
from bot.domains.values import Options
from bot.workspace.dns import DnsServer, Zones
from tests.domains.authority_ca import TestAuthority
from tests.domains.checking import DOMAIN, Data, resolver_at, run
from tests.domains.test_https_fetcher import serving

OVH, GOOGLE = (next(page for page in status_pages() if name in page.providers) for name in ("ovh", "google"))
NOW = datetime.now(UTC)
MX: Data = {DOMAIN: [{"MX": [1, "mx1.mail.ovh.net"]}, {"TXT": "v=spf1 include:mx.ovh.com -all"}]}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority"))


def at(hours: float) -> str:
    return f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}.836Z"


def component(name: str, group: str | None = None, state: str = "operational") -> dict[str, Any]:
    return {
        "id": f"id-{name}",
        "name": name,
        "status": state,
        "created_at": at(-9000),
        "updated_at": at(-90),
        "position": 1,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": f"id-{group}" if group else None,
        "page_id": "f75v5pkpzhyv",
        "group": group is None and name in ("Emails", "Web Hosting", "Microsoft"),
        "only_show_if_degraded": False,
    }


COMPONENTS = [
    component("Emails"),
    component("MX Plan", "Emails"),
    component("Microsoft"),
    component("Private Exchange", "Microsoft"),
    component("Web Hosting"),
    component("Cluster 021", "Web Hosting"),
]


def incident(name: str, *components: str, impact: str, status: str = "investigating", **more: str) -> dict[str, Any]:
    shown = [each for each in COMPONENTS if each["name"] in components]
    affected = [
        {"code": each["id"], "name": each["name"], "old_status": "operational", "new_status": "partial_outage"}
        for each in shown
    ]
    update = {"id": "u1", "status": status, "body": "…", "display_at": at(-1), "affected_components": affected}
    return {
        "id": name,
        "name": name,
        "status": status,
        "impact": impact,
        "created_at": at(-2),
        "updated_at": at(-1),
        "monitoring_at": None,
        "resolved_at": None,
        "started_at": at(-2),
        "shortlink": "https://stspg.io/x",
        "page_id": "f75v5pkpzhyv",
        "incident_updates": [update],
        "components": shown,
        **more,
    }


def summary(*incidents: dict[str, Any], planned: list[Any] | None = None, components: Any = None) -> bytes:
    body = {
        "page": {"id": "f75v5pkpzhyv", "name": "OVHcloud Web Cloud", "time_zone": "Etc/UTC", "updated_at": at(0)},
        "components": components or COMPONENTS,
        "incidents": list(incidents),
        "scheduled_maintenances": planned or [],
        "status": {"indicator": "none", "description": "All Systems Operational"},
    }
    return json.dumps(body).encode()


def gmail(title: str, impact: str, latest: str, *, product: str = "Gmail", end: str | None = None) -> dict[str, Any]:
    update = {"created": at(-1), "modified": at(-1), "when": at(-1), "text": f"**Title:**\n{title}", "status": latest}
    return {
        "id": "B5V4MfnVp97nxoTYbxdX",
        "number": "9353823205405529898",
        "begin": at(-3),
        "created": at(-2),
        "end": end,
        "modified": at(-1),
        "external_desc": f"**Title:**\n{title}\n\n**Description:**\nWe are investigating.",
        "updates": [update],
        "most_recent_update": update,
        "status_impact": impact,
        "severity": "medium",
        "service_key": "prPt2Yra2CbGsbEm9cpC",
        "service_name": product,
        "affected_products": [{"title": product, "id": "prPt2Yra2CbGsbEm9cpC"}],
        "uri": "incidents/B5V4MfnVp97nxoTYbxdX",
    }


def kinds(body: bytes, page: Any = OVH) -> list[tuple[EventKind, str]] | None:
    events = read(page, body, NOW)
    return None if events is None else [(event.kind, event.title) for event in events]


async def test_only_what_concerns_mail_is_told_and_asked_for_once(authority: TestAuthority) -> None:
    urls = []

    async def serve(request: web.Request) -> web.Response:
        urls.append((request.host.partition(":")[0], request.path))
        mail = incident("Mail is delayed <b>", "MX Plan", impact="major")
        return web.Response(body=summary(mail, incident("PHP", "Cluster 021", impact="critical")))

    async with serving(authority, serve, "web-cloud.status-ovhcloud.com") as fetch:
        pages = StatusPages(fetch)
        (finding,) = await run(provider_status, MX, status_pages=pages)
        await run(provider_status, MX, status_pages=pages)
    facts = {fact.name: fact.value for fact in finding.facts}
    assert finding.code == "provider-status-outage"
    assert facts["incident"] == "Mail is delayed <b>"
    assert (facts["components"], facts["provider"]) == ("MX Plan", "OVHcloud")
    assert facts["since"] == f"{NOW - timedelta(hours=2):%Y-%m-%d %H:%M} UTC"
    assert urls == [("web-cloud.status-ovhcloud.com", "/api/v2/summary.json")]


async def test_a_page_that_cannot_be_asked_is_said_to_be_so(authority: TestAuthority) -> None:
    async def broken(request: web.Request) -> web.Response:
        raise web.HTTPServiceUnavailable

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>")

    for handler in (broken, page):
        async with serving(authority, handler, "web-cloud.status-ovhcloud.com") as fetch:
            (finding,) = await run(provider_status, MX, status_pages=StatusPages(fetch))
        assert finding.code == "provider-status-unasked"
    assert await run(provider_status, MX) == ()


async def test_the_sending_service_is_asked_too() -> None:
    async def fetch(url: str, *, limit: int = 0) -> Page:
        down = [component("SMTP relay", state="major_outage")]
        return Page(url, Fetched.OK, summary(components=down) if "brevo" in url else summary())

    data: Data = {DOMAIN: [*MX[DOMAIN][:1], {"TXT": "v=spf1 include:mx.ovh.com include:spf.brevo.com -all"}]}
    findings = await run(provider_status, data, status_pages=StatusPages(fetch))
    assert [finding.code for finding in findings] == ["provider-status-ok", "provider-status-outage-sending"]


async def test_an_answer_holds_for_five_minutes_a_silence_for_one() -> None:
    clock, urls = [0.0], []

    async def fetch(url: str, *, limit: int = 0) -> Page:
        urls.append(url)
        return Page(url, Fetched.TIMEOUT if len(urls) == 1 else Fetched.OK, summary())

    pages = StatusPages(fetch, clock=lambda: clock[0])
    assert await pages.events(OVH) is None
    for after, answer, questions in ((SILENT - 1, None, 1), (SILENT, (), 2), (KEPT, (), 2), (SILENT + KEPT, (), 3)):
        clock[0] = after
        assert (await pages.events(OVH), len(urls)) == (answer, questions)
    await pages.close()


def test_a_statuspage_summary() -> None:
    maintenance = {"impact": "maintenance", "scheduled_for": at(-1), "scheduled_until": at(3)}
    planned = [
        incident("Exchange upgrade", "Private Exchange", status="in_progress", **maintenance),
        incident("Soon", "MX Plan", status="scheduled", **{**maintenance, "scheduled_for": at(5)}),
        incident("Next month", "MX Plan", status="scheduled", **{**maintenance, "scheduled_for": at(700)}),
        incident("Over", "MX Plan", status="completed", **maintenance),
    ]
    body = summary(
        incident("Watched", "MX Plan", impact="major", status="monitoring"),
        incident("Some", "MX Plan", impact="minor"),
        incident("Nobody knows what", impact="critical"),
        planned=planned,
    )
    assert kinds(body) == [
        (EventKind.INCIDENT, "Watched"),
        (EventKind.INCIDENT, "Some"),
        (EventKind.MAINTENANCE, "Exchange upgrade"),
        (EventKind.PLANNED, "Soon"),
    ]
    assert kinds(summary()) == []
    degraded = [*COMPONENTS[:1], component("Redirections", "Emails", "degraded_performance"), *COMPONENTS[2:]]
    assert kinds(summary(components=degraded)) == [(EventKind.INCIDENT, "Redirections")]


def test_googles_history() -> None:
    body = [
        gmail("Delivery is delayed", "SERVICE_DISRUPTION", "SERVICE_DISRUPTION"),
        gmail("Mail is down", "SERVICE_OUTAGE", "SERVICE_OUTAGE"),
        gmail("Works again", "SERVICE_OUTAGE", "AVAILABLE"),
        gmail("Long ago", "SERVICE_OUTAGE", "AVAILABLE", end=at(-900)),
        gmail("Meetings", "SERVICE_OUTAGE", "SERVICE_OUTAGE", product="Google Meet"),
    ]
    assert kinds(json.dumps(body).encode(), GOOGLE) == [
        (EventKind.OUTAGE, "Mail is down"),
        (EventKind.INCIDENT, "Delivery is delayed"),
    ]


KEYS = st.sampled_from(["components", "incidents", "scheduled_maintenances", "name", "status", "id", "group", "end"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)
)


@given(JSON, st.sampled_from(list(PageFormat)))
@settings(max_examples=60, deadline=None)
def test_no_answer_is_too_strange(value: object, form: PageFormat) -> None:
    read(OVH if form is PageFormat.STATUSPAGE else GOOGLE, json.dumps(value).encode(), NOW)
    read(OVH, json.dumps({"components": [value], "incidents": [value]}).encode(), NOW)


async def test_a_silent_page_holds_up_no_other_finding() -> None:
    free = asyncio.Event()

    async def fetch(url: str, *, limit: int = 0) -> Page:
        await free.wait()
        return Page(url, Fetched.TIMEOUT)

    async with DnsServer(Zones(MX)) as server:
        resolver = resolver_at(server)
        reports = check(DOMAIN, resolver, Options(), status_pages=StatusPages(fetch))
        async for report in reports:
            if report.pending == ("provider-status",):
                assert "mx-unresolved" in {finding.code for finding in report.findings}
                free.set()
        await resolver.close()
    assert [finding.code for finding in report.findings if finding.check == "provider-status"] == [
        "provider-status-unasked"
    ]
    judged = verdict(report)
    assert judged.others
    assert all(finding.check == "provider-status" for finding in judged.others)

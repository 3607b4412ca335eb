"""What a provider's status page reports of its mail: Statuspage's summary.json and Google Workspace's incidents.json.

Statuspage: https://www.cloudflarestatus.com/api (every such page has one); the page's incidents that are not resolved,
and the maintenance that is under way or announced. Google: https://www.google.com/appsstatus/dashboard/incidents.schema.json;
the file is a history, in which an incident without an end is going on.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domains.knowledge.status_pages import PageFormat, StatusPage

AHEAD = timedelta(days=1)
"""Maintenance that begins later than this is no answer to "what is wrong now?"."""
_LONGEST_TITLE = 200
_MOST_COMPONENTS = 5
_SERIOUS = frozenset({"major", "critical"})
_UNDER_WAY = frozenset({"in_progress", "verifying"})
_RECOVERED = frozenset({"monitoring", "resolved", "postmortem"})
"""Of an incident that is still listed: a fix is in place, and is watched."""


class EventKind(StrEnum):
    """The worst first."""

    OUTAGE = "outage"
    INCIDENT = "incident"
    """Something does not work for some, or works again and is watched."""
    MAINTENANCE = "maintenance"
    """Planned work under way."""
    PLANNED = "planned"
    """Planned work that begins within a day."""


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One thing that a page reports of mail."""

    kind: EventKind
    title: str
    """As the provider wrote it, one line; from outside."""
    components: tuple[str, ...]
    """The mail components that it names; from outside."""
    since: datetime | None
    until: datetime | None
    """Of planned work: when it is to end."""


_STATES = {
    "major_outage": EventKind.OUTAGE,
    "partial_outage": EventKind.OUTAGE,
    "degraded_performance": EventKind.INCIDENT,
    "under_maintenance": EventKind.MAINTENANCE,
}
"""What a component's state amounts to where no incident tells of it."""


def read(page: StatusPage, body: bytes, now: datetime) -> tuple[StatusEvent, ...] | None:
    """What the page's data report of mail, the worst first; None where they have another form."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    events = _of_statuspage(page, data, now) if page.form is PageFormat.STATUSPAGE else _of_google(page, data)
    order = list(EventKind)
    return None if events is None else tuple(sorted(events, key=lambda event: order.index(event.kind)))


def _of_statuspage(page: StatusPage, data: object, now: datetime) -> list[StatusEvent] | None:
    if not isinstance(data, dict) or not isinstance(data.get("components"), list) or "incidents" not in data:
        return None
    components = list(_objects(data["components"]))
    groups = {str(item.get("id")): str(item.get("name")) for item in components if item.get("group")}
    owners = {str(item.get("id")): groups.get(str(item.get("group_id")), "") for item in components}
    events = []
    for entry in (*_objects(data["incidents"]), *_objects(data.get("scheduled_maintenances"))):
        kind = _kind(entry, now)
        names = {name for id_, name in _affected(entry) if page.is_mail(name) or page.is_mail(owners.get(id_, ""))}
        if kind is not None and names:
            planned = kind in (EventKind.MAINTENANCE, EventKind.PLANNED)
            start = entry.get("scheduled_for") if planned else entry.get("started_at") or entry.get("created_at")
            end = entry.get("scheduled_until") if planned else None
            events.append(_event(kind, entry.get("name"), names, start, end))
    named = {name for event in events for name in event.components}
    for item in components:
        name, state = str(item.get("name")), _STATES.get(str(item.get("status")))
        mail = page.is_mail(name) or page.is_mail(owners[str(item.get("id"))])
        if state is not None and mail and not item.get("group") and name not in named:
            events.append(_event(state, name, {name}, None, None))
    return events


def _kind(entry: Mapping[str, Any], now: datetime) -> EventKind | None:
    """None of maintenance that is over or far ahead."""
    status = entry.get("status")
    if "scheduled_for" not in entry:
        serious = entry.get("impact") in _SERIOUS and status not in _RECOVERED
        return EventKind.OUTAGE if serious else EventKind.INCIDENT
    if status in _UNDER_WAY:
        return EventKind.MAINTENANCE
    begins = _time(entry["scheduled_for"])
    return EventKind.PLANNED if status == "scheduled" and begins is not None and begins - now <= AHEAD else None


def _affected(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Id and name of each component of an incident: its own list, and those that its updates name."""
    for item in _objects(entry.get("components")):
        yield str(item.get("id")), str(item.get("name"))
    for update in _objects(entry.get("incident_updates")):
        for item in _objects(update.get("affected_components")):
            yield str(item.get("code")), str(item.get("name"))


def _of_google(page: StatusPage, data: object) -> list[StatusEvent] | None:
    if not isinstance(data, list):
        return None
    events = []
    for entry in _objects(data):
        latest = entry.get("most_recent_update")
        status = latest.get("status") if isinstance(latest, dict) else None
        names = {str(item.get("title")) for item in _objects(entry.get("affected_products"))}
        mail = {name for name in names if page.is_mail(name)}
        if entry.get("end") or status == "AVAILABLE" or not mail:
            continue
        serious = (status or entry.get("status_impact")) == "SERVICE_OUTAGE"
        kind = EventKind.OUTAGE if serious else EventKind.INCIDENT
        events.append(_event(kind, _heading(entry.get("external_desc")), mail, entry.get("begin"), None))
    return events


def _event(kind: EventKind, title: object, names: Iterable[str], since: object, until: object) -> StatusEvent:
    words = " ".join(str(title or "").split())
    short = words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE]}…"
    components = tuple(name[:_LONGEST_TITLE] for name in sorted(names)[:_MOST_COMPONENTS])
    return StatusEvent(kind, short, components, _time(since), _time(until))


def _heading(text: object) -> str:
    """Google's description begins with its title, as Markdown: `**Title:**` and a line."""
    words = str(text or "").replace("**", "").strip()
    return words.removeprefix("Title:").strip().partition("\n")[0]


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a list; nothing where it is none: other products that speak this form write null for empty."""
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def _time(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

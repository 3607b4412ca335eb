"""The history of checks and the reports for outsiders, on SQLite and on PostgreSQL alike."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.cases.values.history import FindingMark
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.storage.store import Store
from bot.storage.tables.history import HistoryTable

DAY = 86_400.0
SPF = Finding("spf", Status.OK, "spf-ok", (Record("imone.lt", "TXT", "v=spf1 -all"),), (Fact("lookups", 0),))
MX = Finding("mx", Status.OK, "mx-ok", (Record("imone.lt", "MX", "1 a."), Record("imone.lt", "MX", "5 b.")))
FINE = Report("imone.lt", (SPF, MX), elapsed_ms=100.0, queries=40)
NO_SPF = Finding("spf", Status.WARNING, "spf-missing")
BROKEN = Report("imone.lt", (NO_SPF, MX))


@pytest.fixture
def table(store: Store) -> HistoryTable:
    return store.history


async def test_checks_in_a_row_that_found_the_same_are_one_stretch(table: HistoryTable) -> None:
    turned = Report("imone.lt", (replace(MX, evidence=MX.evidence[::-1]), SPF), elapsed_ms=7.0)
    for at, report in enumerate((FINE, turned, FINE, BROKEN, BROKEN, FINE)):
        await table.keep("T1", report, float(at))
    first, second, third = await table.of("T1", "imone.lt")
    assert [(stretch.first, stretch.last, stretch.times) for stretch in (first, second, third)] == [
        (0, 2, 3),
        (3, 4, 2),
        (5, 5, 1),
    ]
    assert FindingMark("spf", "spf-missing", Status.WARNING) in second.findings
    assert (first.findings, first.records) == (third.findings, third.records)


async def test_a_record_that_changes_begins_a_stretch_and_is_not_kept_itself(table: HistoryTable) -> None:
    await table.keep("T1", FINE, 1.0)
    other = replace(SPF, evidence=(Record("imone.lt", "TXT", "v=spf1 a -all"),))
    await table.keep("T1", Report("imone.lt", (other, MX)), 2.0)
    first, second = await table.of("T1", "imone.lt")
    assert first.findings == second.findings
    changed = {*first.records} ^ {*second.records}
    assert {(change.name, change.type) for change in changed} == {("imone.lt", "TXT")}
    assert all(len(change.digest) == 16 and "v=spf1" not in change.digest for change in changed)


async def test_a_history_is_its_workspaces_and_its_domains_own(table: HistoryTable) -> None:
    await table.of_team("T1").keep(FINE)
    await table.of_team("T1").keep(Report("kita.lt", ()))
    assert await table.of_team("T2").of("imone.lt") == ()
    (kept,) = await table.of_team("T1").of("imone.lt")
    assert kept.times == 1
    assert abs(kept.first - time.time()) < 60


async def test_checks_at_the_same_time_are_all_kept(table: HistoryTable) -> None:
    await table.keep("T1", FINE, 1.0)
    await asyncio.gather(*(table.keep("T1", FINE, 2.0) for _ in range(5)))
    (kept,) = await table.of("T1", "imone.lt")
    assert kept.times == 6


async def test_a_year_is_kept(store: Store) -> None:
    now = time.time()
    await store.history.keep("T1", FINE, now - 370 * DAY)
    await store.history.keep("T1", BROKEN, now - 369 * DAY)
    await store.history.keep("T1", BROKEN, now - 364 * DAY)
    await store.history.keep("T1", FINE, now)
    await store.forget_old()
    assert [stretch.times for stretch in await store.history.of("T1", "imone.lt")] == [2, 1]


async def test_a_report_is_found_by_its_id_until_it_expires(store: Store) -> None:
    until = time.time() + 30 * DAY
    report = Report("imone.lt", (replace(NO_SPF, publish=(Record("imone.lt", "TXT", "v=spf1 mx ~all"),)), MX))
    first, other = [await store.reports.put("T1", report, "lt", until) for _ in range(2)]
    assert first != other
    assert len(first) == 32
    reports = await store.reports.get(first)
    assert reports is not None
    assert (reports.report, reports.language, reports.until) == (report, "lt", until)
    assert await store.reports.get("x" + first[1:]) is None
    expired = await store.reports.put("T1", report, "lt", time.time() - 1)
    assert await store.reports.get(expired) is None
    await store.forget_old()
    assert await store.reports.get(first) is not None

"""What must outlive a restart does, and what must be forgotten is: on SQLite and on PostgreSQL alike."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.cases.values.case import Case, CheckMemory, Thread, Topic
from bot.cases.values.choices import Chosen, Scope
from bot.cases.values.votes import Counted, CountedKind, Judged, JudgedKind
from bot.cases.values.watch import Every, Watch
from bot.codes.values import Actor, BounceReading, Confidence, Diagnosis, MailKind, Resend
from bot.domains.values import Report
from bot.storage import schema
from bot.storage.store import Store
from bot.storage.tables.preferences import REMEMBERED
from bot.storage.tables.statistics import today

THREAD = Thread("T1", "C1", "1763900000.000100")
DIAGNOSIS = Diagnosis(
    cause="authfailure",
    confidence=Confidence.PROVIDER,
    rule="google/unauthenticated",
    evidence="550-5.7.26 Unauthenticated email from imone.lt",
    reply_code="550",
    status="5.7.26",
    permanent=True,
    actors=(Actor.SENDER_ADMIN,),
    resend=Resend.AFTER_FIX,
    diagnostic="550-5.7.26 Unauthenticated email from imone.lt",
    sending_ip="203.0.113.7",
    dkim_selectors=("s1._domainkey.imone.lt",),
)
CASE = Case(
    "lt",
    Topic.BOUNCE,
    domain="imone.lt",
    reading=BounceReading(MailKind.BOUNCE, (DIAGNOSIS,)),
    sender_ip="203.0.113.7",
    spoken_of="spf",
    last_check=CheckMemory("imone.lt", ("spf-missing",), 1763900000.0),
    ticked=("service",),
)


async def test_a_case_is_whole_after_a_restart(url: str) -> None:
    before = Store(url, case_days=30)
    await before.open()
    await before.cases.keep(THREAD, Case("en"))
    await before.cases.keep(THREAD, CASE)
    await before.close()
    after = Store(url, case_days=30)
    await after.open()
    assert await after.cases.case(THREAD) == CASE
    assert await after.cases.case(Thread("T2", "C1", THREAD.ts)) is None
    await after.close()


async def test_an_event_is_taken_once_also_after_a_restart(url: str) -> None:
    store = Store(url, case_days=30)
    await store.open()
    assert await store.first_time("Ev1", "T1")
    assert not await store.first_time("Ev1", "T1")
    await store.close()
    again = Store(url, case_days=30)
    await again.open()
    assert not await again.first_time("Ev1", "T1")
    assert await again.first_time("Ev2", "T1")
    await again.close()


async def test_of_deliveries_at_the_same_time_one_is_the_first(url: str) -> None:
    """Two processes over one database, each given the same event many times."""
    stores = [Store(url, case_days=30) for _ in range(2)]
    for store in stores:
        await store.open()
    taken = await asyncio.gather(*(store.first_time("Ev1", "T1") for store in stores for _ in range(10)))
    assert taken.count(True) == 1
    for store in stores:
        await store.close()


async def test_cases_kept_at_the_same_time_do_not_collide(store: Store) -> None:
    await asyncio.gather(*(store.cases.keep(THREAD, replace(CASE, spoken_of=str(n))) for n in range(20)))
    kept = await store.cases.case(THREAD)
    assert kept is not None
    assert replace(kept, spoken_of="spf") == CASE


async def test_old_cases_are_forgotten(store: Store) -> None:
    await store.cases.keep(THREAD, CASE)
    await store.cases.keep(Thread("T1", "C1", "2.0"), CASE)
    month_ago = time.time() - 31 * 86_400
    async with store.engine.begin() as connection:
        await connection.execute(
            update(schema.cases).where(schema.cases.c.thread == THREAD.ts).values(touched=month_ago)
        )
    assert await store.forget_old() == 1
    assert await store.cases.case(THREAD) is None
    assert await store.cases.case(Thread("T1", "C1", "2.0")) == CASE


async def test_my_recent_cases_are_mine_and_of_this_workspace(store: Store) -> None:
    await store.cases.keep(Thread("T1", "C1", "1.0"), Case("lt"), asker="U1")
    await store.cases.keep(Thread("T1", "C1", "2.0"), Case("lt"), asker="U2")
    await store.cases.keep(Thread("T2", "C1", "3.0"), Case("lt"), asker="U1")
    await store.cases.keep(Thread("T1", "C2", "4.0"), Case("en"), asker="U1")
    await store.cases.keep(Thread("T1", "C1", "1.0"), CASE, asker="U2")  # a colleague asks on in U1's thread
    recent = await store.cases.recent("T1", "U1")
    assert [(recent_case.thread.ts, recent_case.case) for recent_case in recent] == [("1.0", CASE), ("4.0", Case("en"))]
    assert [recent_case.thread.ts for recent_case in await store.cases.recent("T1", "U1", limit=1)] == ["1.0"]


async def test_choices_are_the_users_the_channels_and_the_workspaces_own(store: Store) -> None:
    choose = store.preferences.choose_language
    await choose("T1", Scope.USER, "U1", "lt")
    await choose("T1", Scope.CHANNEL, "C1", "en")
    await choose("T1", Scope.WORKSPACE, "", "en")
    await store.preferences.choose_provider("T1", "ovh")
    mine = await store.preferences.chosen("T1", user="U1", channel="C1")
    assert mine == Chosen(user="lt", channel="en", workspace="en", provider="ovh")
    assert await store.preferences.chosen("T1", user="U2", channel="C2") == Chosen(workspace="en", provider="ovh")
    assert await store.preferences.chosen("T2", user="U1", channel="C1") == Chosen()


async def test_a_channel_decides_before_its_workspace_whether_bounces_are_explained_unasked(store: Store) -> None:
    await store.preferences.choose_unasked("T1", Scope.WORKSPACE, "", on=False)
    await store.preferences.choose_unasked("T1", Scope.CHANNEL, "C1", on=True)
    await store.preferences.choose_language("T1", Scope.CHANNEL, "C2", "en")
    allowed = [(await store.preferences.chosen("T1", channel=channel)).unasked for channel in ("C1", "C2", "C3")]
    assert allowed == [True, False, False]
    assert (await store.preferences.chosen("T2", channel="C1")).unasked


async def test_a_choice_is_changed_and_taken_back_without_touching_the_others(store: Store) -> None:
    await store.preferences.choose_provider("T1", "ovh")
    await store.preferences.choose_language("T1", Scope.WORKSPACE, "", "lt")
    await store.preferences.choose_language("T1", Scope.WORKSPACE, "", "en")
    assert await store.preferences.chosen("T1") == Chosen(workspace="en", provider="ovh")
    await store.preferences.choose_language("T1", Scope.WORKSPACE, "", None)
    assert await store.preferences.chosen("T1") == Chosen(provider="ovh")


async def test_a_choice_made_by_another_process_is_known_soon(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = (Store(url, case_days=30) for _ in range(2))
    assert await here.preferences.chosen("T1", user="U1") == Chosen()
    await there.preferences.choose_language("T1", Scope.USER, "U1", "lt")
    later = time.monotonic() + REMEMBERED
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert await here.preferences.chosen("T1", user="U1") == Chosen(user="lt")
    for store in (here, there):
        await store.close()


async def test_the_week_counts_what_was_asked_in_this_workspace(store: Store) -> None:
    code, other = Counted(CountedKind.CODE, "451"), Counted(CountedKind.CODE, "550 5.7.1")
    cause = Counted(CountedKind.CAUSE, "mailboxfull")
    for _ in range(3):
        await store.statistics.count("T1", (other, cause))
    await store.statistics.count("T1", (code,))
    await store.statistics.count("T2", (code,))
    await store.statistics.count("T1", (code, code), day=today() - timedelta(days=7))
    codes = await store.statistics.most_frequent("T1", CountedKind.CODE)
    assert [(counted.name, counted.count) for counted in codes] == [("550 5.7.1", 3), ("451", 1)]
    causes = await store.statistics.most_frequent("T1", CountedKind.CAUSE, limit=1)
    assert [(counted.name, counted.count) for counted in causes] == [("mailboxfull", 3)]


async def test_counting_at_the_same_time_loses_nothing(store: Store) -> None:
    code = Counted(CountedKind.CODE, "451")
    await asyncio.gather(*(store.statistics.count("T1", (code,)) for _ in range(25)))
    (counted,) = await store.statistics.most_frequent("T1", CountedKind.CODE)
    assert counted.count == 25


async def test_a_second_vote_on_the_same_answer_replaces_the_first(store: Store) -> None:
    rule, finding = Judged(JudgedKind.RULE, "google/unauthenticated"), Judged(JudgedKind.FINDING, "spf-missing")
    vote = store.statistics.vote
    await vote("T1", "C1", "1.0", "U1", (rule, finding), positive=True)
    await vote("T1", "C1", "1.0", "U1", (rule, finding), positive=False)
    await vote("T1", "C1", "1.0", "U2", (rule,), positive=True)
    await vote("T2", "C1", "1.0", "U1", (rule,), positive=False)
    (rules,) = await store.statistics.tallies(JudgedKind.RULE, "T1")
    assert (rules.name, rules.positive, rules.negative) == ("google/unauthenticated", 1, 1)
    (findings,) = await store.statistics.tallies(JudgedKind.FINDING, "T1")
    assert (findings.positive, findings.negative) == (0, 1)


async def test_a_workspace_that_leaves_is_forgotten_whole_and_no_other(store: Store) -> None:
    for team in ("T1", "T2"):
        await store.cases.keep(Thread(team, "C1", "1.0"), CASE, asker="U1")
        await store.first_time(f"Ev{team}", team)
        await store.preferences.choose_language(team, Scope.USER, "U1", "lt")
        await store.statistics.count(team, (Counted(CountedKind.CODE, "451"),))
        await store.statistics.vote(team, "C1", "1.0", "U1", (Judged(JudgedKind.CODE, "451"),), positive=True)
        report = Report("imone.lt", ())
        await store.watches.put(Watch(team, "C1", "imone.lt", Every.DAILY, "U1", "lt", 1.0, 2.0), report)
        await store.history.keep(team, report, 1.0)
        await store.reports.put(team, report, "lt", time.time() + 60)
    before = await _rows(store)
    await store.forget_team("T1")
    left = await _rows(store)
    assert set(before.values()) == {2}
    assert set(left.values()) == {1}
    assert await store.cases.case(Thread("T2", "C1", "1.0")) == CASE


async def _rows(store: Store) -> dict[str, int]:
    """How many rows each table of ours holds."""
    ours = (schema.cases, schema.seen_events, schema.preferences, schema.counts, schema.votes)
    tables = (*ours, schema.watches, schema.history, schema.reports)
    async with store.engine.connect() as connection:
        return {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in tables
        }


async def test_what_cannot_be_read_any_more_stands_in_nobodys_way(store: Store) -> None:
    """As after damage, or a return to an older version."""
    other, report = Thread("T1", "C1", "2.0"), Report("imone.lt", ())
    for thread in (THREAD, other):
        await store.cases.keep(thread, CASE, "U1")
    watch = Watch("T1", "C1", "imone.lt", Every.DAILY, "U1", "lt", 0.0, 1.0)
    await store.watches.put(watch, report)
    await store.history.keep("T1", report, 1.0)
    link = await store.reports.put("T1", report, "lt", time.time() + 60)
    damaged = '{"language": "en", "topic": "no-such", "mail": 1}'
    async with store.engine.begin() as connection:
        cases = schema.cases
        await connection.execute(update(cases).where(cases.c.thread == THREAD.ts).values(case=damaged))
        await connection.execute(update(schema.watches).values(seen=damaged))
        await connection.execute(update(schema.history).values(marks=damaged))
        await connection.execute(update(schema.reports).values(report=damaged))
    assert await store.cases.case(THREAD) == Case("en")
    assert [recent_case.thread for recent_case in await store.cases.recent("T1", "U1")] == [other]
    assert await store.watches.seen(watch) == report
    assert await store.history.of("T1", "imone.lt") == ()
    assert await store.reports.get(link) is None
    async with store.engine.begin() as connection:
        await connection.execute(update(schema.cases).values(case="{"))
    assert await store.cases.case(THREAD) is None

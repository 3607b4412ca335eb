"""What must outlive a restart does, and what must be forgotten is."""

import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.cases.case import Case, CheckMemory, Thread, Topic
from bot.codes.values import Actor, BounceReading, Confidence, Diagnosis, MailKind, Resend
from bot.storage.store import Store

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


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}"


async def test_a_case_is_whole_after_a_restart(url: str) -> None:
    before = Store(url, case_days=30)
    await before.open()
    await before.keep(THREAD, Case("en"))
    await before.keep(THREAD, CASE)
    await before.close()
    after = Store(url, case_days=30)
    await after.open()
    assert await after.case(THREAD) == CASE
    assert await after.case(Thread("T2", "C1", THREAD.ts)) is None
    await after.close()


async def test_an_event_is_taken_once_also_after_a_restart(url: str) -> None:
    store = Store(url, case_days=30)
    await store.open()
    assert await store.first_time("Ev1")
    assert not await store.first_time("Ev1")
    await store.close()
    again = Store(url, case_days=30)
    await again.open()
    assert not await again.first_time("Ev1")
    assert await again.first_time("Ev2")
    await again.close()


async def test_old_cases_are_forgotten(url: str) -> None:
    store = Store(url, case_days=30)
    await store.open()
    await store.keep(THREAD, CASE)
    await store.keep(Thread("T1", "C1", "2.0"), CASE)
    await store.close()
    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        month_ago = time.time() - 31 * 86_400
        connection.execute(
            text("UPDATE cases SET touched = :at WHERE thread = :ts"), {"at": month_ago, "ts": THREAD.ts}
        )
    engine.dispose()
    again = Store(url, case_days=30)
    await again.open()
    assert await again.case(THREAD) is None
    assert await again.case(Thread("T1", "C1", "2.0")) == CASE
    await again.close()

"""An answer that may have crashed its process is tried once more, alone, and then given up with a word."""

import asyncio

from sqlalchemy import select, update

from bot.cases.values.asked import Domains
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.replies.words.phrases import phrases
from bot.storage.schema import owed as table
from bot.storage.store import Store
from bot.workspace.faults import RefusedCall, Slow
from bot.workspace.furnish import TEAM, YOU
from tests.scenarios.stage import SUPPORT, Stage, words
from tests.scenarios.teams import CHECKED


async def left_by_dead_processes(stage: Stage, key: str, deaths: int) -> None:
    """An answer that so many processes began before the last one, and none of them ended."""
    dead = Store(stage.settings.database_url, case_days=30)
    place = Place(TEAM.id, SUPPORT, YOU.id)
    assert await dead.outbox.take(Owed(key, place, Case("lt"), (Domains(("imone.example",)),)))
    async with dead.engine.begin() as connection:
        await connection.execute(update(table).where(table.c.key == f"{TEAM.id}/{key}").values(deaths=deaths, until=0))
    await dead.close()


async def test_an_answer_whose_process_died_is_tried_again(one_stage: Stage) -> None:
    await left_by_dead_processes(one_stage, "Ev1", 0)
    await one_stage.answer(1, has=CHECKED)


async def test_an_answer_that_ended_its_process_alone_is_given_up_with_a_word(one_stage: Stage) -> None:
    await left_by_dead_processes(one_stage, "Ev1", 2)
    await one_stage.answer(1, has=phrases("lt").say("refusal.try-again"))
    await one_stage.ws.command("/smtp", "451")
    await one_stage.answer(2, has="451")


async def test_one_that_cannot_be_read_is_given_up_with_a_word_and_keeps_no_other_waiting(one_stage: Stage) -> None:
    dead = Store(one_stage.settings.database_url, case_days=30)
    place = Place(TEAM.id, SUPPORT, YOU.id)
    keys = ("Ev1", "Ev2", "Ev3")
    for key in keys:
        assert await dead.outbox.take(Owed(key, place, Case("en"), (Domains(("imone.example",)),)))
    async with dead.engine.begin() as connection:
        whole = (await connection.execute(select(table.c.answer).limit(1))).scalar_one()
        for key, answer in (("Ev1", whole.replace("domains", "no-such")), ("Ev2", whole[:9]), ("Ev3", whole)):
            row = update(table).where(table.c.key == f"{TEAM.id}/{key}").values(answer=answer, until=0)
            await connection.execute(row)
        assert whole.replace("domains", "no-such") != whole
    await dead.close()
    word = phrases("en").say("refusal.try-again")
    await one_stage.ws.until(lambda _: any("imone.example" in words(message) for message in one_stage.posts()))
    await one_stage.ws.until(lambda _: [word in words(message) for message in one_stage.posts()].count(True) == 1)


async def test_an_answer_that_slack_refuses_is_given_up_with_a_word(one_stage: Stage) -> None:
    one_stage.ws.faults.add("chat.postMessage", RefusedCall("invalid_blocks"))
    await one_stage.ws.command("/smtp", "en 451")
    await one_stage.answer(1, has=phrases("en").say("refusal.try-again"))


async def test_the_only_one_that_is_suspected_has_its_last_try(one_stage: Stage) -> None:
    one_stage.ws.faults.add("chat.postMessage", Slow(3))  # its row stands until Slack has the answer
    await left_by_dead_processes(one_stage, "Ev1", 0)
    store = Store(one_stage.settings.database_url, case_days=30)
    deaths = 0
    while deaths < 2:
        await asyncio.sleep(0.01)
        async with store.engine.connect() as connection:
            deaths = (await connection.execute(table.select())).one().deaths
    await store.close()
    await one_stage.answer(1, has=CHECKED)

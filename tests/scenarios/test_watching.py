"""Domains that are watched, over the wire: asked for in every way, told of a change once, ended with their channel."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.workspace.dns import Zones
from bot.workspace.furnish import COLLEAGUE, PRIVATE, YOU
from bot.workspace.values import Message
from tests.scenarios.conftest import playing
from tests.scenarios.stage import DIRECT, GENERAL, SUPPORT, Stage, words
from tests.scenarios.test_check_again import DOMAIN, GOOD

BAD = {name: records for name, records in GOOD.items() if name != f"_dmarc.{DOMAIN}"}


def button(message: Message, label: str) -> str:
    """The action of the button that is called so."""
    elements = [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]
    return next(each["action_id"] for each in elements if each.get("text", {}).get("text") == label)


async def watched(stage: Stage, *, channel: str = SUPPORT) -> Message:
    """The first answer there: the domain is watched from now on."""
    await stage.ws.command("/mailcheck", f"stebėti {DOMAIN}", channel=channel)
    return await stage.answer(1, channel=channel, has="Domenas stebimas")


async def next_check(stage: Stage) -> None:
    """Makes the next check due, as if its time had come while the bot was away."""
    await stage.stop_bot()
    with closing(memory(stage)) as database, database:
        moved = database.execute("UPDATE watches SET due = due - 200000, ready = due - 200000")
        assert moved.rowcount == 1
    await stage.start_bot()


async def checked(stage: Stage) -> None:
    """Waits until the check that was due is done."""
    async with asyncio.timeout(60):
        with closing(memory(stage)) as database:
            while database.execute("SELECT due FROM watches").fetchone()[0] < time.time():  # noqa: ASYNC110  it tells nobody
                await asyncio.sleep(0.05)


def memory(stage: Stage) -> sqlite3.Connection:
    return sqlite3.connect(stage.settings.database_url.partition("///")[2])


async def test_a_command_begins_lists_and_ends(stage: Stage) -> None:
    message = await watched(stage)
    assert "kasdien" in words(message)
    await stage.ws.command("/mailcheck", f"watch {DOMAIN} hourly")
    assert "kas valandą" in words(await stage.answer(2, has="Domenas stebimas"))
    await stage.ws.command("/mailcheck", "stebimi")
    listed = await stage.answer(3, has="Stebimi domenai")
    assert DOMAIN in words(listed)
    assert "kas valandą" in words(listed)
    await stage.ws.command("/mailcheck", f"unwatch {DOMAIN}")
    await stage.answer(4, has="nebestebiu")
    await stage.ws.command("/mailcheck", "stebimi")
    await stage.answer(5, has="nestebimas nė vienas")


async def test_a_sentence_and_a_button_do_the_same(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", DOMAIN)
    root = await one_stage.answer(1, has="Patikrinta")
    await one_stage.ws.click(root, "ask:more", "watch")
    answer = await one_stage.answer(1, thread=root.ts, has="Domenas stebimas")
    await one_stage.ask("nebestebėk šito domeno", root, has="nebestebiu")
    await one_stage.ask("stebėk jį kas valandą", root, has="kas valandą")
    await one_stage.ws.click(answer, button(answer, "Nebestebėti"))
    await one_stage.answer(4, thread=root.ts, has="nebestebiu")


async def test_several_domains_are_watched_with_one_command(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", "en watch imone.example sveika.example")
    root = await one_stage.answer(1, has="imone.example")
    await one_stage.answer(1, thread=root.ts, has="sveika.example")
    answer = await one_stage.ask("what is being watched?", root, has="Watched domains")
    assert "imone.example" in words(answer)
    assert "sveika.example" in words(answer)


async def test_what_to_watch_is_asked_kindly(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", "watch")
    answer = await one_stage.answer(1, has="Apie kurį domeną")
    assert "/mailcheck stebėti imone.lt" in words(answer)


async def test_where_the_bot_is_no_member_it_says_what_it_cannot_do(one_stage: Stage) -> None:
    message = await watched(one_stage, channel=GENERAL)
    assert message.ephemeral_to == YOU.id
    assert "/invite" in words(message)
    assert "parašyti negalėsiu" in words(message)
    assert "parašysiu" not in words(message)


async def test_a_change_for_the_worse_is_told_once_and_leads_on(tmp_path: Path) -> None:
    async with playing("socket", tmp_path, Zones(GOOD)) as stage:
        await watched(stage)
        stage.dns.zones = Zones(BAD)
        await next_check(stage)
        news = await stage.answer(2, has="Reikia dėmesio")
        assert "DMARC įrašo nėra" in words(news)
        fix = await stage.ask("kaip sutvarkyti?", news, has="DMARC")
        assert "_dmarc.imone.example" in words(fix)
        assert "BIMI" not in words(fix)  # it is the news that is spoken of
        await next_check(stage)
        await checked(stage)  # nothing has changed since
        stage.dns.zones = Zones(GOOD)
        await stage.ws.click(news, button(news, "Patikrinti iš naujo"))
        await stage.answer(2, thread=news.ts, has="Sutvarkyt")
        assert len(stage.posts()) == 2


@pytest.mark.parametrize("channel", [SUPPORT, PRIVATE])
async def test_an_archived_channel_ends_its_watches_with_a_word_to_who_asked(one_stage: Stage, channel: str) -> None:
    await watched(one_stage, channel=channel)
    await one_stage.ws.archive(channel)
    answer = await one_stage.answer(1, channel=DIRECT, has="suarchyvuotas")
    assert f"<#{channel}>" in words(answer)
    assert DOMAIN in words(answer)
    await one_stage.ws.command("/mailcheck", "stebimi", channel=DIRECT)
    await one_stage.answer(2, channel=DIRECT, has="nestebimas nė vienas")


async def test_a_bot_that_is_removed_ends_its_watches_there_and_no_others(one_stage: Stage) -> None:
    await watched(one_stage)
    await watched(one_stage, channel=PRIVATE)
    await one_stage.ws.remove(SUPPORT, COLLEAGUE.id)  # a person who leaves ends nothing
    await one_stage.ws.remove(SUPPORT)
    answer = await one_stage.answer(1, channel=DIRECT, has="manęs nebėra")
    assert f"<#{SUPPORT}>" in words(answer)
    await one_stage.ws.command("/mailcheck", "stebimi", channel=DIRECT)
    await one_stage.answer(2, channel=DIRECT, has=DOMAIN)


async def test_a_removal_that_was_not_heard_of_is_noticed_at_the_next_news(tmp_path: Path) -> None:
    async with playing("http", tmp_path, Zones(GOOD)) as stage:
        await watched(stage)
        await stage.stop_bot()
        stage.ws.state.set_channel(stage.ws.state.archive(stage.ws.state.channels[SUPPORT]))
        await stage.ws.idle()
        await stage.start_bot()
        stage.dns.zones = Zones(BAD)
        await next_check(stage)
        await stage.answer(1, channel=DIRECT, has="suarchyvuotas")


async def test_a_workspace_may_watch_a_thousand_and_sees_the_worst_of_them(one_stage: Stage) -> None:
    due = time.time() + 50_000
    rows = [(f"klientas-{n}.example", due, due, "error" if n == 777 else "ok") for n in range(1000)]
    with closing(memory(one_stage)) as database, database:
        database.executemany(
            "INSERT INTO watches (team, channel, domain, every, user, language, since, due, ready, failures, worst,"
            " seen) VALUES ('T0LOCAL01', 'C0SUPPORT', ?, 'daily', 'U0YOU0001', 'lt', 0, ?, ?, 0, ?, '{}')",
            rows,
        )
    await one_stage.ws.command("/mailcheck", "stebimi")
    listed = await one_stage.answer(1, has="Stebimi domenai")
    assert words(listed).index("klientas-777.example") < words(listed).index("klientas-0.example")
    assert "Dar 970 domenų" in words(listed)
    await one_stage.ws.command("/mailcheck", f"stebėti {DOMAIN}")
    refused = await one_stage.answer(2, has="Daugiau domenų stebėti negaliu")
    assert "nebestebėti" in words(refused)

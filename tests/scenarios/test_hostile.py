"""Texts and files made to stop the bot: their asker is answered, and nobody else waits."""

import asyncio
import re
from functools import cache
from pathlib import Path

import pytest

from bot.reading import reader
from bot.reading.template import GENEROUS, Limits
from bot.workspace import furnish
from bot.workspace.values import Message
from tests.codes.bounces.msgbomb import ole_bomb
from tests.scenarios.recorded import CASES
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.test_operating import figure, get

EXIM = "\n".join(("12:00:00 ** " + "@" * 570 + " ") * 7 for _ in range(5))[:19_000]
MARKS = "a" + "\u0301\u0316" * 9_000
THAI = "ก" * 300
HTML = b"<p>&lt;joe@imone.example&gt;: 550 5.1.1 user unknown &#" + b"9" * 4400 + b";\n"
FAULTY = {
    "charset": b"Content-Type: text/plain; charset=idna\n\n<joe@imone.example>: 550 5.1.1 user \xff unknown\n",
    "entity": b"Content-Type: text/html\n\n" + HTML,
    "surrogate": b"Content-Type: text/plain; charset=utf-7\n\n<+2AA-oe@imone.example>: 550 5.1.1 user unknown\n",
}
FAILURE = b"From: MAILER-DAEMON@imone.example\nSubject: failure notice\n"
HONEST = FAILURE + b"\n<joe@imone.example>: 550 5.1.1 user unknown\n"
PASTED = (CASES / "mailbox-full" / "bounce.txt").read_text("utf-8")
CAUSE = "Tokios pašto dėžutės nėra"
LIKELY = {"charset": "Greičiausiai tokios pašto dėžutės nėra"}
"""Where a byte that cannot be read stands among the words that tell the cause."""


def with_recipients(reports: int, recipients: int) -> bytes:
    """A mail whose delivery reports name so many recipients each."""
    parts = []
    for report in range(reports):
        groups = "".join(
            f"Final-Recipient: rfc822; a{report}-{number}@imone.example\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n"
            for number in range(recipients)
        )
        parts.append(f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.imone.example\n\n{groups}")
    return FAILURE + b"Content-Type: multipart/report; boundary=b\n\n" + "".join(parts).encode() + b"--b--\n"


async def others_are_served(stage: Stage, count: int = 3) -> None:
    """Somebody else asks, and whoever runs the bot looks whether it lives."""
    origin = stage.address.removesuffix("/slack/events")
    other = next(user.id for user in stage.ws.state.users.values() if user.id != furnish.YOU.id and not user.is_bot)
    for _ in range(count):
        delivery = await stage.ws.command("/smtp", "550", user=other)
        assert delivery.acknowledged
        assert (await get(f"{origin}/healthz"))[0] == 200


def stored(stage: Stage) -> bytes:
    """Every byte of the bot's database and its journal."""
    database = Path(stage.settings.database_url.partition("///")[2])
    return b"".join(file.read_bytes() for file in database.parent.iterdir())


async def never_stood_still(stage: Stage) -> None:
    _, page = await get(f"{stage.address.removesuffix('/slack/events')}/metrics")
    assert figure(page, "mailbot_loop_silences_total") == 0


@pytest.mark.parametrize("text", ["a" * 300, THAI, MARKS, EXIM], ids=["letters", "thai", "marks", "exim"])
async def test_a_message_made_to_stop_the_bot_is_answered(one_stage: Stage, text: str) -> None:
    message = await one_stage.ws.say(text, channel=DIRECT)
    await others_are_served(one_stage)
    await one_stage.answer(1, channel=DIRECT, thread=message.ts)
    await one_stage.answer(3, has="550")
    await never_stood_still(one_stage)


@pytest.mark.parametrize("command", ["/smtp", "/mailcheck"])
@pytest.mark.parametrize("text", ["a" * 3_000, MARKS, EXIM], ids=["letters", "marks", "exim"])
async def test_a_command_made_to_stop_the_bot_is_acknowledged_and_answered(
    one_stage: Stage, command: str, text: str
) -> None:
    sent = asyncio.create_task(one_stage.ws.command(command, text))
    await others_are_served(one_stage)
    assert (await sent).acknowledged
    await one_stage.answer(4)
    await never_stood_still(one_stage)


async def whispered(stage: Stage, has: str, times: int = 1) -> list[Message]:
    """What the asker alone was told, so many times."""

    def look(_: object) -> list[Message]:
        notes = [message for message in stage.posts() if message.ephemeral_to and has in words(message)]
        return notes if len(notes) == times else []

    return await stage.ws.until(look, timeout=60)


async def test_a_file_that_says_it_holds_two_gigabytes_is_no_bounce(one_stage: Stage) -> None:
    await one_stage.ws.drop_file("laiskas.msg", ole_bomb(300))
    await others_are_served(one_stage)
    await whispered(one_stage, "nepanašu į nepristatymo pranešimą")
    await never_stood_still(one_stage)


@cache
def endless() -> bytes:
    """Its streams are told apart by going through those before, for each."""
    return ole_bomb(40_000, apart=True)


@pytest.fixture
def soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may hold a report is given up early. That a worker keeps the true limit shows `reading/test_workers.py`."""
    monkeypatch.setattr(reader, "GENEROUS", Limits(0.5, GENEROUS.clock))


@pytest.mark.usefixtures("soon_given_up")
async def test_a_file_that_takes_too_long_is_refused_kindly_and_the_next_is_read(one_stage: Stage) -> None:
    await one_stage.ws.drop_file("laiskas.msg", endless())
    await others_are_served(one_stage)
    honest = await one_stage.ws.drop_file("laiskas.eml", HONEST)
    await one_stage.answer(1, thread=honest.ts, has=CAUSE)
    assert "550" in words((await whispered(one_stage, "per sudėtingas"))[0])
    again = await one_stage.ws.drop_file("laiskas.eml", HONEST)
    await one_stage.answer(1, thread=again.ts, has=CAUSE)
    await never_stood_still(one_stage)


@pytest.mark.usefixtures("soon_given_up")
async def test_a_bounce_pasted_while_all_workers_are_busy_is_acknowledged_and_read_in_its_turn(
    one_stage: Stage,
) -> None:
    for _ in range(2):
        await one_stage.ws.drop_file("laiskas.msg", endless())
    assert (await one_stage.ws.command("/smtp", PASTED)).acknowledged
    await one_stage.ws.until(
        lambda _: [message for message in one_stage.posts() if "dėžutė perpildyta" in words(message)]
    )
    await whispered(one_stage, "per sudėtingas", times=2)
    assert b"direktore@" not in stored(one_stage)


async def test_of_very_many_recipients_fifty_are_kept_and_the_rest_are_counted(one_stage: Stage) -> None:
    mail = await one_stage.ws.drop_file("laiskas.eml", with_recipients(60, 430))
    await others_are_served(one_stage)
    text = words(await one_stage.answer(1, thread=mail.ts, has="Ir dar"))
    assert re.search(r"25\W?800 gavėjų", text)
    assert re.search(r"25\W?788 gavėj", text)
    assert len(stored(one_stage)) < 1024 * 1024
    await never_stood_still(one_stage)


@pytest.mark.parametrize("fault", FAULTY)
async def test_a_mail_that_made_the_reader_fail_is_answered(one_stage: Stage, fault: str) -> None:
    mail = await one_stage.ws.drop_file("laiskas.eml", FAILURE + FAULTY[fault], channel=SUPPORT)
    await one_stage.answer(1, thread=mail.ts, has=LIKELY.get(fault, CAUSE))


async def test_a_long_question_is_understood_in_its_thread(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", "imone.example")
    root = await one_stage.answer(1, has="Patikrinta")
    await one_stage.ask("Labas, " + "klientas klausia ir klausia, " * 8 + "o kas dėl SPF?", root, has="SPF")

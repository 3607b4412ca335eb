"""Mails dropped in Slack, and the shortcut on a message: read, masked for others, refused kindly."""

import asyncio
from pathlib import Path

import pytest

from bot.cases.values.case import Case, Thread
from bot.cases.values.owed import Owed
from bot.slack.outbox.taking import Taking
from bot.storage.tables.cases import Cases
from bot.storage.tables.outbox import Outbox
from bot.workspace.faults import Slow
from tests.scenarios.recorded import CASES
from tests.scenarios.stage import DIRECT, GENERAL, SUPPORT, Stage, words

MAIL = "message/rfc822"
BOUNCE = (CASES / "mx-at-old-host" / "bounce.eml").read_bytes()
PASTED = (CASES / "mailbox-full" / "bounce.txt").read_text("utf-8")
ADDRESS = "registratura@dantu-klinika.lt"
MASKED = "r***@dantu-klinika.lt"
LARGEST = 10 * 1024 * 1024
COMPLAINT = b"""From: <feedback@arf.mail.yahoo.com>
To: <abuse@imone.lt>
Subject: Email Feedback Report for IP 185.5.54.77
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Yahoo!-Mail-Feedback/2.0
Version: 1
Original-Mail-From: <naujienos@imone.lt>
Source-IP: 185.5.54.77

--b
Content-Type: message/rfc822

From: <naujienos@imone.lt>
To: <jonas@yahoo.com>
Subject: Naujienos

Labas
--b--
"""
AWAY = """From: Jonas <jonas@imone.lt>
To: rasa@kita.lt
Subject: Automatinis atsakymas: atostogos
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

Atostogauju iki lapkričio 30 d.
""".encode()
LETTER = b"From: a@imone.lt\nTo: b@kita.lt\nSubject: Pietus\n\nLabas, ar eini pietauti?\n"


async def dropped(stage: Stage, content: bytes, *, channel: str = SUPPORT, name: str = "laiskas.eml", has: str) -> str:
    mail = await stage.ws.drop_file(name, content, channel=channel, mimetype=MAIL)
    return words(await stage.answer(1, channel=channel, thread=mail.ts, has=has))


def stored_in(folder: Path) -> bytes:
    """Every byte of the bot's database and its journal."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_in_a_channel_addresses_are_masked(stage: Stage) -> None:
    answer = await dropped(stage, BOUNCE, has="Tokios pašto dėžutės nėra")
    assert MASKED in answer
    assert ADDRESS not in answer


async def test_nothing_whole_is_stored(one_stage: Stage, tmp_path: Path) -> None:
    mail = await one_stage.ws.drop_file("laiskas.eml", BOUNCE, channel=DIRECT, mimetype=MAIL)
    await one_stage.answer(1, channel=DIRECT, thread=mail.ts, has="dabar")
    await one_stage.ws.say("ačiū", channel=DIRECT, thread_ts=mail.ts)
    await one_stage.answer(2, channel=DIRECT, thread=mail.ts)
    await one_stage.stop_bot()
    stored = stored_in(tmp_path)
    assert b"dantu-klinika.lt" in stored
    assert ADDRESS.encode() not in stored
    assert b"Vizito laikas" not in stored


async def test_in_a_direct_message_the_asker_sees_them_in_full(one_stage: Stage) -> None:
    assert ADDRESS in await dropped(one_stage, BOUNCE, channel=DIRECT, has="Tokios pašto dėžutės nėra")


@pytest.mark.parametrize(("language", "says"), [("lt", "Gavėjo pašto dėžutė perpildyta"), ("en", "mailbox is full")])
async def test_the_shortcut_explains_a_pasted_bounce_in_its_language(
    one_stage: Stage, language: str, says: str
) -> None:
    message = await one_stage.ws.say(PASTED)
    await one_stage.answer(1, thread=message.ts)  # plainly a bounce: nobody has to ask
    await one_stage.ws.shortcut(f"explain_bounce:{language}", message)
    text = words(await one_stage.answer(2, thread=message.ts, has=says))
    assert "direktore@" not in text


async def test_where_the_bot_is_no_member_the_shortcut_is_answered_in_the_thread(one_stage: Stage) -> None:
    root = await one_stage.ws.say("klausimas", channel=GENERAL)
    message = await one_stage.ws.say(PASTED, channel=GENERAL, thread_ts=root.ts)
    await one_stage.ws.shortcut("explain_bounce:lt", message)
    answer = await one_stage.answer(1, channel=GENERAL, thread=root.ts, has="Gavėjo pašto dėžutė perpildyta")
    assert answer.ephemeral_to


async def test_the_shortcut_explains_a_dropped_mail(one_stage: Stage) -> None:
    mail = await one_stage.ws.drop_file("laiskas.eml", BOUNCE, mimetype=MAIL)
    await one_stage.answer(1, thread=mail.ts, has="Tokios pašto dėžutės nėra")
    await one_stage.ws.shortcut("explain_bounce:en", mail)
    assert MASKED in words(await one_stage.answer(2, thread=mail.ts, has="There is no such mailbox"))


async def test_a_bounce_pasted_in_a_thread_is_read_there(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "451")
    root = await one_stage.answer(1, has="451")
    await one_stage.ask(PASTED, root, has="Gavėjo pašto dėžutė perpildyta")


async def test_a_complaint_and_an_automatic_reply_are_told_apart_from_bounces(one_stage: Stage) -> None:
    await dropped(one_stage, COMPLAINT, name="skundas.eml", has="skundo ataskaita")
    answer = await dropped(one_stage, AWAY, name="atostogos.eml", has="Tai automatinis atsakymas, ne atmetimas")
    assert "Patikrinau" not in answer


async def test_what_is_no_bounce_is_refused_with_what_to_do_instead(one_stage: Stage) -> None:
    await one_stage.ws.drop_file("laiskas.eml", LETTER, mimetype=MAIL)
    answer = await one_stage.answer(1, has="nepanašu į nepristatymo pranešimą")
    assert ".eml" in words(answer)
    assert answer.ephemeral_to


async def test_what_is_too_large_is_refused_unread(one_stage: Stage) -> None:
    await one_stage.ws.drop_file("laiskas.eml", b"x" * (LARGEST + 1), mimetype=MAIL)
    answer = await one_stage.answer(1, has="per didelis")
    assert "10 MB" in words(answer)
    assert answer.ephemeral_to


async def test_a_file_that_is_no_mail_is_left_alone(one_stage: Stage, tmp_path: Path) -> None:
    other = await one_stage.ws.drop_file("ataskaita.pdf", b"%PDF-1.7", mimetype="application/pdf")
    await dropped(one_stage, BOUNCE, has="Tokios pašto dėžutės nėra")
    await one_stage.ws.idle()
    assert one_stage.posts(thread=other.ts) == []


async def test_a_follow_up_that_comes_while_the_answer_ends_is_answered(
    one_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is read before the case is kept, and has answered after the turn has ended."""
    posting, ended = asyncio.Event(), asyncio.Event()
    hold, case, brought = Outbox.hold, Cases.case, Taking.brought

    async def posts(outbox: Outbox, id: str) -> None:
        await hold(outbox, id)
        posting.set()

    async def reads_late(cases: Cases, thread: Thread) -> Case | None:
        kept = await case(cases, thread)
        if kept is None and posting.is_set():
            await ended.wait()
        return kept

    async def ends(taking: Taking, owed: Owed) -> None:
        await brought(taking, owed)
        ended.set()

    for owner, name, instead in ((Outbox, "hold", posts), (Cases, "case", reads_late), (Taking, "brought", ends)):
        monkeypatch.setattr(owner, name, instead)
    one_stage.ws.faults.add("chat.postMessage", Slow(0.5))
    mail = await one_stage.ws.drop_file("laiskas.eml", COMPLAINT, channel=SUPPORT, mimetype=MAIL)
    await posting.wait()
    await one_stage.ws.say("kodėl?", channel=SUPPORT, thread_ts=mail.ts)
    await one_stage.answer(2, thread=mail.ts)

"""Bounces as they come into Slack: mailed to a channel, pasted, forwarded, of other apps; and who is answered."""

from dataclasses import replace

from bot.workspace.furnish import GENERAL, MONITOR
from bot.workspace.values import Message, User
from tests.scenarios.recorded import CASES
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words

BOUNCE = (CASES / "mx-at-old-host" / "bounce.eml").read_bytes()
PASTED = (CASES / "mailbox-full" / "bounce.txt").read_text("utf-8")
FULL, GONE = "Gavėjo pašto dėžutė perpildyta", "Tokios pašto dėžutės nėra"
LETTER = b"From: a@imone.lt\nTo: b@kita.lt\nSubject: Pietus\n\nLabas, ar eini pietauti?\nIki 550 skambinti.\n"


async def answered(stage: Stage, message: Message, has: str, channel: str = SUPPORT) -> Message:
    return await stage.answer(1, channel=channel, thread=message.ts, has=has)


async def silence(stage: Stage, *requests: Message) -> None:
    """Nothing is said to these, once something else that came after them was answered."""
    later = await stage.ws.say("@mailbot 451")
    await answered(stage, later, "451")
    await stage.ws.idle()
    assert [answer.text for message in requests for answer in stage.posts(thread=message.ts)] == []
    assert not [message for message in stage.posts() if message.ephemeral_to]


async def test_a_bounce_mailed_to_the_channels_address_is_answered_in_its_thread(stage: Stage) -> None:
    mail = await stage.ws.mail(BOUNCE)
    text = words(await answered(stage, mail, GONE))
    assert "r***@dantu-klinika.lt" in text
    await stage.ws.shortcut("explain_bounce:en", mail)
    await stage.answer(2, thread=mail.ts, has="There is no such mailbox")


async def test_a_snippet_a_forward_and_another_apps_blocks_are_read(one_stage: Stage) -> None:
    ws = one_stage.ws
    await answered(one_stage, await ws.paste(PASTED), FULL)
    elsewhere = await ws.say(PASTED, channel=GENERAL)  # the bot is no member there
    await answered(one_stage, await ws.forward(elsewhere), FULL)
    text = {"type": "mrkdwn", "text": PASTED.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}
    posted = await ws.say_as_app("New ticket", blocks=[{"type": "section", "text": text}])
    await answered(one_stage, posted, FULL)
    quoted = await ws.say("\n".join(f"> {line}" for line in PASTED.splitlines()))
    await answered(one_stage, quoted, FULL)


async def test_the_shortcut_reads_them_too(one_stage: Stage) -> None:
    ws = one_stage.ws
    await ws.command("/smtp", "bounces off here")
    await one_stage.answer(1, has="nepristatymo")
    elsewhere = await ws.say(PASTED, channel=GENERAL)
    for message in (await ws.paste(PASTED), await ws.forward(elsewhere), await ws.mail(BOUNCE)):
        await ws.shortcut("explain_bounce:lt", message)
        await answered(one_stage, message, FULL if message.bot_id == "" else GONE)


async def test_a_file_of_another_workspace_is_looked_up_first(one_stage: Stage) -> None:
    ws = one_stage.ws
    guest = ws.state.add_user(User("U0GUEST01", "guest", "Guest", team="T0OTHER01"))
    await ws.invite(SUPPORT, guest.id)
    mail = await ws.drop_file("laiskas.eml", BOUNCE, user=guest.id, mimetype="message/rfc822")
    await answered(one_stage, mail, GONE)
    picture = await ws.drop_file("a.png", b"\x89PNG", user=guest.id, mimetype="image/png")
    message = await ws.drop_file("b.png", b"\x89PNG", text="@mailbot 552", user=guest.id, mimetype="image/png")
    await answered(one_stage, message, "552")
    await silence(one_stage, picture)


async def test_what_is_not_plainly_a_bounce_is_left_alone(one_stage: Stage) -> None:
    ws = one_stage.ws
    left = [
        await ws.mail(LETTER),
        await ws.paste("Planas:\n- 250 eurų\n- 550 kvietimų\n" * 40),
        await ws.say("labas\n451 kabinetas\n550 eurų"),
        await ws.say("552 5.2.2 Over quota"),
        await ws.say_as_app("Build 550 failed\nsee log"),
    ]
    await silence(one_stage, *left)


async def test_a_channel_or_the_workspace_turns_that_off(one_stage: Stage) -> None:
    ws = one_stage.ws
    await ws.command("/smtp", "pranešimai išjungti visiems")
    await one_stage.answer(1, has="nebeaiškinsiu")
    left = [await ws.say(PASTED), await ws.mail(BOUNCE), await ws.paste(PASTED)]
    await silence(one_stage, *left)
    await ws.command("/smtp", "bounces on here")
    await one_stage.answer(2, has="paaiškinsiu")
    await answered(one_stage, await ws.say(PASTED), FULL)


async def test_another_app_is_not_answered_in_a_thread(one_stage: Stage) -> None:
    """Two bots that read each other's answers would never end."""
    root = await one_stage.ws.say("kas čia?")
    inner = await one_stage.ws.say_as_app(PASTED, thread_ts=root.ts)
    assert inner.user == MONITOR.id
    await silence(one_stage, root)


async def test_a_mention_added_by_an_edit_counts_once(one_stage: Stage) -> None:
    ws = one_stage.ws
    message = await ws.say("451")
    await ws.edit(message, "@mailbot 451")
    await answered(one_stage, message, "451")
    await ws.edit(message, "@mailbot 4511")
    await silence(one_stage)
    assert len(one_stage.posts(thread=message.ts)) == 1


async def test_the_bots_shown_name_is_a_mention_though_slack_made_none(one_stage: Stage) -> None:
    typed = await one_stage.ws.say("labas")
    for text in ("@Mailbot 451", "ačiū, @mailbot: kas yra 451?"):
        ts = one_stage.ws.state.new_ts()
        plain = one_stage.ws.state.post(replace(typed, ts=ts, text=text))
        await answered(one_stage, plain, "451")
    other = one_stage.ws.state.post(replace(typed, ts=one_stage.ws.state.new_ts(), text="info@mailbot.lt 451"))
    await silence(one_stage, other)


async def test_in_a_direct_message_a_snippet_that_is_no_bounce_is_refused(one_stage: Stage) -> None:
    message = await one_stage.ws.paste("labas\n" * 100, channel=DIRECT)
    await answered(one_stage, message, "nepanašu į nepristatymo pranešimą", channel=DIRECT)

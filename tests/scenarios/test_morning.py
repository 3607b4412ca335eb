"""An agent's morning: whatever way a bounce comes into Slack, it is answered once, and seen by whom it should be."""

from bot.workspace.furnish import GENERAL, YOU
from bot.workspace.values import Message, User
from tests.scenarios.recorded import CASES
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.test_first_words import button
from tests.scenarios.test_letters import modal

BOUNCE = (CASES / "mx-at-old-host" / "bounce.eml").read_bytes()
PASTED = (CASES / "mailbox-full" / "bounce.txt").read_text("utf-8")
FULL, GONE = "Gavėjo pašto dėžutė perpildyta", "Tokios pašto dėžutės nėra"


async def test_a_morning(stage: Stage) -> None:
    ws = stage.ws
    guest = ws.state.add_user(User("U0GUEST01", "guest", "Guest", team="T0OTHER01"))
    await ws.invite(SUPPORT, guest.id)

    async def answered(message: Message, has: str, channel: str = SUPPORT) -> Message:
        return await stage.answer(1, channel=channel, thread=message.ts, has=has)

    def offered(_: object) -> list[Message]:
        """The answer, once it is whole: it offers the letter."""
        return [each for each in stage.posts(thread=mailed.ts) if "customer" in str(each.blocks)]

    mailed = await ws.mail(BOUNCE)
    (answer,) = await ws.until(offered)
    await ws.click(answer, button(answer, "customer"))
    window = await modal(stage)
    letter = window.content["blocks"][0]["element"]["initial_value"]
    assert letter.startswith("Laba diena,")  # to be copied: one click from the bounce
    await ws.close_view(window)

    snippet = await ws.paste(PASTED)
    forwarded = await ws.forward(await ws.say(PASTED, channel=GENERAL))
    line = await ws.say("552 5.2.2 Over quota", channel=DIRECT)
    shared = await ws.drop_file("laiskas.eml", BOUNCE, user=guest.id, mimetype="message/rfc822")
    step = await ws.run_step("explain_bounce", {"text": PASTED})
    await ws.until(lambda state: state.executions[step.id].outputs)
    await answered(snippet, FULL)
    await answered(forwarded, FULL)
    await answered(line, FULL, DIRECT)
    await answered(shared, GONE)
    await ws.idle()
    for message in (mailed, snippet, forwarded, shared):
        assert [each.ephemeral_to for each in stage.posts(thread=message.ts)] == [""]
    assert len(stage.posts(DIRECT, line.ts)) == 1
    assert stage.posts() == []  # nothing in the channel itself, and nothing whispered
    assert stage.posts(GENERAL) == []
    assert ws.state.modals(YOU.id) == ()
    assert not [call for call in ws.calls if call.error]
    assert "r***@" in words(stage.posts(thread=shared.ts)[0])

"""The whole path, end to end: commands, domain checks, follow-ups, a redelivery, a rate limit, a restart."""

import pytest

from bot.workspace.faults import DELIVERY, RateLimited, Repeated
from bot.workspace.values import Message
from tests.scenarios.stage import DIRECT, GENERAL, Stage, words


async def test_a_code_in_both_languages(stage: Stage) -> None:
    await stage.ws.command("/smtp", "lt 451")
    lithuanian = await stage.answer(1, has="451")
    assert "vietinio apdorojimo klaida" in words(lithuanian)
    await stage.ws.command("/smtp", "451 en")
    english = await stage.answer(2, has="451")
    assert "local processing error" in words(english)
    assert "Who needs to act" in words(english)


async def test_follow_ups_speak_of_the_enhanced_code_that_was_typed(stage: Stage) -> None:
    await stage.ws.command("/smtp", "550 5.7.26")
    root = await stage.answer(1, has="5.7.26")
    for question in ("kaip sutvarkyti?", "kas turi tvarkyti?"):
        assert "SPF" in words(await stage.ask(question, root, has="DKIM"))
    assert "550 5.7.26" in words(await stage.ask("parašyk klientui", root, has="Laba diena"))


async def test_three_sample_domains(stage: Stage) -> None:
    for count, domain in enumerate(("imone.example", "sveika.example", "parduotuve.example"), start=1):
        await stage.ws.command("/mailcheck", domain)
        await stage.answer(count, has="Patikrinta")
    broken, healthy, doubled = stage.posts()
    assert "SPF" in words(broken)
    assert "v=spf1" in words(doubled)
    assert words(healthy) != words(broken)


async def test_five_follow_ups_about_one_domain(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has="Patikrinta")
    explained = await stage.ask("o kas dėl SPF?", root, has="SPF")
    assert "imone.example" in words(explained)
    await stage.ask("kaip sutvarkyti?", root, has="v=spf1")
    await stage.ask("parodyk MX įrašus", root, has="MX")
    in_english = await stage.ask("in English please", root, has="MX")
    assert "įraš" not in words(in_english)
    other = await stage.ask("and 550?", root, has="550")
    assert "Who needs to act" in words(other)


async def test_a_thread_keeps_its_language_and_subject_over_a_restart(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "en imone.example")
    root = await stage.answer(1, has="Checked")
    await stage.stop_bot()
    await stage.start_bot()
    again = await stage.ask("o kas dėl SPF?", root, has="imone.example")
    assert "SPF" in words(again)
    assert "įraš" not in words(again)


async def test_a_redelivered_event_is_answered_once(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451")
    root = await stage.answer(1)
    stage.ws.faults.add(DELIVERY, Repeated(2))
    await stage.ask("ar siųsti iš naujo?", root)
    await stage.ws.idle()
    await stage.ask("ačiū", root)
    assert len(stage.posts(thread=root.ts)) == 2


async def test_a_rate_limit_is_survived(stage: Stage) -> None:
    stage.ws.faults.add("chat.postMessage", RateLimited(retry_after=1))
    await stage.ws.command("/smtp", "451")
    await stage.answer(1, has="451")
    assert [call.status for call in stage.ws.calls if call.method == "chat.postMessage"] == [429, 200]


async def test_where_the_bot_is_no_member_only_the_asker_is_answered(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451", channel=GENERAL)
    answer = await stage.answer(1, channel=GENERAL, has="451")
    assert answer.ephemeral_to
    assert "/invite" in words(answer)
    assert not any(block["type"] == "actions" for block in answer.blocks)


async def test_a_thread_that_is_not_the_bots_is_left_alone_but_a_mention_is_answered(stage: Stage) -> None:
    chat = await stage.ws.say("kas žino, kas tas 451?")
    await stage.ws.say("o kas dėl SPF?", thread_ts=chat.ts)
    await stage.ws.say("@mailbot 451", thread_ts=chat.ts)
    answer = await stage.answer(1, thread=chat.ts, has="451")
    await stage.ws.idle()
    assert stage.posts(thread=chat.ts) == [answer]


async def test_a_mention_that_is_edited_is_not_answered_again(stage: Stage) -> None:
    """Slack tells of an edited message that mentions the bot as if it were a new mention."""
    bot = stage.ws.state.bot.id
    root = await stage.ws.say(f"<@{bot}> 451")
    await stage.answer(1, thread=root.ts, has="451")
    text = f"<@{bot}> 550"
    await stage.ws.edit(root, text)
    again = {"type": "app_mention", "user": root.user, "text": text, "channel": root.channel, "ts": root.ts}
    await stage.ws.event({**again, "edited": {"user": root.user, "ts": root.ts}, "event_ts": stage.ws.state.new_ts()})
    await stage.ws.idle()
    await stage.stop_bot()  # it finishes what it began
    assert len(stage.posts(thread=root.ts)) == 1


async def test_a_direct_message_needs_no_mention(stage: Stage) -> None:
    message = await stage.ws.say("imone.example", channel=DIRECT)
    await stage.answer(1, channel=DIRECT, thread=message.ts, has="Patikrinta")


async def test_a_button_asks_its_question(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has="Patikrinta")
    await stage.ws.click(root, "ask:more", "explain:all")
    checks = await stage.answer(1, thread=root.ts, has="SPF")
    await stage.ws.click(checks, "ask:menu", "explain:dmarc")
    await stage.answer(2, thread=root.ts, has="DMARC įrašo nėra")


async def test_a_question_outside_its_business_is_not_guessed_at(stage: Stage) -> None:
    await stage.ws.command("/smtp", "451")
    root = await stage.answer(1)
    answer = await stage.ask("koks oras rytoj Vilniuje?", root)
    assert any(block["type"] == "actions" for block in answer.blocks)


@pytest.mark.parametrize(
    ("command", "text", "instead"),
    [("/smtp", "abrakadabra", "/smtp 451"), ("/mailcheck", "ne domenas!", "imone.lt"), ("/mailcheck", "", "imone.lt")],
)
async def test_what_is_not_understood_says_what_to_type(stage: Stage, command: str, text: str, instead: str) -> None:
    await stage.ws.command(command, text)
    answer = await stage.answer(1)
    assert instead in words(answer)


async def test_nothing_from_outside_reaches_slack_as_markup(stage: Stage) -> None:
    await stage.ws.command("/smtp", "<!channel> <https://evil.example|click> `x` *bold*")
    answer = await stage.answer(1)
    assert_no_markup(answer)


def assert_no_markup(message: Message) -> None:
    assert "<!" not in words(message)
    assert "<http" not in words(message).replace("<https://www.rfc-editor.org", "")

"""The conversation with the bot as an agent: prompts in the reader's language, a status, the same answers."""

import pytest

from bot.workspace.faults import Dropped, Fault, RefusedCall
from bot.workspace.furnish import DIRECT, SUPPORT
from bot.workspace.values import Assistant
from tests.scenarios.stage import Stage, words


async def prompted(stage: Stage, title: str) -> Assistant:
    await stage.ws.open_home(tab="messages")

    def look(_: object) -> Assistant | None:
        shown = stage.ws.state.assistant(DIRECT, "")
        return shown if shown.prompts_title == title else None

    message = await stage.ws.until(look)
    assert message is not None
    return message


async def test_each_prompt_has_its_answer(stage: Stage) -> None:
    shown = await prompted(stage, "Paklauskite, pavyzdžiui:")
    assert 1 <= len(shown.prompts) <= 4
    for prompt in shown.prompts:
        message = await stage.ws.say(prompt.message, channel=DIRECT)
        answer = await stage.answer(1, channel=DIRECT, thread=message.ts)
        assert "nesupratau" not in words(answer).lower()


async def test_prompts_are_in_the_language_that_was_chosen(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "lang en")
    await one_stage.answer(1)
    shown = await prompted(one_stage, "Ask, for example:")
    await one_stage.ws.command("/smtp", "lang lt", channel=DIRECT)  # at once, where the conversation is open
    await one_stage.ws.until(lambda state: state.assistant(DIRECT, "").prompts_title == "Paklauskite, pavyzdžiui:")
    await one_stage.ws.command("/smtp", "lang en", channel=DIRECT)
    await one_stage.ws.until(lambda state: state.assistant(DIRECT, "").prompts_title == "Ask, for example:")
    message = await one_stage.ws.say(shown.prompts[0].message, channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=message.ts, has="Who needs to act")


def statuses(stage: Stage) -> list[str]:
    calls = [call for call in stage.ws.calls if call.method == "assistant.threads.setStatus"]
    return [str(call.arguments["status"]) for call in calls]


@pytest.mark.parametrize(("channel", "text"), [(DIRECT, "imone.example"), (SUPPORT, "@mailbot imone.example")])
async def test_a_status_is_shown_until_the_answer_is_there(one_stage: Stage, channel: str, text: str) -> None:
    message = await one_stage.ws.say(text, channel=channel)
    await one_stage.answer(1, channel=channel, thread=message.ts, has="imone.example")
    assert statuses(one_stage) == ["tikrina…"]
    assert one_stage.ws.state.assistant(channel, message.ts).status == ""


async def test_a_refusal_for_the_asker_alone_takes_the_status_away(one_stage: Stage) -> None:
    message = await one_stage.ws.say("@mailbot kas laimės rinkimus?")
    await one_stage.answer(1)
    await one_stage.ws.until(lambda _: statuses(one_stage) == ["tikrina…", ""])
    assert one_stage.ws.state.assistant(SUPPORT, message.ts).status == ""


@pytest.mark.parametrize("fault", [Dropped(), RefusedCall("missing_scope")])
async def test_where_no_status_can_be_shown_the_answer_comes_all_the_same(one_stage: Stage, fault: Fault) -> None:
    one_stage.ws.faults.add("assistant.threads.setStatus", fault, times=9)
    message = await one_stage.ws.say("imone.example", channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=message.ts, has="imone.example")

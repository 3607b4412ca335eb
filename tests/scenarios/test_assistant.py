"""The conversation with the bot as an agent: prompts in the reader's language, a status, the same answers."""

import pytest

from bot.workspace.faults import Dropped, Fault, Refused
from bot.workspace.furnish import DIRECT
from bot.workspace.values import Assistant
from tests.scenarios.stage import Stage, words


async def prompted(stage: Stage, title: str) -> Assistant:
    await stage.ws.open_home(tab="messages")

    def look(_: object) -> Assistant | None:
        shown = stage.ws.state.assistant(DIRECT, "")
        return shown if shown.prompts_title == title else None

    found = await stage.ws.until(look)
    assert found is not None
    return found


async def test_each_prompt_has_its_answer(stage: Stage) -> None:
    shown = await prompted(stage, "Paklauskite, pavyzdžiui:")
    assert 1 <= len(shown.prompts) <= 4
    for prompt in shown.prompts:
        asked = await stage.ws.say(prompt.message, channel=DIRECT)
        answer = await stage.answer(1, channel=DIRECT, thread=asked.ts)
        assert "nesupratau" not in words(answer).lower()


async def test_prompts_are_in_the_language_that_was_chosen(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "lang en")
    await one_stage.answer(1)
    shown = await prompted(one_stage, "Ask, for example:")
    asked = await one_stage.ws.say(shown.prompts[0].message, channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=asked.ts, has="Who needs to act")


async def test_a_status_is_shown_until_the_answer_is_there(one_stage: Stage) -> None:
    asked = await one_stage.ws.say("imone.example", channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=asked.ts, has="Patikrinta")
    statuses = [call for call in one_stage.ws.calls if call.method == "assistant.threads.setStatus"]
    assert [call.arguments["status"] for call in statuses] == ["tikrina…"]
    assert one_stage.ws.state.assistant(DIRECT, asked.ts).status == ""


@pytest.mark.parametrize("fault", [Dropped(), Refused("missing_scope")])
async def test_where_no_status_can_be_shown_the_answer_comes_all_the_same(one_stage: Stage, fault: Fault) -> None:
    one_stage.ws.faults.add("assistant.threads.setStatus", fault, times=9)
    asked = await one_stage.ws.say("451", channel=DIRECT)
    await one_stage.answer(1, channel=DIRECT, thread=asked.ts, has="451")

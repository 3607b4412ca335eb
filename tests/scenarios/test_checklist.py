"""The guide's checklist as a form in the thread: answered as far as the bot can, the rest ticked step by step."""

from typing import Any

from bot.workspace.values import Message
from tests.scenarios.stage import Stage, words

TICK = "checklist:tick"


def boxes(message: Message) -> dict[str, Any] | None:
    buttons = [
        element
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "checkboxes"
    ]
    return buttons[0] if buttons else None


def offered(message: Message) -> list[str]:
    form = boxes(message)
    return [option["value"] for option in form["options"]] if form else []


def ticked(message: Message) -> list[str]:
    form = boxes(message)
    return [option["value"] for option in form.get("initial_options", [])] if form else []


async def opened(stage: Stage, domain: str = "imone.example") -> tuple[Message, Message]:
    await stage.ws.command("/mailcheck", domain)
    root = await stage.answer(1, has="Patikrinta")
    return root, await stage.ask("ką tikrinti, jei laiškas neišsiunčiamas?", root, has="valdymo sąsajoje")


async def tick(stage: Stage, form: Message, values: str, has: str) -> Message:
    await stage.ws.click(form, TICK, values)
    return await stage.answer(1, thread=form.thread_ts, has=has)


async def test_what_the_bot_knows_is_answered_and_the_rest_is_asked(one_stage: Stage) -> None:
    _, form = await opened(one_stage)
    assert offered(form) == ["service", "webmail", "password", "maintenance"]
    assert "Ar domenas galioja?* Taip." in words(form)
    assert "domeno MX įrašai rodo" not in words(form)


async def test_each_tick_leads_to_the_next_step_of_the_guide(one_stage: Stage) -> None:
    _, form = await opened(one_stage)
    assert "bandomąjį laišką" not in words(form)
    form = await tick(one_stage, form, "service", has="Išsiųskite ir gaukite bandomąjį laišką")
    assert ticked(form) == ["service"]
    form = await tick(one_stage, form, "service,webmail", has="patikrinkite el. pašto programos nustatymus")
    form = await tick(one_stage, form, "service,webmail,password,maintenance", has="Į visus klausimus atsakyta")
    assert "Taip, slaptažodis teisingas." in words(form)


async def test_a_tick_can_be_taken_back(one_stage: Stage) -> None:
    _, form = await opened(one_stage)
    form = await tick(one_stage, form, "service", has="paslauga aktyvi.")
    form = await tick(one_stage, form, "", has="planas tebegalioja")
    assert ticked(form) == []


async def test_ticks_stay_with_the_case_over_a_restart(stage: Stage) -> None:
    root, form = await opened(stage)
    await tick(stage, form, "service,webmail", has="el. pašto programos nustatymus")
    await stage.stop_bot()
    await stage.start_bot()
    again = await stage.ask("ką tikrinti?", root, has="el. pašto programos nustatymus")
    assert ticked(again) == ["service", "webmail"]


async def test_without_a_domain_every_question_is_the_customers(one_stage: Stage) -> None:
    await one_stage.ws.command("/smtp", "451")
    root = await one_stage.answer(1, has="451")
    form = await one_stage.ask("ką tikrinti?", root, has="valdymo sąsajoje")
    assert len(offered(form)) == 6

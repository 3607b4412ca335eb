"""The home tab over the wire: languages chosen there hold at once, cases lead to their threads, the week counts."""

import asyncio

from bot.workspace.furnish import COLLEAGUE, SUPPORT, YOU
from bot.workspace.values import View
from tests.scenarios.stage import Stage
from tests.scenarios.views import view_words


async def home(stage: Stage, has: str, user: str = YOU.id) -> View:
    """The user's home, once it says so."""

    def look(_: object) -> View | None:
        view = stage.ws.state.home(user)
        return view if view is not None and has in view_words(view) else None

    message = await stage.ws.until(look, timeout=60)
    assert message is not None
    return message


async def reopened(stage: Stage, *has: str) -> View:
    """The home, opened again and again until it says all this: what an answer leaves is kept once it is shown."""
    async with asyncio.timeout(60):
        view = await opened_after(stage, None)
        while not all(each in view_words(view) for each in has):
            view = await opened_after(stage, view)
    return view


async def opened_after(stage: Stage, before: View | None) -> View:
    def look(_: object) -> View | None:
        view = stage.ws.state.home(YOU.id)
        return None if view is None or (before is not None and view.hash == before.hash) else view

    await stage.ws.open_home()
    message = await stage.ws.until(look)
    assert message is not None
    return message


async def test_it_offers_what_one_can_do_and_says_that_nothing_was_asked_yet(one_stage: Stage) -> None:
    stage = one_stage
    await stage.ws.open_home()
    view = await home(stage, "Stebimi domenai")
    shown = view_words(view)
    assert "Dar nieko neklausėte" in shown
    assert "niekas neklausė" in shown
    assert "/mailcheck imone.lt" not in shown  # the manual is behind a button
    await stage.ws.click(view, "home:help")
    manual = await stage.ws.until(lambda state: next(iter(state.modals(YOU.id)), None))
    assert "/mailcheck imone.lt" in view_words(manual)


async def test_a_bounce_is_explained_from_there(one_stage: Stage) -> None:
    stage = one_stage
    await stage.ws.open_home()
    await stage.ws.click(await home(stage, "Stebimi domenai"), "home:explain")
    window = await stage.ws.until(lambda state: next(iter(state.modals(YOU.id)), None))
    await stage.ws.submit(window, {"text": "550 5.1.1 User unknown, no such mailbox here", "where": SUPPORT})
    await stage.answer(1, has="550")


async def test_a_language_chosen_there_holds_at_once_for_its_user_alone(one_stage: Stage) -> None:
    stage = one_stage
    await stage.ws.open_home()
    view = await home(stage, "Stebimi domenai")
    await stage.ws.click(view, "home:language:user", "en")
    view = await home(stage, "Watched domains")
    await stage.ws.command("/smtp", "451")
    await stage.answer(1, has="Who needs to act")
    await stage.ws.open_home(user=COLLEAGUE.id)
    await home(stage, "Stebimi domenai", COLLEAGUE.id)
    await stage.ws.click(view, "home:language:user", "none")
    await home(stage, "Stebimi domenai")


async def test_the_workspaces_language_is_chosen_there_too(one_stage: Stage) -> None:
    stage = one_stage
    await stage.ws.open_home()
    await stage.ws.click(await home(stage, "Stebimi domenai"), "home:language:workspace", "en")
    await home(stage, "Watched domains")
    await stage.ws.open_home(user=COLLEAGUE.id)
    await home(stage, "Watched domains", COLLEAGUE.id)


async def test_my_cases_lead_to_their_threads_and_the_week_is_everybodys(one_stage: Stage) -> None:
    stage = one_stage
    await stage.ws.command("/mailcheck", "imone.example")
    mine = await stage.answer(1, has="Patikrinta")
    await stage.ws.command("/smtp", "421", user=COLLEAGUE.id)
    await stage.answer(2, has="421")
    link = f"/archives/{mine.channel}/p{mine.ts.replace('.', '')}"
    await stage.ws.command("/mailcheck", "stebėti sveika.example")
    view = await reopened(stage, link, "imone.example", "*421*\n1 kartą", "*sveika.example*")
    assert "Kodas 421" not in view_words(view)
    assert len(view.content["blocks"]) <= 100

"""The shortcut "Check a domain" over the wire: a window, told what is wrong in it, then the check of /mailcheck."""

import pytest

from bot.workspace.values import View
from tests.scenarios.stage import GENERAL, SUPPORT, Stage, words
from tests.scenarios.views import view_words


async def opened(stage: Stage, language: str = "lt") -> View:
    await stage.ws.shortcut(f"check_domain:{language}")
    view = await stage.ws.until(lambda state: state.modals("U0YOU0001"))
    return view[-1]


async def test_a_domain_is_checked_in_the_channel_that_was_chosen(stage: Stage) -> None:
    window = await opened(stage)
    assert "Siuntėjo IP adresas" in view_words(window)
    await stage.ws.submit(
        window, {"domain": "IMONE.example ", "address": "203.0.113.7", "selector": "s2026", "where": SUPPORT}
    )
    root = await stage.answer(1, has="Patikrinta")
    assert "imone.example" in words(root)
    assert not stage.ws.state.modals("U0YOU0001")
    await stage.ask("o kas dėl SPF?", root, has="203.0.113.7")


@pytest.mark.parametrize(
    ("language", "field", "typed", "complaint"),
    [
        ("lt", "domain", "ne domenas!", "nepanašu į domeną"),
        ("en", "domain", "192.0.2.1", "a check needs a domain"),
        ("en", "domain", "imone.example sveika.example", "one domain"),
        ("lt", "address", "203.0.113", "nepanašu į IP adresą"),
        ("en", "selector", "not a selector", "doesn't look like a DKIM selector"),
    ],
)
async def test_what_is_wrong_is_said_under_its_field(
    one_stage: Stage, language: str, field: str, typed: str, complaint: str
) -> None:
    window = await opened(one_stage, language)
    await one_stage.ws.submit(window, {"domain": "imone.example", "where": SUPPORT, field: typed})
    still = one_stage.ws.state.view(window.id)
    assert still is not None
    ((block, error),) = still.errors
    assert block == field
    assert complaint in error
    assert one_stage.posts() == []


async def test_where_the_bot_is_no_member_only_the_asker_is_answered(one_stage: Stage) -> None:
    window = await opened(one_stage, "en")
    await one_stage.ws.submit(window, {"domain": "imone.example", "where": GENERAL})
    answer = await one_stage.answer(1, channel=GENERAL, has="/invite")
    assert answer.ephemeral_to

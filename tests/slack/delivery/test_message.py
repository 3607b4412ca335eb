"""An answer's message ends as the whole answer, however crowded the channel was on the way."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.answers.kinds import LanguageAnswer, LimitsAnswer, ThanksAnswer
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.answers.reply import Reply
from bot.cases.values.case import Case
from bot.cases.values.desk import Turn
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import Refused
from bot.slack.delivery.message import AnswerMessage
from bot.slack.delivery.posting import ChannelPace
from bot.workspace.faults import Dropped
from bot.workspace.furnish import SUPPORT, TEAM, YOU
from bot.workspace.workspace import Workspace

PLACE = Place(TEAM.id, SUPPORT, YOU.id)
FIRST, SECOND, WHOLE = (
    Turn(Case("en"), Reply(answer)) for answer in (ThanksAnswer(), LanguageAnswer("en"), LimitsAnswer())
)


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace() as workspace:
        yield workspace


def client(ws: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=ws.bot_token, base_url=ws.url)


def shown(ws: Workspace) -> list[str]:
    return [message.text for message in ws.state.messages(SUPPORT)]


async def whole(ws: Workspace) -> list[str]:
    """What the whole answer looks like."""
    other = AnswerMessage(client(ws), ChannelPace(), PLACE, "other:0", None)
    await other.show(WHOLE)
    (text,) = shown(ws)
    ws.state.delete(ws.state.messages(SUPPORT)[0])
    return [text]


async def test_an_update_that_was_kept_back_is_not_shown_after_a_later_one(ws: Workspace) -> None:
    expected, pace = await whole(ws), ChannelPace(at_once=1)
    message = AnswerMessage(client(ws), pace, PLACE, "Ev1:0", None)
    await message.show(FIRST)
    async with pace.wait_in(SUPPORT):
        await message.show(SECOND)
    await message.show(WHOLE)
    await message.close()
    assert shown(ws) == expected


async def test_where_others_wait_only_the_whole_answer_is_shown(ws: Workspace) -> None:
    expected, pace = await whole(ws), ChannelPace(at_once=1)
    message = AnswerMessage(client(ws), pace, PLACE, "Ev1:0", None)
    await message.show(FIRST)
    async with pace.wait_in(SUPPORT):
        await message.show(SECOND)
        await message.show(WHOLE)
    await message.close()
    assert shown(ws) == expected
    assert [call.method for call in ws.calls].count("chat.update") == 1


async def test_what_was_begun_before_is_changed_once_it_is_whole(ws: Workspace) -> None:
    expected = await whole(ws)
    begun = AnswerMessage(client(ws), ChannelPace(), PLACE, "Ev1:0", None)
    await begun.show(FIRST)
    again = AnswerMessage(client(ws), ChannelPace(), PLACE, "Ev1:0", begun.ts)
    await again.show(FIRST)
    await again.show(WHOLE)
    await again.close()
    assert shown(ws) == expected
    assert [call.method for call in ws.calls].count("chat.update") == 1


async def test_what_another_workspace_said_in_a_shared_channel_is_not_taken_for_the_answer(ws: Workspace) -> None:
    """Both have installed the bot, and one message asked both; Slack breaks off the second one's post."""
    for team in (TEAM.id, "T0SECOND1"):
        owed = Owed(f"{SUPPORT} 1.1", Place(team, SUPPORT, YOU.id), Case("en"), (Refused(Refusal.TRY_AGAIN),))
        await AnswerMessage(client(ws), ChannelPace(), owed.place, owed.message_key, None).show(WHOLE)
        ws.faults.add("chat.postMessage", Dropped())
    assert len(shown(ws)) == 2

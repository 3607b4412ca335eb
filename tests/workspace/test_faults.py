"""The workspace misbehaves as often as it was told to, and then no more."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import furnish
from bot.workspace.faults import EVERYTHING, RateLimited, RefusedCall, ServerError, Slow


async def test_a_fault_is_spent(ws, client):
    ws.faults.add("chat.postMessage", ServerError(503), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=furnish.SUPPORT, text="x")
        assert caught.value.response.status_code == 503
    await client.chat_postMessage(channel=furnish.SUPPORT, text="x")
    assert len(ws.state.messages()) == 1


async def test_a_rate_limit_says_when_to_come_back(ws, client):
    ws.faults.add("chat.postMessage", RateLimited(7))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=furnish.SUPPORT, text="x")
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "7"
    assert ws.state.messages() == ()


async def test_a_fault_may_be_for_whatever_comes_next_until_it_is_cleared(ws, client):
    ws.faults.add(EVERYTHING, RefusedCall("fatal_error"), times=9)
    for call in (client.auth_test, client.team_info):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await call()
    ws.faults.clear()
    await client.auth_test()


async def test_a_slow_answer_is_the_right_one(ws, client):
    ws.faults.add("auth.test", Slow(60))
    two = [asyncio.create_task(client.auth_test()) for _ in range(2)]
    (fast,), (slow,) = await asyncio.wait(two, return_when=asyncio.FIRST_COMPLETED)
    ws.clock.turn(60)
    assert (await fast)["user_id"] == (await slow)["user_id"] == furnish.BOT.id

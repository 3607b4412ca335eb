"""Response URLs: where the bot is no member, five times within thirty minutes."""

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.workspace import furnish
from bot.workspace.delivery.payloads import response_address
from bot.workspace.faults import RESPONSE_URL, Dropped
from bot.workspace.workspace import Workspace


def hook(ws: Workspace, channel: str = furnish.GENERAL, message_ts: str = "") -> AsyncWebhookClient:
    ticket = ws.state.tickets.response_url(channel, furnish.YOU.id, message_ts)
    return AsyncWebhookClient(response_address(ws.state, ticket))


async def test_an_answer_is_ephemeral_unless_it_says_otherwise_and_needs_no_membership(ws):
    url = hook(ws)
    assert (await url.send(text="for you")).body == "ok"
    assert (await url.send(text="for all", response_type="in_channel")).status_code == 200
    private, public = ws.state.messages(furnish.GENERAL)
    assert (private.ephemeral_to, public.ephemeral_to) == (furnish.YOU.id, "")


async def test_it_serves_five_times(ws):
    url = hook(ws)
    sent = [await url.send(text=str(number)) for number in range(6)]
    assert [response.status_code for response in sent] == [200] * 5 + [404]
    assert "used_url" in sent[5].body
    assert len(ws.state.messages(furnish.GENERAL)) == 5


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 404)])
async def test_it_serves_for_thirty_minutes(ws, minutes, status):
    url = hook(ws)
    ws.clock.turn(minutes * 60)
    assert (await url.send(text="late")).status_code == status


async def test_a_clicked_message_can_be_replaced_or_removed(ws):
    message = await ws.say("old")
    url = hook(ws, furnish.SUPPORT, message.ts)
    await url.send(text="new", replace_original=True)
    assert ws.state.message(furnish.SUPPORT, message.ts).text == "new"
    await url.send(text="beside")
    assert len(ws.state.messages(furnish.SUPPORT)) == 2
    await url.send(delete_original=True)
    assert ws.state.message(furnish.SUPPORT, message.ts) is None


async def test_what_slack_refuses_is_refused(ws):
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    response = await hook(ws).send(text="x", blocks=[long])
    assert response.status_code == 400
    assert "invalid_blocks" in response.body
    assert (await hook(ws).send(text="")).status_code == 400


async def test_an_answer_may_go_into_a_thread_that_is_there(ws):
    message = await ws.say("root")
    await ws.say("a reply, without which Slack shows nothing to one person", thread_ts=message.ts)
    await hook(ws, furnish.SUPPORT).send_dict({"text": "in the thread", "thread_ts": message.ts})
    assert ws.state.thread(furnish.SUPPORT, message.ts)[2].text == "in the thread"
    assert (await hook(ws, furnish.SUPPORT).send_dict({"text": "x", "thread_ts": "1.1"})).status_code == 400


async def test_a_lost_answer_leaves_the_message_posted(ws):
    ws.faults.add(RESPONSE_URL, Dropped(after=True))
    ticket = ws.state.tickets.response_url(furnish.GENERAL, furnish.YOU.id)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(response_address(ws.state, ticket), json={"text": "posted"})
    assert [message.text for message in ws.state.messages(furnish.GENERAL)] == ["posted"]

"""A listener is waited for until it acknowledges; then it goes on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.wire.acknowledgements_first import AcknowledgementsFirst, PromptApp
from bot.workspace.workspace import Workspace


@pytest.fixture
async def app() -> AsyncIterator[PromptApp]:
    async with Workspace() as ws:
        client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
        made = PromptApp(client=client, signing_secret=ws.signing_secret, request_verification_enabled=False)
        made.acknowledgements = AcknowledgementsFirst()
        yield made


def command(app: PromptApp) -> Awaitable[BoltResponse]:
    body = {"command": "/smtp", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
    return app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))


async def test_slack_is_told_in_the_moment_of_the_acknowledgement_while_the_listener_goes_on(app: PromptApp) -> None:
    begun, may_acknowledge, may_end, ended = (asyncio.Event() for _ in range(4))

    async def listener(ack: AsyncAck) -> None:
        begun.set()
        await may_acknowledge.wait()
        await ack("taken")
        await may_end.wait()
        ended.set()

    app.command("/smtp")(listener)
    request = asyncio.ensure_future(command(app))
    await begun.wait()
    may_acknowledge.set()
    for _ in range(20):  # no timer is waited for
        await asyncio.sleep(0)
    assert request.done()
    assert (await request).status == 200
    may_end.set()
    await ended.wait()


async def test_a_fault_is_handled_whether_it_comes_before_the_acknowledgement_or_after(app: PromptApp) -> None:
    faults: asyncio.Queue[str] = asyncio.Queue()

    async def handle(error: Exception) -> None:
        faults.put_nowait(str(error))

    async def listener(ack: AsyncAck) -> None:
        if faults.empty():
            raise ValueError("before")
        await ack()
        await asyncio.sleep(0)
        raise ValueError("after")

    app.error(handle)
    app.command("/smtp")(listener)
    assert (await command(app)).status == 500
    assert (await command(app)).status == 200
    assert [await faults.get(), await faults.get()] == ["before", "after"]

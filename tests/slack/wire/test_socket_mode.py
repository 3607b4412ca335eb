"""Socket Mode's connections: whatever ends them, the next request is taken."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import pytest
from aiohttp import WSMsgType, web
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.wire.socket_mode import SocketMode, pause, socket_mode
from bot.workspace.faults import RateLimited, RefusedCall
from bot.workspace.workspace import Workspace

Run = Callable[[], AbstractAsyncContextManager[SocketMode]]


class Desk:
    """A Bolt app with one command, which is acknowledged while the desk is open."""

    def __init__(self, ws: Workspace) -> None:
        retry = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
        client = AsyncWebClient(token=ws.bot_token, base_url=ws.url, retry_handlers=retry)
        self.app = AsyncApp(name="app", client=client, signing_secret=ws.signing_secret)
        self.app.command("/smtp")(self._take)
        self.asked = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()

    async def _take(self, ack) -> None:
        self.asked.set()
        await self.open.wait()
        await ack("taken")


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace() as workspace:
        yield workspace


@pytest.fixture
def desk(ws: Workspace) -> Desk:
    return Desk(ws)


@pytest.fixture
def run(ws: Workspace, desk: Desk) -> Run:
    return partial(socket_mode, desk.app, ws.app_token)


def connections_asked_for(ws: Workspace) -> list[str]:
    """What Slack said to each; nothing where it gave one."""
    return [call.error for call in ws.calls if call.method == "apps.connections.open"]


async def test_a_command_is_taken_however_often_the_connection_was_cut_just_before(ws, run):
    async with run() as mode:
        for cuts in (1, 2, 3):
            ws.socket.drop()
            delivery = await ws.command("/smtp", "451")
            assert delivery.acknowledged
            assert len(connections_asked_for(ws)) == 1 + cuts
        assert mode.connected


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_whose_end_is_announced_is_replaced_first_and_used_until_then(ws, desk, run, reason):
    async with run():
        await ws.socket.announce(reason)
        await ws.connected(2)
        assert all([(await ws.command("/smtp", "451")).acknowledged for _ in range(4)])
        await ws.socket.disconnect()
        assert (await ws.command("/smtp", "451")).acknowledged


async def test_what_came_before_the_end_was_announced_is_acknowledged_over_the_same_connection(ws, desk, run):
    """The workspace takes it over no other."""
    async with run():
        desk.open.clear()
        command = asyncio.create_task(ws.command("/smtp", "451"))
        await desk.asked.wait()
        leaving = asyncio.create_task(ws.socket.disconnect())
        await ws.connected(2)
        desk.open.set()
        assert (await command).acknowledged
        await leaving
        assert connections_asked_for(ws) == ["", ""]


async def test_what_is_in_flight_when_the_connection_is_cut_does_not_hinder_what_follows(ws, desk, run, caplog):
    async with run():
        desk.open.clear()
        lost = [asyncio.create_task(ws.command("/smtp", code)) for code in ("451", "452", "453")]
        await desk.asked.wait()
        ws.socket.drop()
        desk.open.set()
        assert (await ws.command("/smtp", "550")).acknowledged
        assert not any([(await each).acknowledged for each in lost])
    assert len([record for record in caplog.records if "closed before" in record.message]) == 1


async def test_the_first_connection_is_tried_again_and_slacks_limit_is_kept(ws, run):
    ws.faults.add("apps.connections.open", RefusedCall("internal_error"))
    ws.faults.add("apps.connections.open", RateLimited(1))
    async with run():
        assert (await ws.command("/smtp", "451")).acknowledged
        assert connections_asked_for(ws) == ["internal_error", "ratelimited", ""]


async def test_what_has_come_in_is_acknowledged_before_the_end(ws, desk, run):
    async with run():
        desk.open.clear()
        command = asyncio.create_task(ws.command("/smtp", "451"))
        await desk.asked.wait()
        asyncio.get_running_loop().call_soon(desk.open.set)
    assert (await command).acknowledged
    await ws.until(lambda _: ws.socket.connections == 0)


class BareSlack:
    """Says what it was given over each connection, keeps what it is told, and answers nothing, pings neither."""

    def __init__(self, *says: str) -> None:
        self._says = says
        self.opened: asyncio.Queue[None] = asyncio.Queue()
        self.heard: asyncio.Queue[str] = asyncio.Queue()

    @asynccontextmanager
    async def run(self, app: AsyncApp, **more: float) -> AsyncIterator[SocketMode]:
        site = web.Application()
        site.router.add_post("/api/apps.connections.open", self._open)
        site.router.add_get("/link", self._link)
        runner = web.AppRunner(site, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        app.client.base_url = "http://{}:{}/api/".format(*runner.addresses[0][:2])
        async with asyncio.timeout(60), socket_mode(app, "xapp-1", **more) as mode:
            yield mode
        await runner.cleanup()

    async def _open(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link"})

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.opened.put_nowait(None)
        for text in self._says:
            await socket.send_str(text)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.heard.put_nowait(message.data)
        return socket


async def test_a_connection_that_has_fallen_silent_is_given_up(desk):
    slack = BareSlack()
    async with slack.run(desk.app, heartbeat=0.05):
        for _ in range(3):
            await slack.opened.get()


async def test_what_cannot_be_read_does_not_end_a_connection(desk):
    rubbish = ["[", "[]", '"disconnect"', '{"type": "news"}', '{"type": "a", "envelope_id": "b", "payload": 1}']
    payload = {"command": "/smtp", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
    command = json.dumps({"type": "slash_commands", "envelope_id": "e1", "payload": payload})
    slack = BareSlack(*rubbish, command)
    async with slack.run(desk.app):
        assert json.loads(await slack.heard.get())["envelope_id"] == "e1"
    assert slack.opened.qsize() == 1


@pytest.mark.parametrize(
    ("ago", "seconds"),
    [([], 0), ([30, 20, 10], 0), ([30, 20, 10, 0], 1), ([30, 20, 10, 5, 0], 2), ([9] * 20, 30), ([61] * 20, 0)],
)
def test_connections_are_asked_for_ever_more_slowly_within_a_minute(ago, seconds):
    assert pause([1000 - at for at in ago], 1000) == seconds

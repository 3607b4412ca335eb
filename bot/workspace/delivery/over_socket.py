"""Socket Mode: envelopes to one of the app's open connections (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from bot.workspace.delivery.transport import PATIENCE, Attempt, Reply, What
from bot.workspace.state import State
from bot.workspace.values import Json

MOST_CONNECTIONS = 10


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None


class OverSocket:
    name = "socket"

    def __init__(self, state: State, pulse: Callable[[], None]) -> None:
        self._state = state
        self._pulse = pulse
        self._connections: list[_Line] = []
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._ready = asyncio.Event()

    @property
    def connections(self) -> int:
        return len(self._connections)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """The address that `apps.connections.open` gave; its ticket admits once."""
        if not self._state.tickets.admit(request.query.get("ticket", "")):
            return web.Response(status=401)
        if len(self._connections) >= MOST_CONNECTIONS:
            return web.Response(status=429)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        line = _Line(socket, request.transport)
        await socket.send_json(self._hello())
        self._connections.append(line)
        self._ready.set()
        self._pulse()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            self._forget(line)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._state.app_id},
            "debug_info": {"host": "applink-local", "approximate_connection_time": 18060},
        }

    def _acknowledge(self, text: str) -> None:
        """Takes an app's answer; a ping of its own or a second answer to an envelope means nothing."""
        try:
            said = json.loads(text)
        except json.JSONDecodeError:
            return
        future = self._waiting.pop(said.get("envelope_id", ""), None) if isinstance(said, dict) else None
        if future and not future.done():
            future.set_result(said.get("payload"))

    async def send(self, attempt: Attempt) -> Reply:
        """To the connections in turn."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not self._connections:
                    await self._ready.wait()
                return Reply(200, await self._exchange(attempt))
        except TimeoutError:
            return Reply(0, reason="timeout")
        except ConnectionError:
            return Reply(0, reason="connection_failed")

    async def _exchange(self, attempt: Attempt) -> Json | None:
        line = self._connections.pop(0)
        self._connections.append(line)
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": attempt.what.value,
            "payload": attempt.payload,
            "accepts_response_payload": attempt.what is not What.EVENT,
        }
        if attempt.what is What.EVENT:
            envelope |= {"retry_attempt": attempt.retry, "retry_reason": attempt.reason}
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            await line.socket.send_json(envelope)
            return await waiting
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """As Slack does every few hours: says so, then closes all connections."""
        for line in tuple(self._connections):
            self._forget(line)
            await line.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}}
            )
            await line.socket.close(code=WSCloseCode.GOING_AWAY)

    def drop(self) -> None:
        """Cuts all connections without a word."""
        for line in tuple(self._connections):
            self._forget(line)
            if line.transport is not None:
                line.transport.abort()

    async def close(self) -> None:
        for line in tuple(self._connections):
            await line.socket.close(code=WSCloseCode.GOING_AWAY)

    def _forget(self, line: _Line) -> None:
        if line in self._connections:
            self._connections.remove(line)
        if not self._connections:
            self._ready.clear()
        self._pulse()

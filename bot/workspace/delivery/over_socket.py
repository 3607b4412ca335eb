"""Socket Mode: envelopes to one of the app's open connections (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from bot.workspace.delivery.transport import PATIENCE, AppReply, Attempt, EnvelopeType
from bot.workspace.state import State
from bot.workspace.values import Json

MOST_CONNECTIONS = 10
_WARNED = 10.0
"""Seconds that a connection is used after the warning, where no other takes its place sooner."""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None


@dataclass(frozen=True, slots=True, eq=False)
class _Envelope:
    line: _Line
    acknowledged: asyncio.Future[Json | None]


class OverSocket:
    name = "socket"

    def __init__(self, state: State, pulse: Callable[[], None]) -> None:
        self._state = state
        self._pulse = pulse
        self._connections: list[_Line] = []
        self._in_flight: dict[str, _Envelope] = {}
        self._ready = asyncio.Event()
        self._opened = asyncio.Event()

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
        self._opened.set()
        self._pulse()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(line, message.data)
        finally:
            self._forget(line)
            self._fail(line)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._state.app_id},
            "debug_info": {"host": "applink-local", "approximate_connection_time": 18060},
        }

    def _acknowledge(self, line: _Line, text: str) -> None:
        """Takes an app's answer. What means nothing: a ping of its own, a second answer to an envelope, an answer over
        another connection than the envelope's."""
        try:
            message = json.loads(text)
        except json.JSONDecodeError:
            return
        envelope = self._in_flight.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if envelope and envelope.line is line and not envelope.acknowledged.done():
            envelope.acknowledged.set_result(message.get("payload"))

    def _fail(self, line: _Line) -> None:
        """Nobody can acknowledge what was sent over a connection that has ended."""
        for envelope in self._in_flight.values():
            if envelope.line is line and not envelope.acknowledged.done():
                envelope.acknowledged.set_exception(ConnectionResetError())
                envelope.acknowledged.exception()  # or it is logged, where the envelope was still being written

    async def send(self, attempt: Attempt, patience: float) -> AppReply:
        """To the connections in turn."""
        try:
            async with asyncio.timeout(patience):
                while not self._connections:
                    await self._ready.wait()
                return AppReply(200, await self._exchange(attempt))
        except TimeoutError:
            return AppReply(0, reason="timeout")
        except ConnectionError:
            return AppReply(0, reason="connection_failed")

    async def _exchange(self, attempt: Attempt) -> Json | None:
        line = self._connections.pop(0)
        self._connections.append(line)
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": attempt.what.value,
            "payload": attempt.payload,
            "accepts_response_payload": attempt.what is not EnvelopeType.EVENT,
        }
        if attempt.what is EnvelopeType.EVENT:
            envelope |= {"retry_attempt": attempt.retry, "retry_reason": attempt.reason}
        acknowledged: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._in_flight[envelope["envelope_id"]] = _Envelope(line, acknowledged)
        try:
            await line.socket.send_json(envelope)
            return await acknowledged
        finally:
            del self._in_flight[envelope["envelope_id"]]

    async def announce(self, reason: str = "warning") -> None:
        """Says that the connections will soon be closed; they are used until then."""
        await asyncio.gather(*(_announce(line, reason) for line in self._connections))

    async def disconnect(self) -> None:
        """As Slack does every few hours: warns some ten seconds before, and uses the connections until another takes
        their place; then says `refresh_requested`, and closes each once nothing is in flight on it."""
        leaving = tuple(self._connections)
        self._opened.clear()
        await self.announce()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._opened.wait(), _WARNED)
        for line in leaving:
            self._forget(line)
        await asyncio.gather(*(self._see_off(line) for line in leaving))

    async def _see_off(self, line: _Line) -> None:
        await _announce(line, "refresh_requested")
        if under_way := [each.acknowledged for each in self._in_flight.values() if each.line is line]:
            await asyncio.wait(under_way, timeout=PATIENCE)
        await line.socket.close(code=WSCloseCode.GOING_AWAY)

    def drop(self) -> None:
        """Cuts all connections without a word, and what is in flight on them with them."""
        for line in tuple(self._connections):
            self._forget(line)
            self._fail(line)
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


async def _announce(line: _Line, reason: str) -> None:
    message: Json = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}}
    with suppress(ConnectionError):  # it has broken just now
        await line.socket.send_json(message)

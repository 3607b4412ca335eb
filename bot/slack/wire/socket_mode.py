"""Slack's requests through Socket Mode, on connections of our own.

https://docs.slack.dev/apis/events-api/using-socket-mode

The client of slack_sdk 3.47.0 (socket_mode/aiohttp/__init__.py) can be deaf for ten seconds. Where a connection ends
without a close frame, `receive_messages` sees CLOSED and sleeps for the ping interval before anybody looks again. Where
Slack announces the end, `connect` closes the old connection before it opens a new one, and the `connect` that the
announcement forces throws away the one that the close frame has just brought. It acknowledges over the newest
connection, not over the one that a request came by. Here the next connection is opened at once, the old one is read
until Slack closes it, and each request is acknowledged where it came from.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from time import time
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

log = logging.getLogger(__name__)
_HEARTBEAT = 10.0
"""Seconds between two pings; a connection without a pong within half of that is given up."""
_AT_ONCE, _WINDOW, _LONGEST = 4, 60.0, 30.0
"""So many connections in so many seconds are asked for at once, then after 1, 2, 4 ... seconds, this at most. Slack has
`apps.connections.open` in tier 1: one call a minute, and short bursts (https://docs.slack.dev/apis/web-api/rate-limits)."""
_LEAVING = 30.0
"""Seconds that a connection is read after Slack announced its end; Slack itself closes it after about ten."""
_OPENING, _CLOSING = 10.0, 1.0
"""Seconds that the two handshakes may take: Slack does not always answer the closing one."""
_FINISH = 3.0
"""Seconds for the acknowledgement of what has come in when the bot stops: later ones would mean nothing to Slack."""


class _Connection(AsyncBaseSocketModeClient):
    """What Bolt acknowledges a request to."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.logger = log
        self.ending = asyncio.Event()
        """Set where another connection must take its place."""
        self._lost = False

    async def send_message(self, message: str) -> None:
        await self.socket.send_str(message)

    def lose(self) -> None:
        """It was closed before an acknowledgement. Logged once: there may be hundreds, while the next one is opened."""
        if not self._lost:
            log.warning("a connection was closed before all that came by it was acknowledged; Slack sends events again")
        self._lost = True


class SocketMode:
    """The app's connections to Slack: one, and while that is replaced two."""

    def __init__(self, app: AsyncApp, app_token: str, session: ClientSession, heartbeat: float) -> None:
        self._app, self._token, self._session, self._heartbeat = app, app_token, session, heartbeat
        self._connections: set[_Connection] = set()
        self._answers: set[asyncio.Task[None]] = set()
        self._readers: set[asyncio.Task[None]] = set()
        self.opened = asyncio.Event()
        """Set at the first connection."""

    @property
    def connected(self) -> bool:
        return any(not connection.socket.closed for connection in self._connections)

    async def stay_connected(self) -> None:
        """Opens the next connection as soon as the one there was ends, or its end is announced. Never returns."""
        loop = asyncio.get_running_loop()
        attempts: deque[float] = deque(maxlen=100)
        while True:
            await asyncio.sleep(pause(attempts, loop.time()))
            attempts.append(loop.time())
            try:
                connection = _Connection(await self._open())
            except (SlackClientError, ClientError, OSError, TimeoutError):
                log.warning("no connection to Slack could be opened; it is tried again", exc_info=True)
                continue
            except Exception:  # whatever it was, nobody else would open the next one
                log.exception("a connection to Slack could not be opened")
                continue
            log.info("connected to Slack")
            self._connections.add(connection)
            self._start(self._readers, self._read(connection))
            self.opened.set()
            await connection.ending.wait()

    async def _open(self) -> ClientWebSocketResponse:
        client = self._app.client
        address = (await client.apps_connections_open(app_token=self._token))["url"]
        return await self._session.ws_connect(
            str(address),
            heartbeat=self._heartbeat,
            timeout=ClientWSTimeout(ws_close=_CLOSING),
            proxy=client.proxy,
            ssl=client.ssl or True,
        )

    async def _read(self, connection: _Connection) -> None:
        """Waits until the connection is closed, by whichever side."""
        try:
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    self._take(connection, message.data)
        except (ClientError, OSError):
            log.info("a connection to Slack broke", exc_info=True)
        finally:
            self._connections.discard(connection)
            connection.ending.set()

    def _take(self, connection: _Connection, text: str) -> None:
        try:
            message = json.loads(text)
            request = SocketModeRequest.from_dict(message) if isinstance(message, dict) else None
        except (ValueError, TypeError):  # TypeError: slack_sdk's own slip, where it would name a wrong payload
            log.warning("Slack sent something that cannot be read", exc_info=True)
            return
        match message:
            case {"type": "disconnect"}:
                log.info("Slack is about to close a connection: %s", message.get("reason"))
                connection.ending.set()
                self._start(self._readers, self._leave(connection))
            case _ if request is not None:
                self._start(self._answers, self._answer(connection, request))

    async def _answer(self, connection: _Connection, request: SocketModeRequest) -> None:
        began = time()
        try:
            answer = await run_async_bolt_app(self._app, request)
            await send_async_response(connection, request, answer, began)
        except (ClientError, ConnectionError):
            connection.lose()
        except Exception:  # the other requests are still to be answered
            log.exception("a request could not be answered")

    @staticmethod
    async def _leave(connection: _Connection) -> None:
        await asyncio.sleep(_LEAVING)
        await connection.socket.close()

    @staticmethod
    def _start(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def close(self) -> None:
        """Acknowledges what has come in, then closes all connections."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=_FINISH)
        await asyncio.gather(*(connection.socket.close() for connection in self._connections))
        for task in (*self._answers, *self._readers):
            task.cancel()


@asynccontextmanager
async def socket_mode(app: AsyncApp, app_token: str, *, heartbeat: float = _HEARTBEAT) -> AsyncIterator[SocketMode]:
    """Takes Slack's requests, from the first connection on until this ends."""
    async with ClientSession(timeout=ClientTimeout(total=_OPENING)) as session:
        mode = SocketMode(app, app_token, session, heartbeat)
        staying = asyncio.create_task(mode.stay_connected())
        try:
            await mode.opened.wait()
            yield mode
        finally:
            staying.cancel()
            await asyncio.wait([staying])
            await mode.close()


def pause(attempts: Iterable[float], now: float) -> float:
    """Seconds until the next connection may be asked for. `asked`: when earlier ones were, on the clock of `now`."""
    recent = sum(now - at < _WINDOW for at in attempts)
    return 0.0 if recent < _AT_ONCE else min(2.0 ** (recent - _AT_ONCE), _LONGEST)

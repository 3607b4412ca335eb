"""Server-sent events: news of each change, as it happens, to every open page."""

import asyncio
import contextlib
import secrets
from weakref import WeakSet

from aiohttp import web

from bot.workspace.manifest import Manifest
from bot.workspace.page import news
from bot.workspace.page.reader import PageReader
from bot.workspace.state import State
from bot.workspace.values import StateChange

HEARTBEAT = 20
"""Seconds of silence after which a comment is sent, so that a dead connection is noticed."""

_STALE = '{"kind": "places"}'


class Live:
    """Counts changes, so that a page which missed some (a lost connection, a slow start) is told to look anew."""

    def __init__(self, state: State) -> None:
        self._epoch = secrets.token_hex(4)
        self._count = 0
        self._feed = state.feed
        self._streams: WeakSet[asyncio.Task[None]] = WeakSet()
        state.feed.watch(self._counted)

    @property
    def version(self) -> str:
        """Names the last change; no two runs of a workspace share one."""
        return self._name(self._count)

    async def stream(self, request: web.Request, reader: PageReader, manifest: Manifest) -> web.StreamResponse:
        """Answers with events until the browser leaves. The browser says which version it has seen."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        try:
            await response.prepare(request)
        except ConnectionResetError:  # the browser left while the page began
            return response
        seen = request.headers.get("Last-Event-ID") or request.query.get("version", "")
        task = asyncio.create_task(self._send(response, seen, reader, manifest))
        self._streams.add(task)
        try:
            with contextlib.suppress(ConnectionResetError, asyncio.CancelledError):
                await task
        finally:
            task.cancel()
        return response

    async def close(self) -> None:
        """Ends all streams, so that the server need not wait for browsers to leave."""
        for task in list(self._streams):
            task.cancel()

    async def _send(self, response: web.StreamResponse, seen: str, reader: PageReader, manifest: Manifest) -> None:
        with self._feed.listening() as queue:
            count = self._count
            await response.write(b"retry: 1000\n\n")
            if seen != self._name(count):
                await response.write(_event(self._name(count), _STALE))
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    await response.write(b":\n\n")
                    continue
                count += 1
                message = news.tell(change, reader, manifest)
                if message is not None:
                    await response.write(_event(self._name(count), message))

    def _counted(self, _: StateChange) -> None:
        self._count += 1

    def _name(self, count: int) -> str:
        return f"{self._epoch}-{count}"


def _event(id: str, data: str) -> bytes:
    return f"id: {id}\ndata: {data}\n\n".encode()

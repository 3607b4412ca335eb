"""A workspace, and an unmodified Bolt app that talks to it over either transport."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.workspace import Workspace


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace() as workspace:
        yield workspace


@pytest.fixture
def client(ws: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=ws.bot_token, base_url=ws.url)


def bolt(ws: Workspace, *, signing_secret: str | None = None) -> AsyncApp:
    handlers = [
        AsyncConnectionErrorRetryHandler(max_retry_count=5),
        AsyncRateLimitErrorRetryHandler(max_retry_count=5),
        AsyncServerErrorRetryHandler(max_retry_count=5),
    ]
    return AsyncApp(
        name="app",
        client=AsyncWebClient(token=ws.bot_token, base_url=ws.url, retry_handlers=handlers),
        signing_secret=signing_secret or ws.signing_secret,
    )


@asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """The app's events URL, over HTTP."""
    runner = web.AppRunner(app.web_app(path="/slack/events", port=0), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield "http://{}:{}/slack/events".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()


@pytest.fixture(params=["http", "socket"])
async def connect(request, ws: Workspace) -> AsyncIterator[Callable[[AsyncApp], Awaitable[None]]]:
    """Joins an app to the workspace; each test runs once over HTTP and once over Socket Mode."""
    async with AsyncExitStack() as stack:

        async def over(app: AsyncApp) -> None:
            if request.param == "http":
                await ws.deliver_over_http(await stack.enter_async_context(served(app)))
                return
            handler = AsyncSocketModeHandler(app, ws.app_token)
            await handler.connect_async()
            stack.push_async_callback(handler.close_async)
            await ws.connected()

        yield over

"""A workspace with its page, Chromium before it, and an unmodified Bolt app behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Page
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.workspace import furnish
from bot.workspace.manifest import Manifest, Shortcut, SlashCommand
from bot.workspace.page.routes import add
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace
from tests.browser import Tabs, chromium

MANIFEST = Manifest(
    name="mailbot",
    commands=(
        SlashCommand("/smtp", "What a code means", "451", should_escape=True),
        SlashCommand("/mailcheck", "A domain's mail", "imone.lt", should_escape=True),
    ),
    shortcuts=(
        Shortcut("Explain this bounce", "explain", on_message=True),
        Shortcut("Check a domain", "check", on_message=False),
    ),
    open=True,
)
ONE_LOOP = pytest.mark.asyncio(loop_scope="session")
"""One browser serves all tests of a run, so they share its event loop."""

Open = Callable[..., Awaitable[Page]]


@asynccontextmanager
async def paged(manifest: Manifest) -> AsyncIterator[Workspace]:
    workspace = Workspace(manifest=manifest)
    add(workspace.app, workspace)
    async with workspace:
        yield workspace


@pytest_asyncio.fixture(loop_scope="session")
async def ws() -> AsyncIterator[Workspace]:
    async with paged(MANIFEST) as workspace:
        yield workspace


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def tabs() -> AsyncIterator[Tabs]:
    async with chromium() as browser:
        yield Tabs(browser)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(tabs: Tabs, ws: Workspace) -> AsyncIterator[Open]:
    """Opens an address of the page, live. A script's error, or a breach of the page's own policy, fails the test."""
    faults: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    async with tabs.borrowed(pageerror=lambda fault: faults.append(str(fault)), console=console) as borrowed:

        async def opened(path: str = f"/c/{furnish.SUPPORT}", **more) -> Page:
            page = await borrowed.page(**more)
            await page.goto(ws.state.origin + path)
            if more.get("java_script_enabled", True):
                await page.wait_for_selector("body[data-live=on]")
            return page

        yield opened
    assert faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def connect(ws: Workspace) -> AsyncIterator[Callable[[AsyncApp], Awaitable[None]]]:
    async with AsyncExitStack() as stack:

        async def over(app: AsyncApp) -> None:
            handler = AsyncSocketModeHandler(app, ws.app_token)
            await handler.connect_async()
            stack.push_async_callback(handler.close_async)
            await ws.connected()

        yield over


def by_app(ws: Workspace, text: str, *blocks: dict, channel: str = furnish.SUPPORT, **more) -> Message:
    """A message of the app's, as the Web API would have left it."""
    ts = ws.state.new_ts()
    named = tuple({"block_id": f"{ts}-{place}", **block} for place, block in enumerate(blocks))
    bot = ws.state.bot
    return ws.state.post(Message(channel, ts, bot.id, text, named, bot_id=bot.bot_id, **more))

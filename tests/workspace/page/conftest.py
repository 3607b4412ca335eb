"""A workspace with its page, Chromium before it, and an unmodified Bolt app behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.workspace import furnish
from bot.workspace.manifest import Command, Manifest, Shortcut
from bot.workspace.page.routes import add
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace
from tests.browser import chromium

MANIFEST = Manifest(
    name="mailbot",
    commands=(
        Command("/smtp", "What a code means", "451", should_escape=True),
        Command("/mailcheck", "A domain's mail", "imone.lt", should_escape=True),
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
WIDE = {"width": 1280, "height": 800}
PATIENCE = 60_000
"""Milliseconds for what a page is to come to, on a machine that has much else to do."""
expect.set_options(timeout=PATIENCE)


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
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def tabs(browser: Browser) -> list[Page]:
    """Blank pages that tests before have left: a new one takes the processor three times as long."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, tabs: list[Page], ws: Workspace) -> AsyncIterator[Open]:
    """Opens an address of the page, live. A script's error, or a breach of the page's own policy, fails the test.
    `more`: settings of the browser's context; one with such settings serves no other test."""
    common: list[Page] = []
    own: list[BrowserContext] = []
    faults: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def error(fault: Error) -> None:
        faults.append(str(fault))

    async def blank(settings: dict[str, object]) -> Page:
        if tabs and not settings:
            return tabs.pop()
        page = await (await browser.new_context(**{"locale": "en-GB", **settings})).new_page()
        page.set_default_timeout(PATIENCE)
        return page

    async def opened(
        path: str = f"/c/{furnish.SUPPORT}",
        viewport: Mapping[str, int] = WIDE,
        color_scheme: str = "light",
        **more,
    ) -> Page:
        page = await blank(more if not more else {"viewport": viewport, **more})
        if more:
            own.append(page.context)
        else:
            common.append(page)
            await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme=color_scheme)
        page.on("pageerror", error)
        page.on("console", console)
        await page.goto(ws.state.origin + path)
        if more.get("java_script_enabled", True):
            await page.wait_for_selector("body[data-live=on]")
        return page

    yield opened
    for page in common:
        await clear(page)
        page.remove_listener("pageerror", error)
        page.remove_listener("console", console)
    tabs.extend(common)
    for context in own:
        await context.close()
    assert faults == []


async def clear(page: Page) -> None:
    """What it has stored needs no clearing: every workspace has a port, so an origin of its own."""
    await page.unroute_all()
    await page.context.clear_permissions()
    await page.context.clear_cookies()
    await page.goto("about:blank")


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

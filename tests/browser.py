"""The browser that tests use: Debian's Chromium."""

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE: Mapping[str, int] = {"width": 1280, "height": 800}
PATIENCE = 60_000
"""Milliseconds for what a page is to come to, on a machine that has much else to do."""
expect.set_options(timeout=PATIENCE)


def chromium_or_skip() -> str:
    """Its path. Without it the test is skipped on a laptop and fails in CI, where it must be installed."""
    if Path(CHROMIUM).exists():
        return CHROMIUM
    reason = f"{CHROMIUM} is missing: apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser, running until this ends. Skips as above."""
    path = chromium_or_skip()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


class Tabs:
    """Blank pages of a browser, which one test after another uses: a new page takes the processor three times as long
    as a new address. Each test's server has a port, so an origin of its own, and finds nothing stored."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._blank: list[Page] = []

    @asynccontextmanager
    async def borrowed(self, **listeners: Callable[..., None]) -> AsyncIterator["Borrowed"]:
        """`listeners`: what each page tells of, by the name of its event."""
        borrowed = Borrowed(self._browser, self._blank, listeners)
        try:
            yield borrowed
        finally:
            await borrowed.end()


class Borrowed:
    """The pages of one test."""

    def __init__(self, browser: Browser, blank: list[Page], listeners: Mapping[str, Callable[..., None]]) -> None:
        self._browser, self._blank, self._listeners = browser, blank, listeners
        self._pages: list[Page] = []
        self._own: list[BrowserContext] = []

    async def page(self, viewport: Mapping[str, int] = WIDE, color_scheme: str = "light", **own: object) -> Page:
        """A blank page. `own`: settings of the browser's context; a page with such settings serves no other test."""
        if own:
            context = await self._browser.new_context(viewport=viewport, **{"locale": "en-GB", **own})  # type: ignore[arg-type]
            self._own.append(context)
            page = await context.new_page()
        else:
            page = self._blank.pop() if self._blank else await self._browser.new_page(locale="en-GB")
            self._pages.append(page)
            await page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE)
        await page.emulate_media(color_scheme=color_scheme, media="screen")  # type: ignore[arg-type]
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]
        return page

    async def end(self) -> None:
        for context in self._own:
            await context.close()
        for page in self._pages:
            for event, listener in self._listeners.items():
                page.remove_listener(event, listener)
            await page.unroute_all()
            await page.context.clear_permissions()
            await page.context.clear_cookies()
            await page.goto("about:blank")
            self._blank.append(page)

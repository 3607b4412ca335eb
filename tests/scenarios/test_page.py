"""What a newcomer does: starts the bot as the README says, and types its three lines in the page."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import chromium

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000
"""Milliseconds."""


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """`mailbot run local`, as a process of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}",
    }
    command = [sys.executable, "-m", "bot", "run", "local", "--port", "0"]
    running = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert running.stdout is not None
    try:
        line = await asyncio.wait_for(running.stdout.readline(), 90)
        match = re.search(r"http://127\.0\.0\.1:\d+", line.decode())
        assert match is not None, line
        yield match[0]
    finally:
        running.send_signal(signal.SIGTERM)
        await asyncio.wait_for(running.wait(), 60)


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with chromium() as running:
        page = await running.new_page(viewport={"width": 1280, "height": 800}, locale="lt-LT")
        page.set_default_timeout(PATIENCE)
        await page.goto(f"{address}/c/C0SUPPORT")
        await page.wait_for_selector("body[data-live=on]")
        yield page


async def test_the_three_lines_are_typed_and_answered(page: Page) -> None:
    composer = page.locator("#channel textarea")
    answers = page.locator("#channel article.message")

    await composer.fill("/smtp 451")
    await composer.press("Enter")
    code = answers.filter(has_text="451 –")
    await expect(code).to_contain_text("vietinio apdorojimo klaida", timeout=PATIENCE)
    await expect(code).to_contain_text("Kas turi imtis veiksmų")

    await composer.fill("/mailcheck imone.example")
    await composer.press("Enter")
    report = answers.filter(has_text="imone.example").last
    await expect(report).to_contain_text("Patikrinta", timeout=PATIENCE)
    await expect(report).to_contain_text("v=spf1")

    await report.hover()
    await report.get_by_role("link", name=re.compile("Reply in thread|Atsakyti gijoje")).first.click()
    thread = page.locator("#thread")
    await thread.locator("textarea").fill("o kas dėl SPF?")
    await thread.locator("textarea").press("Enter")
    answer = thread.locator("article.message").last
    await expect(answer).to_contain_text("Kas tai: SPF", timeout=PATIENCE)
    assert await page.locator(".unsupported").count() == 0

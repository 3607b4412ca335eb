"""What is long is read from its first line; the page speaks its reader's language and says what to try first."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.workspace import furnish
from bot.workspace.values import Message
from tests.workspace.page.conftest import ONE_LOOP, by_app

pytestmark = ONE_LOOP
LONG = "\n".join(f"line {number}" for number in range(80))


async def top(page: Page, message: Message, pane: str = "#channel", prefix: str = "m") -> float:
    """Pixels from the pane's upper edge to the message's."""
    return await page.evaluate(
        "([message, pane]) => document.getElementById(message).getBoundingClientRect().top"
        " - document.querySelector(`${pane} .scroll`).getBoundingClientRect().top",
        [f"{prefix}-{message.ts}", pane],
    )


async def test_a_long_answer_is_shown_from_its_first_line(ws, open_page):
    page = await open_page()
    first = by_app(ws, LONG)
    await expect(page.locator(".message")).to_have_count(1)
    assert 0 <= await top(page, first) < 20

    by_app(ws, "its picture")  # what follows at once does not push it away
    await expect(page.locator(".message")).to_have_count(2)
    assert 0 <= await top(page, first) < 20

    await page.locator("#channel textarea").press("a")  # whoever writes has read it
    second = by_app(ws, LONG)
    await expect(page.locator(".message")).to_have_count(3)
    assert 0 <= await top(page, second) < 20

    await page.locator("#channel .scroll").evaluate("pane => { pane.scrollTop = 0; }")  # read on from the beginning
    third = by_app(ws, LONG)
    await expect(page.locator(".message")).to_have_count(4)
    assert await top(page, third) > 800

    await page.reload()
    await page.wait_for_selector("body[data-live=on]")
    assert 0 <= await top(page, third) < 20


async def test_a_thread_opens_at_the_first_reply_that_was_not_read(ws, open_page):
    root = await ws.say("What is 451?")
    by_app(ws, LONG, thread_ts=root.ts)
    page = await open_page()
    await page.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.locator(".message")).to_have_count(2)
    assert 0 <= await top(page, root, "#thread", "t") < 20
    await page.keyboard.press("Escape")

    unread = by_app(ws, LONG, thread_ts=root.ts)
    by_app(ws, LONG, thread_ts=root.ts)
    await page.get_by_role("link", name="3 replies").click()
    await expect(thread.locator(".message")).to_have_count(4)
    assert 0 <= await top(page, unread, "#thread", "t") < 20


async def test_the_first_screen_has_a_bounce_to_paste_and_one_to_drop(ws, open_page):
    page = await open_page()
    await expect(page.locator("#channel textarea")).to_be_focused()
    await page.locator(".example.first").first.click()
    await expect(page.locator(".message")).to_contain_text("550-5.7.26")
    await page.get_by_text("Examples", exact=True).click()
    await page.get_by_role("button", name="bounce.eml").first.click()
    await expect(page.get_by_role("link", name="Download bounce.eml")).to_be_visible()
    pasted, dropped = ws.state.messages(furnish.SUPPORT)
    assert "\n" in pasted.text
    assert dropped.files[0].content.startswith(b"Return-Path: <>")


@pytest.mark.parametrize(("locale", "language"), [("lt-LT", "lt"), ("en-GB", "en"), ("de-DE", "en")])
async def test_the_person_speaks_the_browsers_language(locale, language, ws, open_page):
    await open_page(locale=locale)
    assert ws.state.users[furnish.YOU.id].locale.partition("-")[0] == language


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_examples_stay_on_the_screen_and_leave_the_text_box_free(width, ws, open_page):
    page = await open_page(viewport={"width": width, "height": 800})
    await page.get_by_text("Examples", exact=True).click()
    menu = await page.locator(".examples .menu-list").bounding_box()
    box = await page.locator("#channel textarea").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= width
    assert menu["y"] + menu["height"] <= box["y"]


async def test_code_in_a_thread_has_the_whole_width(ws, open_page):
    root = await ws.say("What is 451?")
    record = {"type": "section", "text": {"type": "mrkdwn", "text": "```v=spf1 include:mx.ovh.com -all```"}}
    by_app(ws, "record", record, thread_ts=root.ts)
    page = await open_page(f"/c/{furnish.SUPPORT}?thread={root.ts}")
    width = "getComputedStyle(document.querySelector('#thread pre')).paddingRight"
    assert await page.evaluate(width) == "12px"


NARROW = {"width": 390, "height": 800}
WIDE = {"width": 1280, "height": 800}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(scheme, ws, open_page):
    """In a channel, its thread and the home, side by side and one at a time; colours in both themes."""
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (("Name", "Value"), ("MX", "10 mx"))]
    root = await ws.say("imone.lt: 550 5.7.26")
    folded = {"type": "section", "text": {"type": "mrkdwn", "text": f"*Long* `code`\n> quoted\n{LONG}"}}
    button = {"type": "button", "action_id": "a", "style": "primary", "text": {"type": "plain_text", "text": "Again"}}
    blocks = (*({"type": "table", "rows": cells},) * 2, folded, {"type": "actions", "elements": [button]})
    by_app(ws, "Two tables", *blocks, thread_ts=root.ts)
    page = await open_page("/", color_scheme=scheme, viewport=NARROW)
    thread, home = f"/c/{furnish.SUPPORT}?thread={root.ts}", f"/c/{furnish.DIRECT}?tab=home"
    places = [(WIDE, thread), (WIDE, home)]
    if scheme == "light":
        places += [(NARROW, "/"), (NARROW, f"/c/{furnish.SUPPORT}"), (NARROW, thread)]
    for size, path in places:
        await page.set_viewport_size(size)
        await page.goto(ws.state.origin + path)
        await page.wait_for_selector("body[data-live=on]")
        violations = (await Axe().run(page)).response["violations"]
        assert [(finding["impact"], finding["id"], finding["nodes"][0]["html"]) for finding in violations] == [], (
            size,
            path,
        )


async def test_a_threads_examples_speak_of_a_domain_only_where_one_was_named(ws, open_page):
    for text, offered in (("what is 451?", False), ("imone.lt gets 451", True)):
        root = await ws.say(text)
        by_app(ws, "*451* see <https://www.rfc-editor.org/rfc/rfc5321.html|RFC 5321>", thread_ts=root.ts)
        page = await open_page(f"/c/{furnish.SUPPORT}?thread={root.ts}")
        await expect(page.get_by_role("button", name="How do I fix it?")).to_be_visible()
        await expect(page.get_by_role("button", name="Watch this domain")).to_have_count(int(offered))


async def test_a_long_text_that_is_not_told_to_expand_is_folded_until_one_asks(ws, open_page):
    section = {"type": "section", "text": {"type": "mrkdwn", "text": LONG}}
    by_app(ws, "evidence", section)
    by_app(ws, "answer", {**section, "expand": True})
    page = await open_page()
    heights = "[...document.querySelectorAll('.mrkdwn')].map(each => each.clientHeight)"
    folded, whole = await page.evaluate(heights)
    assert folded < 120 < whole
    await page.get_by_text("See more").click()
    assert (await page.evaluate(heights))[0] == whole

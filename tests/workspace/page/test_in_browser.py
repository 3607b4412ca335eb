"""The page in a real browser: reading, and what happens by itself."""

import pytest
from playwright.async_api import expect

from bot.workspace import furnish
from tests.workspace.page.conftest import ONE_LOOP, by_app

pytestmark = ONE_LOOP
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LONG = "v=spf1 include:_spf.google.com include:spf.protection.outlook.com ip4:203.0.113.0/24 -all"
RICH = (
    {"type": "header", "text": {"type": "plain_text", "text": "451"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": f"```{LONG}```"}},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Name"}], [{"type": "raw_text", "text": LONG}]]},
    {"type": "alert", "level": "error", "text": {"type": "mrkdwn", "text": "*Refused*"}},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "RFC 5321, <https://a.lt|a link>"}]},
    {
        "type": "plan",
        "title": "Checking",
        "tasks": [
            {"type": "task_card", "task_id": "1", "title": "MX", "status": "complete"},
            {"type": "task_card", "task_id": "2", "title": "SPF", "status": "pending"},
        ],
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": f"b{style}", "style": style, "text": {"type": "plain_text", "text": style}}
            for style in ("primary", "danger", "default")
        ],
    },
)


async def test_messages_come_change_and_go_by_themselves(ws, open_page):
    page = await open_page()
    log = page.get_by_role("log", name="#support")

    message = await ws.say("Labas, ąčęėįšųūž")
    await expect(log).to_contain_text("Labas, ąčęėįšųūž")

    await ws.edit(message, "Sveiki")
    await expect(log).to_contain_text("Sveiki")
    await expect(log).to_contain_text("(edited)")
    await expect(log.locator(".message")).to_have_count(1)

    await ws.delete(message)
    await expect(log.locator(".message")).to_have_count(0)


async def test_news_of_another_place_is_a_number_beside_it(ws, open_page):
    page = await open_page()
    await ws.say("one", channel=furnish.GENERAL, user=furnish.COLLEAGUE.id)
    await ws.say("two", channel=furnish.GENERAL, user=furnish.COLLEAGUE.id)
    await expect(page.get_by_role("link", name="general")).to_contain_text("2")


async def test_only_i_see_what_is_only_for_me_and_can_put_it_away(ws, open_page):
    by_app(ws, "for Ona", ephemeral_to=furnish.YOU.id)
    by_app(ws, "for Jonas", ephemeral_to=furnish.COLLEAGUE.id)
    page = await open_page()
    mine = page.locator(".message", has_text="for Ona")
    await expect(mine).to_contain_text("Only visible to you")
    await expect(page.get_by_text("for Jonas")).to_have_count(0)

    await mine.get_by_role("button", name="Dismiss").click()
    await expect(mine).to_have_count(0)
    assert [message.text for message in ws.state.messages(furnish.SUPPORT)] == ["for Jonas"]


async def test_a_thread_opens_beside_the_channel_and_closes_with_escape(ws, open_page):
    root = await ws.say("What is 451?")
    by_app(ws, "A temporary failure", thread_ts=root.ts)
    page = await open_page()
    await expect(page.get_by_text("A temporary failure")).to_have_count(0)

    await page.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("A temporary failure")
    await expect(thread.get_by_role("textbox")).to_be_focused()
    assert f"thread={root.ts}" in page.url

    by_app(ws, "and what about SPF", thread_ts=root.ts)
    await expect(thread).to_contain_text("and what about SPF")
    await expect(page.get_by_role("main")).to_contain_text("2 replies")

    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()
    await expect(page.get_by_role("link", name="2 replies")).to_be_focused()

    await page.go_back()
    await expect(thread).to_contain_text("A temporary failure")


async def test_what_was_missed_while_away_is_there_afterwards(ws, open_page):
    page = await open_page()
    await page.route("**/page/events*", lambda route: route.abort())
    await page.reload()
    await expect(page.get_by_role("status").filter(has_text="connection was lost")).to_be_visible()
    await ws.say("said meanwhile")
    await page.unroute_all()
    await expect(page.get_by_role("log", name="#support")).to_contain_text("said meanwhile")


async def test_the_page_can_be_read_without_its_script(ws, open_page):
    root = await ws.say("What is 451?")
    by_app(ws, "A temporary failure", thread_ts=root.ts)
    page = await open_page(java_script_enabled=False)
    await page.get_by_role("link", name="1 reply").click()
    await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("A temporary failure")
    await page.get_by_role("link", name="LT", exact=True).click()
    await expect(page.get_by_role("complementary", name="Gija")).to_contain_text("A temporary failure")


async def test_either_language_can_be_chosen_and_stays(open_page):
    page = await open_page(locale="lt-LT")
    await expect(page.get_by_role("heading", name="Kanalai")).to_be_visible()
    await page.get_by_role("link", name="EN", exact=True).click()
    await expect(page.get_by_role("heading", name="Channels")).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == "en"
    await page.reload()
    await expect(page.get_by_role("heading", name="Channels")).to_be_visible()


BACKGROUND = "getComputedStyle(document.querySelector('main')).backgroundColor"


async def test_dark_follows_the_system_and_can_be_turned(open_page):
    page = await open_page(color_scheme="dark")
    dark = await page.evaluate(BACKGROUND)
    async with page.expect_response("**/page/set?theme=light"):
        await page.get_by_role("link", name="Light or dark").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    light = await page.evaluate(BACKGROUND)
    assert light == "rgb(255, 255, 255)"
    assert dark != light
    await page.reload()
    assert await page.evaluate(BACKGROUND) == light


CONTRAST = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((c) => c / 255)
    .map((c) => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const ground = channels(["white", ...behind]);
    const ink = channels(["white", ...behind, getComputedStyle(element).color]);
    const [dim, bright] = [light(ground), light(ink)].sort((a, b) => a - b);
    const ratio = (bright + .05) / (dim + .05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${element.className} ${element.textContent.trim().slice(0, 30)}`);
  }
  return low;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_text_has_the_contrast_that_wcag_asks_for(ws, open_page, scheme):
    root = by_app(ws, "rich", *RICH)
    by_app(ws, "reply", thread_ts=root.ts)
    by_app(ws, "only you `code` <!channel> <@U0BOT0001>", ephemeral_to=furnish.YOU.id)
    await ws.drop_file("bounce.eml", b"x")
    page = await open_page(f"/c/{furnish.SUPPORT}?thread={root.ts}", color_scheme=scheme)
    assert await page.evaluate(CONTRAST) == []
    await page.goto(f"{ws.state.origin}/c/{furnish.GENERAL}")
    await page.get_by_role("textbox").fill("/")
    assert await page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_one_pane_at_a_time_and_nothing_hangs_over(ws, open_page, scheme):
    root = by_app(ws, "rich", *RICH)
    by_app(ws, "in the thread", *RICH, thread_ts=root.ts)
    page = await open_page("/", **PHONE, color_scheme=scheme)
    sidebar, main = page.locator("#sidebar"), page.locator("#channel")
    thread = page.locator("#thread")

    async def only(pane):
        for each in (sidebar, main, thread):
            await expect(each).to_be_visible(visible=each is pane)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        wide = "[...document.querySelectorAll('.scroll')].filter((pane) => pane.scrollWidth > pane.clientWidth).length"
        assert await page.evaluate(wide) == 0

    await only(sidebar)
    await page.get_by_role("link", name="support").tap()
    await only(main)
    await page.get_by_role("link", name="1 reply").tap()
    await only(thread)
    await thread.get_by_role("link", name="Back").tap()
    await only(main)
    await main.get_by_role("link", name="Back").tap()
    await only(sidebar)


async def test_a_finger_finds_what_it_aims_at(ws, open_page):
    by_app(ws, "rich", *RICH)
    page = await open_page(**PHONE)
    small = await page.evaluate(
        """() => [...document.querySelectorAll("main :is(.button, .copy, .replies, .composer button), .sidebar li a")]
            .filter((element) => element.checkVisibility())
            .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44).map(([name]) => name)"""
    )
    assert small == []

"""What Slack makes of mail, long texts and forwards, done on the page in a browser; and the app's workflow steps."""

from dataclasses import replace

import pytest_asyncio
from playwright.async_api import expect

from bot.workspace import furnish
from bot.workspace.manifest import Function, Parameter
from bot.workspace.values import FileMode
from tests.workspace.conftest import bolt
from tests.workspace.page.conftest import MANIFEST, ONE_LOOP, paged

pytestmark = ONE_LOOP
MAIL = b"From: MAILER-DAEMON@mx.example\r\nTo: x@y.example\r\nSubject: Undelivered\r\n\r\n550 5.1.1 User unknown\r\n"
STEP = Function(
    "reverse",
    "Reverse a text",
    "Says it backwards",
    (Parameter("text", "string", "Text", required=True),),
    (Parameter("text", "string"),),
)


@pytest_asyncio.fixture(loop_scope="session")
async def ws():
    async with paged(replace(MANIFEST, functions=(STEP,), org_deploy_enabled=True)) as workspace:
        yield workspace


async def test_a_mail_comes_to_the_channels_address_and_is_forwarded_elsewhere(ws, open_page):
    page = await open_page()
    await page.get_by_label("Channel actions").click()
    await page.set_input_files("[data-mail]", {"name": "a.eml", "mimeType": "message/rfc822", "buffer": MAIL})
    log = page.get_by_role("log", name="#support")
    await expect(log).to_contain_text("from MAILER-DAEMON@mx.example")
    await expect(log).to_contain_text("550 5.1.1 User unknown")
    (message,) = ws.state.messages(furnish.SUPPORT)
    assert (message.user, message.files[0].mode) == (furnish.SLACKBOT.id, FileMode.EMAIL)

    await log.get_by_role("article").hover()
    await log.get_by_label("More actions").click()
    await log.get_by_role("button", name="Forward…").click()
    window = page.get_by_role("dialog", name="Forward…")
    await window.get_by_label("Forward to").select_option(label="#general")
    await window.get_by_label("Add a message").fill("what is this?")
    await window.get_by_role("button", name="Send").click()
    await expect(window).to_be_hidden()
    (forwarded,) = ws.state.messages(furnish.GENERAL)
    assert (forwarded.text, forwarded.attachments[0]["channel_id"]) == ("what is this?", furnish.SUPPORT)
    await page.goto(f"{ws.state.origin}/c/{furnish.GENERAL}")
    await expect(page.locator(".shared")).to_contain_text("Posted in #support")


async def test_a_long_paste_becomes_a_snippet_and_a_short_one_does_not(ws, open_page):
    page = await open_page()
    box = page.get_by_role("textbox", name="Write in #support")
    for text in ("550 5.1.1 short", "550 5.1.1 User unknown\n" * 300):
        await box.evaluate(
            """(box, text) => {
              const held = new DataTransfer();
              held.setData("text/plain", text);
              box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
            }""",
            text,
        )
    await expect(page.locator(".preview")).to_contain_text("550 5.1.1 User unknown")
    (message,) = ws.state.messages(furnish.SUPPORT)
    assert (message.files[0].mode, message.files[0].text.count("\n")) == (FileMode.SNIPPET, 300)


async def test_an_at_sign_offers_the_people_who_are_there_in_channels_groups_and_threads(ws, open_page):
    root = await ws.say("case", channel=furnish.GROUP)
    page = await open_page(f"/c/{furnish.GROUP}?thread={root.ts}")
    for pane, label in (("#channel", "Write to Jonas Petraitis, Mail bot"), ("#thread", "Reply…")):
        box = page.locator(pane).get_by_role("textbox", name=label)
        await box.type("hello @ma")
        await expect(page.locator(pane).get_by_role("option")).to_have_count(1)
        await box.press("Enter")
        await expect(box).to_have_value("hello @mailbot ")
        await box.press("Enter")
    await ws.until(lambda state: len(state.messages(furnish.GROUP)) == 3)
    assert all(f"<@{furnish.BOT.id}>" in message.text for message in ws.state.messages(furnish.GROUP)[1:])


async def test_a_step_of_the_apps_is_run_and_its_outputs_are_shown(ws, open_page, connect):
    app = bolt(ws)

    @app.function("reverse")
    async def reverse(inputs, complete, fail):
        await (fail("too short") if len(inputs["text"]) < 3 else complete({"text": inputs["text"][::-1]}))

    await connect(app)
    page = await open_page()
    await page.get_by_role("link", name="Reverse a text").click()
    for typed, seen in (("abc", "cba"), ("ab", "too short")):
        await page.get_by_label("Text").fill(typed)
        await page.get_by_role("button", name="Run this step").click()
        await expect(page.locator("#messages")).to_contain_text(seen)

"""The page in a real browser, used: writing, commands, buttons, forms, files. An unmodified Bolt app listens."""

import json

from playwright.async_api import expect
from slack_bolt.async_app import AsyncApp

from bot.workspace import furnish
from bot.workspace.manifest import Manifest
from tests.workspace.conftest import bolt
from tests.workspace.page.conftest import ONE_LOOP, by_app, paged

pytestmark = ONE_LOOP
OPTIONS = [{"text": {"type": "plain_text", "text": text}, "value": text.lower()} for text in ("Records", "Again")]
VIEW = {
    "type": "modal",
    "callback_id": "letter",
    "title": {"type": "plain_text", "text": "Letter"},
    "submit": {"type": "plain_text", "text": "Send it"},
    "blocks": [
        {
            "type": "input",
            "block_id": "body",
            "label": {"type": "plain_text", "text": "Text"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "how",
            "optional": True,
            "label": {"type": "plain_text", "text": "How"},
            "element": {"type": "checkboxes", "action_id": "how", "options": OPTIONS},
        },
    ],
}


def composer(page):
    return page.get_by_role("main").get_by_role("textbox")


def sent(ws, kind):
    return [delivery.payload for delivery in ws.deliveries if delivery.kind == kind]


async def test_enter_sends_and_shift_enter_begins_a_line(ws, open_page):
    page = await open_page()
    await composer(page).press_sequentially("550-5.7.26 refused")
    await composer(page).press("Shift+Enter")
    await composer(page).press_sequentially("550 5.7.26 see <guide>")
    await composer(page).press("Enter")
    await expect(page.get_by_role("log", name="#support")).to_contain_text("see <guide>")
    await expect(composer(page)).to_have_value("")
    (message,) = ws.state.messages(furnish.SUPPORT)
    assert message.text == "550-5.7.26 refused\n550 5.7.26 see &lt;guide&gt;"
    assert message.user == furnish.YOU.id


async def test_a_slash_offers_the_commands_and_the_keyboard_picks_one(ws, open_page, connect):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp(ack, command, respond):
        await ack()
        await respond(f"*{command['text']}*: temporary")

    await connect(app)
    page = await open_page()
    await composer(page).press_sequentially("/")
    choices = page.get_by_role("listbox", name="Commands")
    await expect(choices.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(choices.get_by_role("option", name="/smtp")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(composer(page)).to_have_value("/smtp ")
    await expect(choices).to_be_hidden()

    await composer(page).press_sequentially("451")
    await page.keyboard.press("Enter")
    answer = page.locator(".message", has_text="451: temporary")
    await expect(answer).to_contain_text("Only visible to you")
    (command,) = await ws.until(lambda _: sent(ws, "slash_commands"))  # noted when it is acknowledged
    assert command["text"] == "451"


async def test_only_fitting_commands_are_offered(open_page):
    page = await open_page()
    await composer(page).press_sequentially("/mail")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Tab")
    await expect(composer(page)).to_have_value("/mailcheck ")


async def test_a_command_that_nobody_takes_is_said_to_have_failed(ws, open_page):
    page = await open_page()
    await composer(page).fill("/smtp 451")
    await composer(page).press("Enter")
    await expect(page.locator(".message", has_text="Slackbot")).to_contain_text("/smtp failed")


async def test_commands_are_refused_in_threads(ws, open_page):
    root = await ws.say("What is 451?")
    page = await open_page(f"/c/{furnish.SUPPORT}?thread={root.ts}")
    thread = page.get_by_role("complementary", name="Thread")
    await thread.get_by_role("textbox").fill("/smtp 451")
    await thread.get_by_role("textbox").press("Enter")
    refusal = thread.locator(".message", has_text="cannot be used in a thread")
    await expect(refusal).to_contain_text("Only visible to you")
    assert sent(ws, "slash_commands") == []


async def test_a_reply_is_written_in_the_thread(ws, open_page):
    root = await ws.say("What is 451?")
    page = await open_page(f"/c/{furnish.SUPPORT}?thread={root.ts}")
    thread = page.get_by_role("complementary", name="Thread")
    await thread.get_by_role("textbox").fill("o kas dėl SPF?")
    await thread.get_by_role("textbox").press("Enter")
    await expect(thread.locator(".message")).to_have_count(2)
    await expect(page.get_by_role("main")).to_contain_text("1 reply")
    assert ws.state.messages(furnish.SUPPORT)[-1].thread_ts == root.ts


async def test_examples_are_typed_and_sent_in_either_language(ws, open_page):
    page = await open_page()
    await page.get_by_role("button", name="/smtp en 451").first.click()
    await ws.until(lambda _: sent(ws, "slash_commands") or ws.state.messages(furnish.SUPPORT))
    await page.get_by_text("Examples", exact=True).click()
    await page.get_by_role("button", name="/mailcheck lt imone.example", exact=False).last.click()
    await expect(page.locator(".message", has_text="/mailcheck failed")).to_be_visible()

    root = await ws.say("case")
    await page.goto(f"{ws.state.origin}/c/{furnish.SUPPORT}?thread={root.ts}")
    chip = page.get_by_role("button", name="How do I fix it?")
    await chip.click()
    await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("how do I fix it?")
    await expect(chip).to_have_count(0)


async def test_a_button_reaches_the_app_and_its_answer_the_page(ws, open_page, connect):
    app = bolt(ws)

    @app.action("again")
    async def again(ack, body, client):
        await ack()
        container = body["container"]
        where = {"channel": container["channel_id"], "ts": container["message_ts"]}
        await client.chat_update(**where, text="checked again", blocks=[])

    await connect(app)
    button = {"type": "button", "action_id": "again", "value": "spf", "text": {"type": "plain_text", "text": "Again"}}
    by_app(ws, "checked", {"type": "actions", "elements": [button]})
    page = await open_page()
    await page.get_by_role("button", name="Again").click()
    await expect(page.get_by_role("log", name="#support")).to_contain_text("checked again")
    (action,) = sent(ws, "interactive")[0]["actions"]
    assert (action["action_id"], action["value"]) == ("again", "spf")


async def test_a_button_that_nobody_takes_says_so(ws, open_page):
    button = {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Again"}}
    by_app(ws, "checked", {"type": "actions", "elements": [button]})
    page = await open_page()
    await page.get_by_role("button", name="Again").click()
    await expect(page.get_by_role("status").filter(has_text="did not accept the click")).to_be_visible()
    await expect(page.get_by_role("button", name="Again")).not_to_have_attribute("aria-busy", "true")


def acknowledging(ws) -> AsyncApp:
    app = bolt(ws)

    @app.middleware
    async def any_action(context, body, next):
        if body.get("type") == "block_actions":
            return await context.ack()
        return await next()

    return app


async def test_menus_and_choices_deliver_what_was_picked(ws, open_page, connect):
    await connect(acknowledging(ws))
    by_app(
        ws,
        "choices",
        {
            "type": "actions",
            "elements": [
                {"type": "overflow", "action_id": "more", "options": OPTIONS},
                {"type": "static_select", "action_id": "select", "options": OPTIONS},
                {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS},
                {"type": "radio_buttons", "action_id": "radio", "options": OPTIONS},
            ],
        },
    )
    page = await open_page()
    await page.locator("summary[aria-label=More]").click()
    await page.get_by_role("button", name="Again").click()
    await page.locator(".message select").select_option("again")
    await page.get_by_role("checkbox", name="Records").check()
    await page.get_by_role("checkbox", name="Again").check()
    await page.get_by_role("radio", name="Records").check()
    await ws.until(lambda _: len(sent(ws, "interactive")) == 5)
    actions = [payload["actions"][0] for payload in sent(ws, "interactive")]
    picked = {(action["action_id"], _picked(action)) for action in actions}
    assert picked == {
        ("more", "again"),
        ("select", "again"),
        ("boxes", "records"),
        ("boxes", "records,again"),
        ("radio", "records"),
    }


def _picked(action) -> str:
    if "selected_options" in action:
        return ",".join(option["value"] for option in action["selected_options"])
    return action["selected_option"]["value"]


async def test_a_grave_button_asks_first(ws, open_page, connect):
    await connect(acknowledging(ws))
    words = {name: {"type": "plain_text", "text": text} for name, text in (("confirm", "Delete it"), ("deny", "Keep"))}
    button = {
        "type": "button",
        "action_id": "delete",
        "text": {"type": "plain_text", "text": "Delete"},
        "confirm": {
            "title": {"type": "plain_text", "text": "Sure?"},
            "text": {"type": "plain_text", "text": "No way back."},
            **words,
        },
    }
    by_app(ws, "case", {"type": "actions", "elements": [button]})
    page = await open_page()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Keep").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Delete it").click()
    await ws.until(lambda _: sent(ws, "interactive"))
    assert len(sent(ws, "interactive")) == 1, "the first click was sent, too"


async def test_a_modal_is_filled_in_refused_mended_and_sent(ws, open_page, connect):
    app = bolt(ws)
    letters = []

    @app.shortcut("explain")
    async def explain(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=VIEW)

    @app.view("letter")
    async def letter(ack, view):
        values = view["state"]["values"]
        if "imone" not in values["body"]["text"]["value"]:
            return await ack(response_action="errors", errors={"body": "Name the domain."})
        letters.append(values)
        return await ack()

    await connect(app)
    message = await ws.say("550 5.7.26")
    page = await open_page()
    row = page.locator(".message", has_text="550 5.7.26")
    await row.hover()
    await row.locator("summary[aria-label='More actions']").click()
    await row.get_by_role("button", name="Explain this bounce").click()

    dialog = page.get_by_role("dialog", name="Letter")
    await expect(dialog).to_be_visible()
    assert sent(ws, "interactive")[0]["message"]["ts"] == message.ts
    send = dialog.get_by_role("button", name="Send it")
    await send.click()
    await expect(dialog.get_by_role("alert").filter(has_text="Please fill in")).to_be_visible()
    await dialog.get_by_label("Text").fill("Laba diena")
    await send.click()
    await expect(dialog.get_by_role("alert").filter(has_text="Name the domain.")).to_be_visible()
    await expect(dialog.get_by_label("Text")).to_have_value("Laba diena")
    await expect(dialog.get_by_label("Text")).to_be_focused()

    await dialog.get_by_label("Text").fill("Laba diena, imone.lt")
    await dialog.get_by_role("checkbox", name="Records").check()
    await send.click()
    await expect(dialog).to_have_count(0)
    assert letters[0]["body"]["text"]["value"] == "Laba diena, imone.lt"
    assert [option["value"] for option in letters[0]["how"]["how"]["selected_options"]] == ["records"]


async def test_escape_closes_a_modal(ws, open_page, connect):
    app = bolt(ws)

    @app.shortcut("explain")
    async def explain(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=VIEW)

    await connect(app)
    page = await open_page()
    await ws.shortcut("explain", await ws.say("550"))
    await expect(page.get_by_role("dialog", name="Letter")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Letter")).to_have_count(0)
    await expect(page.get_by_role("main").get_by_role("textbox")).to_be_focused()
    await ws.until(lambda state: not state.modals(furnish.YOU.id))


async def test_the_apps_home_is_published_when_one_looks(ws, open_page, connect):
    app = bolt(ws)

    @app.event("app_home_opened")
    async def opened(event, client):
        block = {"type": "section", "text": {"type": "mrkdwn", "text": "*Welcome* home"}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    await connect(app)
    page = await open_page(f"/c/{furnish.DIRECT}")
    await page.get_by_role("link", name="Home").click()
    await expect(page.get_by_role("main")).to_contain_text("Welcome home")


async def test_an_app_that_does_not_ask_for_a_home_has_none(open_page):
    async with paged(Manifest()) as other:
        page = await open_page()
        await page.goto(f"{other.state.origin}/c/{furnish.DIRECT}?tab=home")
        await expect(page.get_by_role("main").get_by_role("textbox")).to_be_visible()
        await expect(page.get_by_role("link", name="Home")).to_have_count(0)
        await other.idle()
        assert other.deliveries == []


async def test_a_mail_is_attached(ws, open_page):
    page = await open_page()
    file = {"name": "bounce.eml", "mimeType": "message/rfc822", "buffer": b"From: a@b.lt\r\n\r\nx"}
    await page.get_by_label("Attach a file").set_input_files(file)
    await expect(page.get_by_role("link", name="Download bounce.eml")).to_be_visible()
    (message,) = ws.state.messages(furnish.SUPPORT)
    assert message.files[0].content == b"From: a@b.lt\r\n\r\nx"


async def test_a_mail_is_dropped(ws, open_page):
    page = await open_page()
    data = await page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["From: a@b.lt"], "dropped.eml", { type: "message/rfc822" }));
            return data;
        }"""
    )
    await page.get_by_role("main").dispatch_event("drop", {"dataTransfer": data})
    await expect(page.get_by_role("link", name="Download dropped.eml")).to_be_visible()


async def test_a_record_is_copied_as_it_is(ws, open_page):
    record = 'v=spf1 include:mx.ovh.com "a  b" -all\nsecond'
    by_app(ws, "record", {"type": "section", "text": {"type": "mrkdwn", "text": f"```{record}```"}})
    page = await open_page()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Copy").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == record


async def test_the_bot_can_be_invited(ws, open_page):
    page = await open_page(f"/c/{furnish.GENERAL}")
    await page.get_by_role("button", name="Invite Mail bot").click()
    await expect(page.get_by_text("is not a member here")).to_have_count(0)
    assert ws.state.bot.id in ws.state.channels[furnish.GENERAL].members


async def test_the_bot_can_be_removed(ws, open_page):
    page = await open_page()
    await page.get_by_label("Channel actions").click()
    await page.get_by_role("button", name="Remove Mail bot").click()
    await expect(page.get_by_text("is not a member here")).to_be_visible()
    assert ws.state.bot.id not in ws.state.channels[furnish.SUPPORT].members


async def test_a_channel_can_be_archived_and_taken_back(ws, open_page):
    page = await open_page()
    await page.get_by_label("Channel actions").click()
    await page.get_by_role("button", name="Archive").click()
    await expect(page.get_by_text("This channel is archived")).to_be_visible()
    await expect(page.get_by_role("textbox")).to_have_count(0)
    await page.get_by_role("button", name="Unarchive").click()
    await expect(page.get_by_role("textbox")).to_be_visible()
    assert not ws.state.channels[furnish.SUPPORT].archived


async def test_another_site_cannot_act_in_my_name(ws, open_page):
    page = await open_page()
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    form = {"channel": furnish.SUPPORT, "text": "spam"}
    answer = await page.context.request.post(f"{ws.state.origin}/page/say", form=form, headers=foreign)
    assert answer.status == 403
    assert ws.state.messages(furnish.SUPPORT) == ()


async def test_the_page_lets_nothing_in_from_elsewhere(ws, open_page):
    page = await open_page()
    answer = await page.context.request.get(page.url)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    await ws.drop_file("evil.html", b"<script>alert(1)</script>", mimetype="text/html")
    (message,) = ws.state.messages(furnish.SUPPORT)
    file = await page.context.request.get(f"{ws.state.origin}/page/files/{message.files[0].id}")
    assert file.headers["content-disposition"] == "attachment"
    assert file.headers["content-type"] == "application/octet-stream"


async def test_faults_are_told_as_json(ws, open_page):
    page = await open_page()
    form = {"channel": furnish.SUPPORT, "ts": "1.0", "action_id": "x", "values": json.dumps([])}
    answer = await page.context.request.post(f"{ws.state.origin}/page/click", form=form)
    assert answer.status == 422
    assert "the message is gone" in (await answer.json())["error"]

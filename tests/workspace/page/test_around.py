"""What stands around a conversation: an app's suggestions, global shortcuts, a choice of place, links to messages."""

from playwright.async_api import expect

from bot.workspace import furnish
from tests.workspace.conftest import bolt
from tests.workspace.page.conftest import ONE_LOOP

pytestmark = ONE_LOOP
VIEW = {
    "type": "modal",
    "callback_id": "check",
    "title": {"type": "plain_text", "text": "Check"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [
        {
            "type": "input",
            "block_id": "where",
            "label": {"type": "plain_text", "text": "Where"},
            "element": {
                "type": "conversations_select",
                "action_id": "where",
                "default_to_current_conversation": True,
                "response_url_enabled": True,
            },
        }
    ],
}


async def test_what_the_app_suggests_is_asked_with_a_click_and_stays(ws, open_page, connect):
    app = bolt(ws)

    @app.event("app_home_opened")
    async def opened(event, client):
        assert event["tab"] == "messages"
        prompts = [{"title": "A code", "message": "what is 451?"}]
        await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], title="Ask", prompts=prompts)

    await connect(app)
    page = await open_page(f"/c/{furnish.DIRECT}")
    suggestion = page.get_by_role("button", name="A code")
    await suggestion.click()
    await expect(page.get_by_role("log")).to_contain_text("what is 451?")
    await expect(suggestion).to_be_visible()


async def test_a_global_shortcuts_window_answers_where_one_is_or_chooses(ws, open_page, connect):
    app = bolt(ws)

    @app.shortcut("check")
    async def check(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=VIEW)

    @app.view("check")
    async def checked(ack, view, respond):
        await ack()
        await respond(f"going to {view['state']['values']['where']['where']['selected_conversation']}")

    await connect(app)
    page = await open_page()
    await page.get_by_text("Shortcuts").click()
    await page.get_by_role("button", name="Check a domain").click()
    where = page.get_by_role("dialog", name="Check").get_by_label("Where")
    await expect(where).to_have_value(furnish.SUPPORT)
    await where.select_option(label="#general")
    await page.get_by_role("button", name="Go").click()
    message = await ws.until(lambda state: state.messages(furnish.GENERAL, viewer=furnish.YOU.id))
    assert message[0].text == f"going to {furnish.GENERAL}"
    assert message[0].ephemeral_to == furnish.YOU.id


async def test_a_permalink_opens_the_messages_thread(ws, open_page):
    message = await ws.say("550 5.7.1")
    page = await open_page(f"/archives/{message.channel}/p{message.ts.replace('.', '')}")
    await expect(page.get_by_role("complementary", name="Thread")).to_contain_text("550 5.7.1")

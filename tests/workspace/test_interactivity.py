"""Modals, homes, shortcuts, menus and feedback buttons, with an unmodified Bolt app on either transport."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import furnish
from tests.workspace.conftest import bolt

FIELD = {
    "type": "input",
    "block_id": "which",
    "label": {"type": "plain_text", "text": "Domenas"},
    "element": {"type": "plain_text_input", "action_id": "domain"},
}


def modal(*blocks: dict, **more) -> dict:
    texts = {name: {"type": "plain_text", "text": name} for name in ("title", "submit")}
    return {"type": "modal", "callback_id": "check", **texts, "blocks": list(blocks) or [FIELD], **more}


async def test_a_global_shortcut_opens_a_modal_whose_submission_is_answered_with_errors_then_taken(ws, connect):
    app = bolt(ws)

    @app.shortcut("check_domain")
    async def opens(ack, shortcut, client):
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal(private_metadata="kept"))

    @app.view("check")
    async def submitted(ack, view, client, body):
        domain = view["state"]["values"]["which"]["domain"]["value"]
        if "." not in domain:
            await ack(response_action="errors", errors={"which": "ne domenas"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"{domain} {view['private_metadata']}")

    await connect(app)
    await ws.shortcut("check_domain")
    (view,) = await ws.until(lambda state: state.modals(furnish.YOU.id))
    await ws.submit(view, {"domain": "imone"})
    assert ws.state.view(view.id).errors == (("which", "ne domenas"),)
    await ws.submit(view, {"domain": "imone.lt"})
    assert ws.state.modals(furnish.YOU.id) == ()
    message = await ws.until(lambda state: state.messages(furnish.DIRECT))
    assert message[0].text == "imone.lt kept"


@pytest.mark.parametrize(
    ("answer", "stack"),
    [
        ({"response_action": "update", "view": modal(callback_id="second")}, ["second"]),
        ({"response_action": "push", "view": modal(callback_id="second")}, ["check", "second"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal(callback_id="x" * 256)}, ["check"]),
    ],
)
async def test_a_submission_is_answered_with_another_view_or_none(ws, connect, answer, stack):
    app = bolt(ws)

    @app.shortcut("check_domain")
    async def opens(ack, shortcut, client):
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal())

    @app.view("check")
    async def submitted(ack):
        await ack(**answer)

    await connect(app)
    await ws.shortcut("check_domain")
    (view,) = await ws.until(lambda state: state.modals(furnish.YOU.id))
    await ws.submit(view, {"domain": "imone.lt"})
    assert [shown.content["callback_id"] for shown in ws.state.modals(furnish.YOU.id)] == stack


async def test_a_message_shortcut_carries_the_message(ws, connect):
    app = bolt(ws)

    @app.shortcut("explain_bounce")
    async def explain(ack, shortcut, respond):
        await ack()
        await respond(f"read: {shortcut['message']['text']}")

    @app.event("message")
    async def ignored():
        pass

    await connect(app)
    message = await ws.say("550 5.1.1 <nobody@imone.lt>", channel="general")
    await ws.shortcut("explain_bounce", message)
    answer = await ws.until(lambda state: [m for m in state.messages(furnish.GENERAL) if m.ephemeral_to])
    assert answer[0].text == "read: 550 5.1.1 &lt;<mailto:nobody@imone.lt|nobody@imone.lt>&gt;"


async def test_a_home_is_published_when_it_is_opened_and_its_menus_work(ws, connect):
    app = bolt(ws)
    option = {"text": {"type": "plain_text", "text": "Lietuvių"}, "value": "lt"}
    menu = {"type": "actions", "elements": [{"type": "static_select", "action_id": "language", "options": [option]}]}

    async def publish(client, user, text):
        section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        await client.views_publish(user_id=user, view={"type": "home", "blocks": [section, menu]})

    @app.event("app_home_opened")
    async def opened(event, client):
        await publish(client, event["user"], "Labas")

    @app.action("language")
    async def chosen(ack, action, body, client):
        await ack()
        await publish(client, body["user"]["id"], action["selected_option"]["value"])

    await connect(app)
    await ws.open_home()
    home = await ws.until(lambda state: state.home(furnish.YOU.id))
    with pytest.raises(ValueError, match="no option"):
        await ws.click(home, "language", "en")
    await ws.click(home, "language", "lt")
    await ws.until(lambda state: state.home(furnish.YOU.id).content["blocks"][0]["text"]["text"] == "lt")
    assert ws.state.home(furnish.COLLEAGUE.id) is None


async def test_feedback_says_which_button(ws, connect):
    app = bolt(ws)
    sides = {
        f"{side}_button": {"text": {"type": "plain_text", "text": side}, "value": f"{side}!"}
        for side in ("positive", "negative")
    }
    element = {"type": "feedback_buttons", "action_id": "feedback", **sides}
    seen = []

    @app.action("feedback")
    async def feedback(ack, action):
        await ack()
        seen.append(action["value"])

    @app.event("message")
    async def ignored():
        pass

    await connect(app)
    await app.client.chat_postMessage(
        channel=furnish.SUPPORT, text="x", blocks=[{"type": "context_actions", "elements": [element]}]
    )
    (message,) = ws.state.messages(furnish.SUPPORT)
    await ws.click(message, "feedback", "negative")
    await ws.until(lambda _: seen)
    assert seen == ["negative!"]
    with pytest.raises(ValueError, match="there are: feedback"):
        await ws.click(message, "again")


async def test_a_view_is_closed_with_notice_where_it_asks(ws, connect):
    app = bolt(ws)
    closed = []

    @app.view_closed("check")
    async def left(ack, view):
        await ack()
        closed.append(view["id"])

    await connect(app)
    trigger = ws.state.tickets.trigger(furnish.YOU.id)
    await app.client.views_open(trigger_id=trigger.id, view=modal(notify_on_close=True))
    (view,) = ws.state.modals(furnish.YOU.id)
    await ws.close_view(view)
    assert closed == [view.id]
    with pytest.raises(ValueError, match="closed"):
        await ws.submit(view, {"domain": "imone.lt"})


async def test_a_trigger_opens_one_view_and_soon(ws, client):
    trigger = ws.state.tickets.trigger(furnish.YOU.id)
    await client.views_open(trigger_id=trigger.id, view=modal())
    for spent, error in ((trigger.id, "exchanged_trigger_id"), ("1.2", "invalid_trigger_id")):
        with pytest.raises(SlackApiError, match=error):
            await client.views_open(trigger_id=spent, view=modal())


async def test_a_view_is_updated_by_id_or_own_name_if_the_hash_is_right(ws, client):
    trigger = ws.state.tickets.trigger(furnish.YOU.id)
    view = (await client.views_open(trigger_id=trigger.id, view=modal(external_id="mine")))["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(callback_id="two"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    await client.views_update(external_id="mine", view=modal(callback_id="three"))
    assert ws.state.view(view["id"]).content["callback_id"] == "three"
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id="V0NONE", view=modal())


async def test_an_empty_field_is_not_sent_unless_it_is_optional(ws, client):
    trigger = ws.state.tickets.trigger(furnish.YOU.id)
    await client.views_open(trigger_id=trigger.id, view=modal())
    (view,) = ws.state.modals(furnish.YOU.id)
    with pytest.raises(ValueError, match="must be filled"):
        await ws.submit(view, {})

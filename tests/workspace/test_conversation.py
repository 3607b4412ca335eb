"""Whole exchanges between the workspace and an unmodified Bolt app, over HTTP and over Socket Mode."""

from bot.workspace import furnish
from bot.workspace.faults import Dropped, RateLimited, Repeated, ServerError
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace
from tests.workspace.conftest import bolt

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "again", "value": "451", "text": {"type": "plain_text", "text": "Again"}}
    ],
}


def texts(ws: Workspace, channel: str = furnish.SUPPORT) -> list[str]:
    return [message.text for message in ws.state.messages(channel)]


async def test_a_command_is_answered_through_its_response_url(ws, connect):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp(ack, command, respond):
        await ack()
        await respond(f"*{command['text']}*")

    await connect(app)
    delivery = await ws.command("/smtp", "451")

    answer = await ws.until(lambda state: state.messages(furnish.SUPPORT))
    assert answer[0].text == "*451*"
    assert answer[0].ephemeral_to == furnish.YOU.id
    assert delivery.acknowledged
    assert 0 < ws.log.first_reply(delivery) < 3


async def test_an_acknowledgement_may_carry_the_answer(ws, connect):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp(ack):
        await ack(text="at once", response_type="in_channel")

    await connect(app)
    await ws.command("/smtp")

    (message,) = ws.state.messages(furnish.SUPPORT)
    assert (message.text, message.ephemeral_to) == ("at once", "")


async def test_a_reply_may_come_before_the_acknowledgement(ws, connect):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp(ack, client, command):
        await client.chat_postMessage(channel=command["channel_id"], text="first")
        await ack()

    await connect(app)
    delivery = await ws.command("/smtp", "451")

    assert delivery.acknowledged
    assert texts(ws) == ["first"]


async def test_a_thread_is_held_by_message_events(ws, connect):
    app = bolt(ws)

    @app.event("message")
    async def heard(event, say):
        await say(f"heard {event['text']} ({event['channel_type']})", thread_ts=event.get("thread_ts", event["ts"]))

    await connect(app)
    root = await ws.say("o kas dėl SPF?")
    await ws.until(lambda state: len(state.thread(root.channel, root.ts)) == 2)
    await ws.say("o imone.lt?", thread_ts=root.ts)
    replies = await ws.until(lambda state: len(thread := state.thread(root.channel, root.ts)) == 4 and thread)

    assert [reply.text for reply in replies[1::2]] == [
        "heard o kas dėl SPF? (channel)",
        "heard o <http://imone.lt|imone.lt>? (channel)",
    ]
    assert {reply.thread_ts for reply in replies[1:]} == {root.ts}


async def test_an_event_that_fails_is_delivered_again_with_its_id_and_the_reason(ws, connect):
    app = bolt(ws)
    seen: list[tuple[str, str]] = []

    @app.event("app_mention")
    async def mentioned(body, request, say):
        number = request.headers.get("x-slack-retry-num", ["0"])[0]
        seen.append((body["event_id"], number))
        await say("once")

    @app.event("message")
    async def ignored():
        pass

    await connect(app)
    ws.faults.add("delivery", Repeated(2), times=2)
    await ws.say(f"@{furnish.BOT.name} labas")
    await ws.idle()
    await ws.until(lambda _: len(seen) == 3)

    assert len({event_id for event_id, _ in seen}) == 1
    assert [number for _, number in seen] == ["0", "1", "2"]


async def test_a_click_can_change_the_message_it_was_made_on(ws, connect):
    app = bolt(ws)

    @app.event("message")
    async def heard(event, say):
        if "bot_id" not in event and not event.get("subtype"):
            await say(text="451", blocks=[BUTTON])

    @app.action("again")
    async def again(ack, action, respond):
        await ack()
        await respond(text=f"again {action['value']}", replace_original=True)

    await connect(app)
    await ws.say("labas")
    posted: Message = await ws.until(lambda state: next((m for m in state.messages() if m.blocks), None))
    await ws.click(posted, "again")
    changed = await ws.until(lambda state: next((m for m in state.messages() if m.text == "again 451"), None))

    assert changed.ts == posted.ts
    assert changed.blocks == ()


async def test_rate_limits_errors_and_broken_connections_are_survived_by_the_sdk(ws, connect):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp(ack, client, command):
        await ack()
        for number in range(3):
            await client.chat_postMessage(channel=command["channel_id"], text=str(number))

    await connect(app)
    for fault in (RateLimited(1), ServerError(), Dropped()):
        ws.faults.add("chat.postMessage", fault)
    await ws.command("/smtp")
    await ws.until(lambda _: len(texts(ws)) == 3)

    assert texts(ws) == ["0", "1", "2"]
    assert [call.status for call in ws.calls if call.method == "chat.postMessage"].count(200) == 3
    assert {429, 500, 0} < {call.status for call in ws.calls}


async def test_a_command_without_acknowledgement_fails_in_the_users_sight(ws, connect):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp():
        """Does not acknowledge."""

    await connect(app)
    await ws.command("/smtp")

    (message,) = ws.state.messages(furnish.SUPPORT)
    assert message.user == furnish.SLACKBOT.id
    assert message.ephemeral_to == furnish.YOU.id

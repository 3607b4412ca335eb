"""Deliveries: signed, acknowledged within three seconds, repeated as Slack repeats them."""

import asyncio
import json
import time

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import furnish
from bot.workspace.delivery.signing import signed
from bot.workspace.faults import DELIVERY, RESPONSE_URL, Repeated, ServerError, Slow
from bot.workspace.manifest import Manifest
from bot.workspace.workspace import Workspace
from tests.workspace.conftest import bolt, served

MINUTE = 60


class App:
    """A request URL that answers as told and keeps what it was sent."""

    def __init__(self, *statuses: int, headers: dict[str, str] | None = None) -> None:
        self.statuses, self.headers = list(statuses), headers
        self.requests: list[tuple[dict[str, str], str]] = []
        self.open = asyncio.Event()
        """Until it is set, no request is answered."""
        self.open.set()
        self.opened_by = 0
        """The number of the request that sets it, where one does."""

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.text()
        if "url_verification" in body:
            return web.json_response({"challenge": json.loads(body)["challenge"]})
        self.requests.append((dict(request.headers), body))
        if self.opened_by and len(self.requests) == self.opened_by:
            self.open.set()
        await self.open.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, headers=self.headers)

    @property
    def retries(self) -> list[tuple[str | None, str | None]]:
        return [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in self.requests]


async def serve(ws, app: App) -> web.AppRunner:
    site = web.Application()
    site.router.add_post("/slack/events", app.answer)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await ws.deliver_over_http("http://{}:{}/slack/events".format(*runner.addresses[0][:2]))
    return runner


async def test_a_failed_event_is_repeated_until_it_is_taken(ws):
    app = App(500, 503)
    runner = await serve(ws, app)
    await ws.say("labas")
    await ws.idle()
    ws.clock.turn(MINUTE)
    await ws.idle()
    await runner.cleanup()

    assert app.retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({json.loads(body)["event_id"] for _, body in app.requests}) == 1
    assert [delivery.acknowledged for delivery in ws.deliveries] == [False, False, True]


async def test_an_event_is_repeated_at_once_after_a_minute_and_after_five_then_given_up(ws):
    runner = await serve(ws, app := App(*[500] * 9))
    await ws.say("labas")
    attempts = []
    for seconds in (0, MINUTE - 1, 1, 5 * MINUTE - 1, 1, 60 * MINUTE):
        ws.clock.turn(seconds)
        await ws.idle()
        attempts.append(len(app.requests))
    await runner.cleanup()
    assert attempts == [2, 2, 3, 3, 4, 4]


async def test_an_event_is_not_repeated_where_the_app_asks_for_that(ws):
    runner = await serve(ws, app := App(500, headers={"X-Slack-No-Retry": "1"}))
    await ws.say("labas")
    await ws.idle()
    ws.clock.turn(60 * MINUTE)
    await ws.idle()
    await runner.cleanup()
    assert len(app.requests) == 1


async def test_three_seconds_are_the_most(ws):
    app = App()
    runner = await serve(ws, app)
    app.open.clear()
    delivery = await ws.command("/smtp", "451")
    app.open.set()
    await runner.cleanup()

    assert delivery.failure == "http_timeout"
    assert "operation_timeout" in ws.state.messages(furnish.SUPPORT)[0].text
    assert len(app.requests) == 1


async def test_nobody_there(ws):
    runner = await serve(ws, App())
    await runner.cleanup()
    delivery = await ws.command("/smtp", "451")
    assert delivery.failure == "connection_failed"
    assert "dispatch_failed" in ws.state.messages(furnish.SUPPORT)[0].text


async def test_a_request_url_must_answer_the_challenge(ws):
    async with served(bolt(ws, signing_secret="another")) as url:
        with pytest.raises(ValueError, match="challenge"):
            await ws.deliver_over_http(url)


@pytest.mark.parametrize(("secret", "age", "status"), [("right", 0, 200), ("wrong", 0, 401), ("right", 301, 401)])
async def test_bolt_refuses_wrong_and_old_signatures(ws, secret, age, status):
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    headers = signed(ws.signing_secret if secret == "right" else secret, int(time.time()) - age, body)
    async with served(bolt(ws)) as url, aiohttp.ClientSession() as session:
        response = await session.post(url, data=body, headers={**headers, "Content-Type": "application/json"})
        assert response.status == status


async def test_the_signature_is_slacks():
    """The example of https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = signed("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body)
    assert headers["X-Slack-Signature"] == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


class Socket:
    """A bare Socket Mode connection that acknowledges when told to."""

    def __init__(self, ws) -> None:
        self.ws = ws

    async def __aenter__(self):
        client = AsyncWebClient(base_url=self.ws.url)
        url = (await client.apps_connections_open(app_token=self.ws.app_token))["url"]
        self.session = aiohttp.ClientSession()
        self.line = await self.session.ws_connect(url)
        self.hello = await self.line.receive_json()
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def receive(self) -> dict:
        return await self.line.receive_json(timeout=8)

    async def acknowledge(self, envelope: dict, **more) -> None:
        await self.line.send_json({"envelope_id": envelope["envelope_id"], **more})


async def test_an_envelope_without_acknowledgement_comes_again(ws):
    async with Socket(ws) as socket:
        await ws.say("labas")
        first = await socket.receive()
        second = await socket.receive()
        await socket.acknowledge(second)
        await ws.idle()

    assert socket.hello["type"] == "hello"
    assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


async def test_what_was_in_flight_on_a_connection_that_was_cut_fails_and_an_event_comes_again_over_the_next(ws):
    async with Socket(ws) as cut:
        await ws.say("labas")
        first = await cut.receive()
        command = asyncio.create_task(ws.command("/smtp"))
        await cut.receive()
        ws.socket.drop()
        assert (await command).failure == "connection_failed"
    async with Socket(ws) as other:
        again = await other.receive()
        await other.acknowledge(again)
        await ws.idle()
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")
    assert first["payload"]["event_id"] == again["payload"]["event_id"]


async def test_the_end_of_a_connection_is_announced_and_it_is_used_until_another_takes_its_place(ws):
    async with Socket(ws) as old:
        leaving = asyncio.create_task(ws.socket.disconnect())
        assert (await old.receive())["reason"] == "warning"
        command = asyncio.create_task(ws.command("/smtp"))
        await old.acknowledge(await old.receive())
        assert (await command).acknowledged
        async with Socket(ws) as new:
            assert (await old.receive())["reason"] == "refresh_requested"
            assert (await old.line.receive()).type is aiohttp.WSMsgType.CLOSE
            await leaving
            command = asyncio.create_task(ws.command("/smtp"))
            await new.acknowledge(await new.receive())
            assert (await command).acknowledged


async def test_several_connections_share_the_envelopes(ws):
    async with Socket(ws) as first, Socket(ws) as two:
        assert two.hello["num_connections"] == 2
        await ws.say("a")
        await ws.say("b")
        seen = []
        for socket in (first, two):
            envelope = await socket.receive()
            await socket.acknowledge(envelope)
            seen.append(envelope["payload"]["event"]["text"])
        await ws.idle()
    assert sorted(seen) == ["a", "b"]
    assert len(ws.deliveries) == 2


async def test_requests_do_not_wait_for_one_another_however_many_they_are(ws):
    runner = await serve(ws, app := App())
    app.open.clear()
    app.opened_by = 101
    deliveries = await asyncio.gather(*(ws.command("/smtp", "451") for _ in range(app.opened_by)))
    assert all(delivery.acknowledged for delivery in deliveries)
    await runner.cleanup()


async def test_a_ticket_to_connect_admits_once(ws):
    url = (await AsyncWebClient(base_url=ws.url).apps_connections_open(app_token=ws.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


@pytest.mark.parametrize("politely", [True, False])
async def test_bolt_comes_back_after_a_disconnect(ws, politely):
    app = bolt(ws)

    @app.command("/smtp")
    async def smtp(ack):
        await ack()

    handler = AsyncSocketModeHandler(app, ws.app_token, ping_interval=0.5)
    await handler.connect_async()
    await ws.connected()
    if politely:
        await ws.socket.disconnect()
    else:
        ws.socket.drop()
    while not (await ws.command("/smtp")).acknowledged:
        """Bolt closes its first new connection for a second one."""
    await handler.close_async()


async def test_deliveries_can_be_slow(ws):
    runner = await serve(ws, app := App())
    ws.faults.add(DELIVERY, Slow(MINUTE))
    late = asyncio.create_task(ws.command("/smtp", "late"))
    await asyncio.sleep(0)  # it is the first to be delivered
    await ws.command("/smtp", "prompt")
    ws.clock.turn(MINUTE)
    await late
    await runner.cleanup()
    assert [body.partition("text=")[2].partition("&")[0] for _, body in app.requests] == ["prompt", "late"]


@pytest.mark.parametrize(("place", "fault"), [(DELIVERY, ServerError()), (RESPONSE_URL, Repeated())])
def test_a_fault_goes_where_it_can_be(ws, place, fault):
    with pytest.raises(ValueError, match="cannot be at"):
        ws.faults.add(place, fault)


async def events_of(ws, deed) -> list[dict]:
    runner = await serve(ws, app := App())
    await deed()
    await ws.idle()
    await runner.cleanup()
    return [json.loads(body)["event"] for _, body in app.requests if body.startswith("{")]


async def test_an_edit_and_a_removal_are_events_of_their_own(ws):
    async def deed():
        message = await ws.say("imone.l")
        await ws.edit(message, "imone.lt")
        await ws.delete(message)

    posted, changed, deleted = await events_of(ws, deed)
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["text"] == "<http://imone.lt|imone.lt>"
    assert changed["previous_message"]["text"] == posted["text"]
    assert "user" not in changed
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", posted["ts"])


async def test_the_bot_hears_its_own_messages_and_updates(ws, client):
    async def deed():
        own = await client.chat_postMessage(channel=furnish.SUPPORT, text="checking")
        await client.chat_update(channel=furnish.SUPPORT, ts=own["ts"], text="done")

    posted, changed = await events_of(ws, deed)
    assert posted["bot_id"] == changed["message"]["bot_id"] == furnish.BOT.bot_id


async def test_nothing_is_heard_where_the_bot_is_no_member_nor_of_ephemeral_messages(ws, client):
    async def deed():
        await ws.say(f"@{furnish.BOT.name} labas", channel="general")
        await client.chat_postEphemeral(channel=furnish.SUPPORT, user=furnish.YOU.id, text="psst")
        await ws.invite("general")
        await ws.say(f"@{furnish.BOT.name} o dabar?", channel="general")

    joined, message, mention = await events_of(ws, deed)
    assert (joined["type"], joined["user"]) == ("member_joined_channel", furnish.BOT.id)
    assert (message["channel_type"], mention["type"]) == ("channel", "app_mention")
    assert mention["text"] == f"<@{furnish.BOT.id}> o dabar?"


@pytest.mark.parametrize(("channel", "kind"), [("support", "channel"), ("billing", "group")])
async def test_the_bot_hears_that_a_channel_was_archived_and_that_it_was_removed(ws, channel, kind):
    async def deed():
        await ws.archive(channel)
        await ws.archive(channel, back=True)
        await ws.remove(channel, furnish.COLLEAGUE.id)
        await ws.remove(channel)
        await ws.archive(channel)  # of which it hears nothing any more

    archived, back, colleague, left = await events_of(ws, deed)
    assert [archived["type"], back["type"], left["type"]] == [f"{kind}_archive", f"{kind}_unarchive", f"{kind}_left"]
    assert (colleague["type"], colleague["user"]) == ("member_left_channel", furnish.COLLEAGUE.id)
    assert archived["channel"] == left["channel"] == ws.state.channel(channel).id


@pytest.mark.parametrize(("channel", "kind"), [("billing", "group"), (furnish.DIRECT, "im")])
async def test_the_event_says_what_kind_of_channel_it_is(ws, channel, kind):
    (event,) = await events_of(ws, lambda: ws.say("labas", channel=channel))
    assert event["channel_type"] == kind


async def test_only_subscribed_events_are_sent():
    manifest = Manifest(events=frozenset({"app_mention"}))
    async with Workspace(manifest=manifest) as ws:
        (event,) = await events_of(ws, lambda: ws.say(f"@{furnish.BOT.name} labas"))
        assert event["type"] == "app_mention"


async def test_a_command_that_the_manifest_lacks_reaches_nobody():
    async with Workspace(manifest=Manifest()) as ws:
        assert await ws.command("/smpt", "451") is None
        (message,) = ws.state.messages(furnish.SUPPORT)
        assert "not a valid command" in message.text

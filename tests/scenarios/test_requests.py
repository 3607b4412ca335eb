"""What reaches the bot over HTTP is Slack's, fresh, of a sane size, and taken once."""

import json
import logging
import time
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.slack.wire.serving import LARGEST
from bot.workspace.delivery.over_http import FORM
from bot.workspace.delivery.signing import signed
from tests.scenarios.stage import Stage

ODD_TIMES = ["9" * 400, "-" + "9" * 400, "9" * 5000, "1e9", "nan", "inf", "0x10", "-1", "+1", "1_0", "1.0"]


def command(stage: Stage, text: str = "lt 451") -> str:
    team = stage.ws.state.team
    return urlencode(
        {
            "command": "/smtp",
            "text": text,
            "team_id": team.id,
            "channel_id": "C0SUPPORT",
            "user_id": "U0YOU0001",
            "trigger_id": "1.2.3",
            "response_url": f"{stage.ws.state.origin}/commands/none",
        }
    )


async def post(stage: Stage, body: str, headers: dict[str, str], kind: str = FORM) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.address, data=body.encode(), headers={"Content-Type": kind, **headers}) as response,
    ):
        return response.status


def by_slack(stage: Stage, body: str, *, ago: int = 0) -> dict[str, str]:
    return signed(stage.ws.signing_secret, int(time.time()) - ago, body)


async def test_what_slack_sent_is_taken(one_stage: Stage) -> None:
    body = command(one_stage)
    assert await post(one_stage, body, by_slack(one_stage, body)) == 200
    await one_stage.answer(1, has="451")


async def test_what_is_forged_is_refused(one_stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    body = command(one_stage)
    now = int(time.time())
    forged = [
        {},
        signed("another-secret", now, body),
        by_slack(one_stage, command(one_stage, "550")),
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": "v0=ė"},
        {**by_slack(one_stage, body), "X-Slack-Request-Timestamp": str(now + 1)},
        *({"X-Slack-Request-Timestamp": when, "X-Slack-Signature": "v0=0"} for when in ODD_TIMES),
    ]
    with caplog.at_level(logging.ERROR):
        assert [await post(one_stage, body, headers) for headers in forged] == [401] * len(forged)
    assert one_stage.posts() == []
    assert caplog.records == []


@pytest.mark.parametrize(("ago", "status"), [(290, 200), (310, 401), (-310, 401)])
async def test_a_signature_is_good_for_five_minutes(one_stage: Stage, ago: int, status: int) -> None:
    body = command(one_stage)
    assert await post(one_stage, body, by_slack(one_stage, body, ago=ago)) == status


async def test_what_is_sent_again_word_for_word_is_refused(one_stage: Stage) -> None:
    body = command(one_stage)
    headers = by_slack(one_stage, body, ago=10)
    assert [await post(one_stage, body, headers) for _ in range(3)] == [200, 401, 401]
    await one_stage.answer(1, has="451")
    await one_stage.ws.idle()
    assert len(one_stage.posts()) == 1


async def test_an_event_that_slack_delivers_again_is_acknowledged_and_answered_once(
    one_stage: Stage,
) -> None:
    await one_stage.ws.say("@mailbot 451")
    root = one_stage.ws.state.messages("C0SUPPORT")[0]
    await one_stage.answer(1, thread=root.ts, has="451")
    heard = next(each.payload for each in one_stage.ws.deliveries if each.payload.get("type") == "event_callback")
    body = json.dumps(heard)
    again = {**by_slack(one_stage, body, ago=60), "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert await post(one_stage, body, again, "application/json") == 200
    await one_stage.ask("ačiū", root)
    assert len(one_stage.posts(thread=root.ts)) == 2


async def test_a_body_larger_than_slack_sends_is_not_even_read(one_stage: Stage) -> None:
    body = command(one_stage, "x" * LARGEST)
    assert await post(one_stage, body, by_slack(one_stage, body)) == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, "payload=null"),
        (FORM, "payload=5"),
        (FORM, "payload=%7B"),
        (FORM, "payload=%5B1%5D"),
        (FORM, "payload=" + "%5B" * 30_000),
        (FORM, ""),
        (FORM, '{"a":' * 50_000),
        ("application/json", "[1]"),
        ("application/json", "null"),
        ("application/json", '"text"'),
        ("application/json", "[" * 100_000),
        ("application/json", '{"a":' * 400 + "1" + "}" * 400),
        ("application/json", '{"type":' + "9" * 5000 + "}"),
        ("application/json", "{"),
    ],
)
async def test_nonsense_that_is_signed_is_a_bad_request_and_no_fault_of_ours(
    one_stage: Stage, kind: str, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert await post(one_stage, body, by_slack(one_stage, body), kind) == 400
    assert caplog.records == []


async def test_slack_may_try_the_certificate_unsigned_and_nothing_else(one_stage: Stage) -> None:
    assert await post(one_stage, "ssl_check=1&token=x", {}) == 200
    assert await post(one_stage, command(one_stage) + "&ssl_check=1", {}) == 401
    assert await post(one_stage, "ssl_check=0", {}) == 401


async def test_events_that_the_bot_has_no_use_for_are_taken(stage: Stage) -> None:
    (delivery,) = await stage.ws.event({"type": "team_rename", "name": "Kita", "event_ts": "1.2"})
    assert (delivery.acknowledged, delivery.status) == (True, 200)
    if stage.way == "http":
        body = json.dumps({"type": "app_rate_limited", "team_id": stage.ws.state.team.id, "minute_rate_limited": 1})
        assert await post(stage, body, by_slack(stage, body), "application/json") == 200

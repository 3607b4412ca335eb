"""What those who run the bot see of it: that it lives, that it is ready, and its figures."""

import json
import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.app import in_background, over_http, over_socket
from bot.workspace.faults import ServerError
from tests.redis_server import SERVER, redis_process
from tests.scenarios.stage import Stage
from tests.scenarios.teams import CHECKED


async def get(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


def figure(page: str, name: str) -> float:
    """One sample's value; 0 where there is none yet."""
    return next((float(line.split()[-1]) for line in page.splitlines() if line.startswith(f"{name} ")), 0.0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_the_figures_follow_what_is_answered(one_stage: Stage) -> None:
    origin = one_stage.address.removesuffix("/slack/events")
    await one_stage.ws.command("/smtp", "451")
    await one_stage.answer(1, has="451")
    await one_stage.ws.command("/smtp", "mx.imone.example said: 452 4.2.2 The email account is over quota")
    await one_stage.answer(2)
    one_stage.ws.faults.add("chat.postMessage", ServerError())
    await one_stage.ws.command("/mailcheck", "imone.example")
    await one_stage.answer(3, has="Patikrinta")
    status, page = await get(f"{origin}/metrics")
    assert status == 200
    assert figure(page, 'mailbot_answers_total{kind="code"}') == 1
    assert figure(page, 'mailbot_answers_total{kind="bounce"}') == 1
    assert figure(page, 'mailbot_causes_total{cause="mailboxfull"}') == 1
    assert figure(page, 'mailbot_answer_seconds_count{kind="code"}') == 1
    assert figure(page, "mailbot_failures_total") == 0
    assert figure(page, 'mailbot_slack_errors_total{error="internal_error",method="chat.postMessage"}') == 1
    assert figure(page, 'mailbot_request_seconds_count{status="200"}') >= 3
    assert figure(page, "mailbot_dns_questions_total") > 10
    assert figure(page, "process_resident_memory_bytes") > 0
    assert not any(word in page for word in ("imone.example", "T0", "U0", "C0"))


async def test_it_lives_and_is_ready(one_stage: Stage) -> None:
    origin = one_stage.address.removesuffix("/slack/events")
    assert await get(f"{origin}/healthz") == (200, '{"ok": true}')
    assert await get(f"{origin}/readyz") == (200, '{"ok": true, "database": true}')


async def test_over_socket_mode_there_is_a_port_for_operators_only(one_stage: Stage) -> None:
    port = free_port()
    async with over_socket(one_stage.settings.model_copy(update={"ops_port": port})):
        assert await get(f"http://127.0.0.1:{port}/readyz") == (200, '{"ok": true, "database": true, "slack": true}')
        status, page = await get(f"http://127.0.0.1:{port}/metrics")
        assert status == 200
        assert "mailbot_answers_under_way 0.0" in page


async def test_a_worker_needs_the_database_and_nothing_of_slack(one_stage: Stage) -> None:
    port = free_port()
    async with in_background(one_stage.settings.model_copy(update={"ops_port": port, "slack_api_url": "http://0/"})):
        assert await get(f"http://127.0.0.1:{port}/readyz") == (200, '{"ok": true, "database": true}')
        assert "mailbot_watches_checked_total 0.0" in (await get(f"http://127.0.0.1:{port}/metrics"))[1]


async def test_the_figures_can_be_kept_from_the_port_that_slack_reaches(one_stage: Stage) -> None:
    port = free_port()
    async with over_http(one_stage.settings.model_copy(update={"ops_port": port})) as origin:
        assert (await get(f"{origin}/metrics"))[0] == 404
        assert (await get(f"{origin}/healthz"))[0] == 200
        assert (await get(f"http://127.0.0.1:{port}/metrics"))[0] == 200


@pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")
async def test_a_redis_that_hangs_costs_nobody_an_answer(one_stage: Stage, tmp_path: Path) -> None:
    await one_stage.stop_bot()
    with redis_process(tmp_path) as (url, redis):
        await one_stage.start_bot(redis_url=url)
        origin = one_stage.address.removesuffix("/slack/events")
        ready = f"{origin}/readyz"
        assert json.loads((await get(ready))[1]) == {"ok": True, "database": True, "redis": True}
        redis.send_signal(signal.SIGSTOP)
        requests = [("/smtp", "451", "451"), ("/mailcheck", "imone.example", CHECKED), ("/smtp", "550", "550")]
        for number, (command, text, has) in enumerate(requests, start=1):
            delivery = await one_stage.ws.command(command, text)
            assert delivery is not None
            assert delivery.acknowledged
            await one_stage.answer(number, has=has)
        status, page = await get(ready)
        assert (status, json.loads(page)["degraded"]) == (200, ["redis"])
        await one_stage.stop_bot()

"""Rate limits, where the workspace is asked to keep them."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import furnish
from bot.workspace.api.pace import Pace, read
from bot.workspace.workspace import Workspace


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


RATES = read('["chat.postMessage"]\nburst = 3\nseconds = 1.0\nper_channel = true\nsource = "s"')


def test_a_burst_is_taken_then_one_call_each_portion_of_time():
    clock = Clock()
    pace = Pace(clock, RATES)
    assert [pace.wait("chat.postMessage", "C1") for _ in range(3)] == [0, 0, 0]
    assert pace.wait("chat.postMessage", "C1") == pytest.approx(1, abs=1e-3)
    clock.now += 1
    assert pace.wait("chat.postMessage", "C1") == 0
    assert pace.wait("chat.postMessage", "C1") > 0
    clock.now += 60
    assert [pace.wait("chat.postMessage", "C1") for _ in range(3)] == [0, 0, 0]
    assert pace.wait("chat.postMessage", "C1") > 0


def test_channels_wait_for_themselves_and_other_methods_not_at_all():
    pace = Pace(Clock(), RATES)
    for _ in range(4):
        pace.wait("chat.postMessage", "C1")
    assert pace.wait("chat.postMessage", "C2") == 0
    assert [pace.wait("auth.test", "") for _ in range(99)] == [0] * 99


async def test_who_rebuilds_a_thread_from_slack_is_stopped():
    async with Workspace(paced=True) as ws:
        client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
        root = await ws.say("labas")
        await client.conversations_replies(channel=furnish.SUPPORT, ts=root.ts)
        with pytest.raises(SlackApiError, match="ratelimited") as caught:
            await client.conversations_replies(channel=furnish.SUPPORT, ts=root.ts)
        assert 58 <= int(caught.value.response.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    "entry", ['burst = 1\nsource = "s"', "burst = 1\nseconds = 1", 'burst = 0\nseconds = 1\nsource = "s"']
)
def test_a_rate_that_cannot_be_read_is_named(entry):
    with pytest.raises(ValueError, match=r"\[chat\.update\]"):
        read(f'["chat.update"]\n{entry}')

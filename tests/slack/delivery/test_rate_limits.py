"""What Slack puts off is done when Slack says so, whatever is called: `Retry-After` is obeyed.

The client is the one that the bot runs with. Only least waits are asserted: a busy machine may take longer.
https://docs.slack.dev/apis/web-api/rate-limits
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ops.metrics import Metrics
from bot.settings import Settings
from bot.slack.delivery.posting import post_once, update
from bot.slack.delivery.retries import LONGEST_WAIT
from bot.slack.oauth.connecting import connect
from bot.storage.store import Store
from bot.workspace.faults import RateLimited, ServerError
from bot.workspace.furnish import SUPPORT, TEAM, YOU
from bot.workspace.workspace import Workspace

SECONDS = 2
"""More than any wait that is not Slack's own wish: an attempt after a fault comes half a second later."""
HOME = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace() as workspace:
        yield workspace


@pytest.fixture
async def client(ws: Workspace, tmp_path: Path) -> AsyncIterator[AsyncWebClient]:
    settings = Settings(
        slack_bot_token=SecretStr(ws.bot_token),
        slack_signing_secret=SecretStr(ws.signing_secret),
        slack_api_url=ws.url,
    )
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", case_days=30)
    async with ClientSession() as session:
        _, client_of = connect(settings, store, session, Metrics())
        made = await client_of(TEAM.id)
        assert made is not None
        yield made


async def post(client: AsyncWebClient) -> str:
    return await post_once(client, "Ev1:0", channel=SUPPORT, thread_ts=None, text="a", blocks=[])


async def change(client: AsyncWebClient) -> None:
    ts = await post(client)
    await update(client, channel=SUPPORT, ts=ts, text="b", blocks=[])


async def publish(client: AsyncWebClient) -> None:
    await client.views_publish(user_id=YOU.id, view=HOME)


async def upload(client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel=SUPPORT, filename="a.png", content=b"a", title="a")


Call = Callable[[AsyncWebClient], Awaitable[object]]


@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("chat.postMessage", post),
        ("chat.update", change),
        ("views.publish", publish),
        ("files.getUploadURLExternal", upload),
        ("files.completeUploadExternal", upload),
    ],
)
async def test_it_is_called_again_and_not_before_slack_wants(
    ws: Workspace, client: AsyncWebClient, method: str, call: Call
) -> None:
    ws.faults.add(method, RateLimited(SECONDS))
    await call(client)
    refused, done = [made for made in ws.calls if made.method == method]
    assert refused.status == 429
    assert done.ok
    assert done.at - refused.at >= SECONDS


async def test_a_view_is_shown_after_a_fault_of_slacks(ws: Workspace, client: AsyncWebClient) -> None:
    ws.faults.add("views.publish", ServerError(503))
    await publish(client)
    assert [made.status for made in ws.calls] == [503, 200]


@pytest.mark.parametrize("call", [post, publish], ids=["a post", "a view"])
async def test_a_wait_of_minutes_is_left_for_later(ws: Workspace, client: AsyncWebClient, call: Call) -> None:
    """Others in the channel are not held up by it."""
    ws.faults.add("*", RateLimited(int(LONGEST_WAIT) + 1))
    with pytest.raises(SlackApiError):
        await call(client)
    assert [made.status for made in ws.calls] == [429]

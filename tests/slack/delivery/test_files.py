"""A dropped mail is fetched with the bot's token, which no host but Slack's gets to see."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery.files import fetch
from bot.slack.delivery.retries import out_of_reach, retry_after

TOKEN = "xoxb-of-the-bot"
MAIL = b"From: a@b.example\r\n\r\nHello"


@dataclass
class Host:
    """A server on loopback, with the `Authorization` of each request that it got."""

    seen: list[str | None] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append(request.headers.get("Authorization"))
        return web.Response(body=MAIL, status=self.status, headers=self.headers)


@pytest.fixture
async def hosts() -> AsyncIterator[tuple[Host, Host]]:
    """Slack's own, as the client knows it; and somebody else's."""
    async with AsyncExitStack() as stack:
        made = (Host(), Host())
        for host in made:
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", host.answer)
            server = await stack.enter_async_context(TestServer(app))
            host.address = f"{server.host}:{server.port}"
        yield made


def client(slack: Host) -> AsyncWebClient:
    return AsyncWebClient(token=TOKEN, base_url=f"http://{slack.address}/api/")


async def test_slacks_own_host_is_asked_with_the_token(hosts: tuple[Host, Host]) -> None:
    slack, _ = hosts
    assert await fetch(f"http://{slack.address}/files/mail.eml", client(slack)) == MAIL
    assert slack.seen == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize(
    "url",
    [
        "http://{other}/mail.eml",
        "http://{slack}@{other}/mail.eml",
        "http://files.slack.com@{other}/mail.eml",
        "http://{other}/files.slack.com/mail.eml",
        "http://{other}/?host=.slack.com",
        "http://{other}#.slack.com",
    ],
)
async def test_another_host_is_not_asked_at_all(hosts: tuple[Host, Host], url: str) -> None:
    slack, other = hosts
    assert await fetch(url.format(slack=slack.address, other=other.address), client(slack)) is None
    assert other.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.invalid/",
        "https://evilslack.invalid/",
        "http://files.slack.com/",
        "https://slack.com.@/",
    ],
)
async def test_a_name_that_only_looks_like_slacks_is_not_asked(hosts: tuple[Host, Host], url: str) -> None:
    """Nor Slack's own without encryption. Were it asked, the name that is nobody's would be an error."""
    assert await fetch(url, client(hosts[0])) is None


async def test_a_redirect_to_another_host_goes_without_the_token(hosts: tuple[Host, Host]) -> None:
    slack, other = hosts
    slack.status, slack.headers = 302, {"Location": f"http://{other.address}/mail.eml"}
    await fetch(f"http://{slack.address}/files/mail.eml", client(slack))
    assert other.seen == [None]


async def test_a_download_that_slack_puts_off_is_no_unreadable_file(hosts: tuple[Host, Host]) -> None:
    """It is fetched later, and not before Slack wants it to be."""
    slack, _ = hosts
    slack.status, slack.headers = 429, {"Retry-After": "7"}
    with pytest.raises(aiohttp.ClientResponseError) as caught:
        await fetch(f"http://{slack.address}/files/mail.eml", client(slack))
    assert out_of_reach(caught.value)
    assert retry_after(caught.value) == 7

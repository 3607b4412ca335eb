"""One app, two workspaces: each with the same channels and people by id, so that only the team tells them apart."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.app import over_http
from bot.settings import Settings
from bot.slack.wire.manifest import manifest
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.furnish import BOT, TEAM, furnished
from bot.workspace.manifest import read
from bot.workspace.serving.oauth import Client
from bot.workspace.serving.several import Several
from bot.workspace.state import State
from bot.workspace.values import Message, Team, User
from bot.workspace.workspace import Workspace

SECOND = Team("T0SECOND1", "Antroji", "antroji")
SECRET = "the-apps-own-signing-secret"
KEY = Fernet.generate_key().decode()


@dataclass
class Grid:
    """The bot with its workspaces; `first` and `second` are not installed yet."""

    slack: Several
    settings: Settings
    stack: AsyncExitStack
    address: str = ""

    @property
    def first(self) -> Workspace:
        return self.slack.workspaces[0]

    @property
    def second(self) -> Workspace:
        return self.slack.workspaces[1]

    async def start_bot(self, **changed: object) -> None:
        self.settings = self.settings.model_copy(update=changed)
        self.stack = AsyncExitStack()
        self.address = await self.stack.enter_async_context(over_http(self.settings))
        self.slack.oauth.redirect_url = f"{self.address}/slack/oauth_redirect"
        for workspace in self.slack.workspaces:
            await workspace.deliver_over_http(f"{self.address}/slack/events")

    async def stop_bot(self) -> None:
        await self.stack.aclose()

    async def install(self, workspace: Workspace, *, extra: str = "", language: str = "lt") -> "Page":
        """As an administrator's browser does it: our address, Slack's page, and back with the cookie."""
        headers = {"Accept-Language": language}
        async with aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.DummyCookieJar()) as browser:
            start = f"{self.address}/slack/install?team={workspace.state.team.id}"
            async with browser.get(start, allow_redirects=False) as ours:
                there, cookies = ours.headers["Location"], ours.cookies
            async with browser.get(there + extra, allow_redirects=False) as slacks:
                assert slacks.status == 302, await slacks.text()
                back = slacks.headers["Location"]
            return await self.come_back(back, cookies, language)

    async def come_back(self, address: str, cookies: "SimpleCookie", language: str = "lt") -> "Page":
        sent = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        headers = {"Cookie": sent, "Accept-Language": language}
        async with aiohttp.ClientSession(headers=headers) as browser, browser.get(address) as page:
            return Page(page.status, await page.text(), address, cookies, page.cookies, dict(page.headers))

    async def whisper(self, workspace: Workspace, count: int, *, has: str) -> Message:
        """The bot's count-th message to somebody alone in that workspace's #support, once it says `has`."""

        def look(state: State) -> Message | None:
            notes = [each for each in state.messages("C0SUPPORT") if each.user == state.bot.id and each.ephemeral_to]
            return notes[count - 1] if len(notes) >= count and has in str(notes[count - 1]) else None

        message = await workspace.until(look)
        assert message is not None
        return message

    async def answer(self, workspace: Workspace, count: int, *, channel: str = "C0SUPPORT", has: str = "") -> Message:
        """The bot's count-th message to all in that workspace's channel, once it says `has`."""

        def look(_: object) -> Message | None:
            bot = workspace.state.bot.id
            posts = [each for each in workspace.state.messages(channel) if each.user == bot and not each.ephemeral_to]
            return posts[count - 1] if len(posts) >= count and has in str(posts[count - 1]) else None

        message = await workspace.until(look)
        assert message is not None
        return message


@dataclass(frozen=True)
class Page:
    """What the administrator sees in the end, and how they came there."""

    status: int
    text: str
    address: str
    cookies: "SimpleCookie"
    given: "SimpleCookie"
    """The cookies that came with it."""
    headers: dict[str, str]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture(params=[0])
async def grid(request: pytest.FixtureRequest, database: str) -> AsyncIterator[Grid]:
    """The fixture's parameter: the seconds that a token lasts, 0 for ever."""
    shape = read(manifest())
    client = Client(expires_in=request.param)
    teams = ((TEAM, BOT), (SECOND, User("U0BOT0002", "mailbot", "Mail bot", is_bot=True, bot_id="B0BOT0002")))
    workspaces = [
        Workspace(manifest=shape, state=furnished(team, bot=bot), signing_secret=SECRET) for team, bot in teams
    ]
    async with Several(workspaces, client, shape) as slack, DnsServer(sample_zones()) as dns:
        settings = Settings(
            slack_client_id=client.id,
            slack_client_secret=SecretStr(client.secret),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=slack.url,
            token_keys=SecretStr(KEY),
            host="127.0.0.1",
            port=0,
            database_url=database,
            dns_nameservers=f"{dns.host}:{dns.port}",
            sample_nameserver=f"{dns.host}:{dns.port}",
        )
        playing = Grid(slack, settings, AsyncExitStack())
        await playing.start_bot()
        yield playing
        await playing.stop_bot()

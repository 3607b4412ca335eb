"""A workspace under way: served on loopback, with its people at the keyboard. What tests and the page drive.

async with Workspace() as ws:
    ...                                   # start the app on ws.url, ws.bot_token, ws.app_token
    await ws.connected()                  # Socket Mode; or: await ws.deliver_over_http("http://.../slack/events")
    await ws.command("/smtp", "451")
    await ws.until(lambda state: state.messages("C0SUPPORT"))
"""

import asyncio
import secrets
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from bot.workspace import furnish
from bot.workspace.api.pace import Pace
from bot.workspace.api.server import LARGEST, Api
from bot.workspace.clock import Clock
from bot.workspace.delivery.dispatcher import Dispatcher
from bot.workspace.delivery.over_http import OverHttp
from bot.workspace.delivery.over_socket import OverSocket
from bot.workspace.faults import Faults
from bot.workspace.host import guard
from bot.workspace.log import ApiCall, Delivery, Log
from bot.workspace.manifest import ANY, Manifest
from bot.workspace.people.people import WorkspacePeople
from bot.workspace.state import State
from bot.workspace.values import StateChange

Seen = TypeVar("Seen")
PATIENCE = 60.0
"""Seconds for what is to come: many times what it takes, for a machine that has much else to do."""


class Workspace(WorkspacePeople):
    """One team; `state` is furnished if not given.

    `paced`: hold the app to Slack's rate limits; `unlisted`: it is no app of the Marketplace, and may read few
    messages at a time.
    """

    def __init__(
        self,
        *,
        manifest: Manifest = ANY,
        state: State | None = None,
        signing_secret: str = "",
        paced: bool = False,
        unlisted: bool = False,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.signing_secret = signing_secret or secrets.token_hex()
        self.bot_token = f"xoxb-local-{secrets.token_hex()}"
        self.app_token = f"xapp-local-{secrets.token_hex()}"
        self._host, self._port = host, port
        self._pulses: set[asyncio.Event] = set()
        self.faults = Faults()
        self.log = Log(self._pulse)
        self.socket = OverSocket(state := state or furnish.furnished(), self._pulse)
        pace = Pace(state.clock) if paced else None
        self.api = Api(
            state,
            manifest,
            self.faults,
            self.log,
            bot_token=self.bot_token,
            app_token=self.app_token,
            pace=pace,
            unlisted=unlisted,
        )
        super().__init__(state, manifest, Dispatcher(state, manifest, self.faults, self.log, self.socket), self.api)
        state.feed.watch(self._changed)
        self.app = web.Application(client_max_size=LARGEST, middlewares=[guard(host)])
        self.api.add_to(self.app)
        self.app.router.add_get("/link/", self.socket.accept)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1)

    @property
    def url(self) -> str:
        """The Web API's base for the SDK: `AsyncWebClient(base_url=...)`."""
        return f"{self.state.origin}/api/"

    @property
    def clock(self) -> Clock:
        return self.state.clock

    @property
    def calls(self) -> list[ApiCall]:
        """Every request of the app so far."""
        return self.log.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every delivery so far, repeated ones too, each as it ended."""
        return self.log.deliveries

    async def start(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.state.origin = f"http://{host}:{port}"

    async def close(self) -> None:
        await self.dispatcher.close()
        await self.socket.close()
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def deliver_over_http(self, url: str) -> None:
        """From now on, signed HTTP to this URL. Raises ValueError where it does not answer Slack's challenge."""
        transport = OverHttp(url, self.signing_secret)
        if not await transport.verify():
            await transport.close()
            raise ValueError(f"{url} did not answer with the challenge of url_verification")
        old, self.dispatcher.transport = self.dispatcher.transport, transport
        if old is not self.socket:
            await old.close()

    async def connected(self, connections: int = 1, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Waits until the app holds so many Socket Mode connections."""
        await self.until(lambda _: self.socket.connections >= connections, timeout)

    async def until(self, seen: Callable[[State], Seen], timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """What `seen` gives, once it is truthy; looked at on each change, call and delivery. Raises TimeoutError."""
        pulse = asyncio.Event()
        self._pulses.add(pulse)
        try:
            async with asyncio.timeout(timeout):
                while not (result := seen(self.state)):
                    await pulse.wait()
                    pulse.clear()
                return result
        except TimeoutError as fault:
            raise TimeoutError(self._account(timeout)) from fault
        finally:
            self._pulses.discard(pulse)

    async def idle(self) -> None:
        """Waits until all deliveries are acknowledged, given up, or to be made later; the app may still be at work."""
        await self.dispatcher.idle()

    def _account(self, seconds: float) -> str:
        """What happened instead, for a test that waited in vain."""
        calls = ", ".join(f"{call.method}: {call.error or call.status}" for call in self.calls[-8:])
        sent = ", ".join(f"{delivery.kind}: {delivery.status} {delivery.failure}" for delivery in self.deliveries[-8:])
        return f"not seen within {seconds} s; last calls: {calls or 'none'}; last deliveries: {sent or 'none'}"

    def _changed(self, change: StateChange) -> None:
        self._pulse()

    def _pulse(self) -> None:
        for pulse in self._pulses:
            pulse.set()

"""The bot in a local workspace, asked for everything it offers, in every language: what it sends are real messages."""

import asyncio
import tempfile
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from pathlib import Path

from bot.app import over_socket
from bot.cli.commands.slack.kinds import SentContent, kinds
from bot.cli.local import inside
from bot.settings import Settings, read
from bot.slack.wire.manifest import manifest
from bot.workspace import furnish
from bot.workspace.delivery.elements import interactive
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.manifest import Shortcut
from bot.workspace.manifest import read as read_manifest
from bot.workspace.page.words import languages, words
from bot.workspace.values import Json, Message, View
from bot.workspace.workspace import Workspace

BOUNCE = (
    "Final-Recipient: rfc822; jonas@imone.example\nAction: failed\nStatus: 5.7.26\n"
    "Diagnostic-Code: smtp; 550 5.7.26 Unauthenticated email from imone.example is not accepted"
)
"""A bounce whose cause can be checked live, in the sample domains."""
_DOMAIN = "imone.example"
_QUIET, _LONGEST = 0.8, 20.0
"""Seconds of silence after which an answer is taken for complete, where no check is shown as under way; and at most."""
_SLOW = 0.5
"""Seconds that a name server takes, once."""
_UNDER_WAY = ("pending", "in_progress")
_ENOUGH = "100000/minute"


async def gathered() -> tuple[SentContent, ...]:
    """One message or view of every kind. Needs neither Slack nor a network."""
    async with Workspace(manifest=read_manifest(manifest())) as workspace, DnsServer(sample_zones()) as dns:
        settings = read().model_copy(update={"sample_nameserver": f"{dns.host}:{dns.port}"})
        with tempfile.TemporaryDirectory() as folder:
            async with over_socket(_alone(inside(workspace, settings), Path(folder))):
                await workspace.connected()
                await _Conversation(workspace, dns).hold()
        return kinds(workspace.calls)


def _alone(settings: Settings, folder: Path) -> Settings:
    """The settings with a database of its own and without rate limits."""
    return settings.model_copy(
        update={
            "database_url": f"sqlite+aiosqlite:///{folder / 'cases.db'}",
            "redis_url": "",
            "user_rate": _ENOUGH,
            "workspace_rate": _ENOUGH,
        }
    )


class _Conversation:
    def __init__(self, workspace: Workspace, dns: DnsServer) -> None:
        self._ws = workspace
        self._dns = dns
        self._used: set[tuple[str, str]] = set()

    async def hold(self) -> None:
        ws = self._ws
        await ws.open_home()
        await self._slowly()
        for language in languages():
            examples = [example for example in words(language).examples if example.place == "channel"]
            await self._all(ws.command(*example.text.split(" ", 1)) for example in examples)
        where = (furnish.SUPPORT, furnish.DIRECT)
        await self._all(ws.say(f"@{ws.state.bot.name} {BOUNCE}", channel=channel) for channel in where)
        mail = f"From: MAILER-DAEMON@imone.example\nSubject: Undelivered\n\n{BOUNCE}\n".encode()
        await self._all([ws.mail(mail), ws.drop_file("bounce.eml", mail), ws.paste(BOUNCE, channel=furnish.DIRECT)])
        await self._all(self._shortcut(shortcut) for shortcut in ws.manifest.shortcuts)
        await self._threads()
        await self._use_everything()

    async def _slowly(self) -> None:
        """A check that is shown while it is under way."""
        self._dns.delay = _SLOW
        await self._ws.command("/mailcheck", _DOMAIN)
        with suppress(TimeoutError):
            await self._ws.until(lambda _: self._bots(), _LONGEST)
        await self._quiet()
        self._dns.delay = 0

    async def _threads(self) -> None:
        """Asks, in each thread that came about, what the workspace's page offers to ask there."""
        roots = {(message.channel, message.root) for message in self._bots()}
        for language in languages():
            examples = [example for example in words(language).examples if example.place == "thread"]
            await self._all(
                self._ws.say(example.text, channel=channel, thread_ts=root)
                for example in examples
                for channel, root in roots
            )

    async def _shortcut(self, shortcut: Shortcut) -> None:
        message = await self._ws.say(BOUNCE, channel=furnish.GENERAL) if shortcut.on_message else None
        await self._ws.shortcut(shortcut.callback_id, message)

    async def _use_everything(self) -> None:
        """Every button and menu once, and every window filled in and sent: what comes of it may have more."""
        while unused := self._unused():
            self._used |= unused.keys()
            await self._all(self._use(on, element) for on, element in unused.values())
            await self._all(self._submit(view) for view in self._ws.state.modals(furnish.YOU.id))

    def _unused(self) -> dict[tuple[str, str], tuple[Message | View, Json]]:
        """By what an element asks: the same button stands under many answers."""
        home = self._ws.state.home(furnish.YOU.id)
        shown: Iterable[tuple[Message | View, Iterable[Json]]] = (
            *((message, message.blocks) for message in self._bots()),
            *((view, view.content["blocks"]) for view in (home, *self._ws.state.modals(furnish.YOU.id)) if view),
        )
        return {
            key: (on, element)
            for on, blocks in shown
            for _, element in interactive(block for block in blocks if block["type"] != "input")
            if "url" not in element and (key := (element["action_id"], str(element.get("value")))) not in self._used
        }

    async def _use(self, on: Message | View, element: Json) -> None:
        with suppress(ValueError):  # it has gone meanwhile
            await self._ws.click(on, element["action_id"], _picked(element))

    async def _submit(self, view: View) -> None:
        inputs = [block["element"] for block in view.content["blocks"] if block["type"] == "input"]
        with suppress(ValueError):  # it has closed, or shows nothing to fill in yet
            await self._ws.submit(view, {element["action_id"]: _filled(element) for element in inputs})

    async def _all(self, deeds: Iterable[Awaitable[object]]) -> None:
        """At the same time, and until the bot has answered."""
        await asyncio.gather(*deeds)
        await self._quiet()

    async def _quiet(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST):
                while await self._more() or self._checking():
                    pass

    async def _more(self) -> bool:
        """Whether the bot called Slack once more within the time of silence."""
        before = len(self._ws.calls)
        try:
            await self._ws.until(lambda _: len(self._ws.calls) > before, _QUIET)
        except TimeoutError:
            return False
        return True

    def _checking(self) -> bool:
        tasks = (task for message in self._bots() for block in message.blocks for task in block.get("tasks", ()))
        return any(task.get("status") in _UNDER_WAY for task in tasks)

    def _bots(self) -> list[Message]:
        state = self._ws.state
        return [message for message in state.messages(viewer=furnish.YOU.id) if message.user == state.bot.id]


def _picked(element: Json) -> str:
    """A choice that is there."""
    if element["type"] == "feedback_buttons":
        return "positive"
    return str(element["options"][0]["value"]) if element.get("options") else ""


def _filled(element: Json) -> str:
    if element["type"] == "conversations_select":
        return furnish.SUPPORT
    return str(element.get("initial_value") or ("" if element["action_id"] in ("address", "selector") else _DOMAIN))

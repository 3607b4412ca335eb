"""The stage of a scenario: a workspace with the real bot in it, and ways to ask and to wait."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.app import over_http, over_socket
from bot.settings import Settings
from bot.workspace.dns import DnsServer
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace

SUPPORT = "C0SUPPORT"
GENERAL = "C0GENERAL"
DIRECT = "D0MAILBOT"


@dataclass
class Stage:
    """A workspace with the real bot in it."""

    ws: Workspace
    settings: Settings
    way: str
    stack: AsyncExitStack
    dns: DnsServer
    address: str = ""
    """Where the bot takes Slack's requests, over HTTP."""

    async def start_bot(self, **changed: object) -> None:
        """Starts the bot; these settings are changed from now on."""
        self.settings = self.settings.model_copy(update=changed)
        self.stack = AsyncExitStack()
        if self.way == "http":
            self.address = f"{await self.stack.enter_async_context(over_http(self.settings))}/slack/events"
            await self.ws.deliver_over_http(self.address)
        else:
            await self.stack.enter_async_context(over_socket(self.settings))
            await self.ws.connected()

    async def stop_bot(self) -> None:
        await self.stack.aclose()

    def posts(self, channel: str = SUPPORT, thread: str | None = None) -> list[Message]:
        """What the bot has said, in one thread or outside threads, oldest first."""
        bot = self.ws.state.bot.id
        return [
            message
            for message in self.ws.state.messages(channel)
            if message.user == bot and (message.thread_ts if thread else message.root) == (thread or message.ts)
        ]

    async def answer(self, count: int, *, channel: str = SUPPORT, thread: str | None = None, has: str = "") -> Message:
        """The bot's count-th message there, once it says `has`."""

        def look(_: object) -> Message | None:
            posted = self.posts(channel, thread)
            return posted[count - 1] if len(posted) >= count and has in words(posted[count - 1]) else None

        message = await self.ws.until(look, timeout=60)
        assert message is not None
        return message

    async def ask(self, text: str, root: Message, *, has: str = "") -> Message:
        """A follow-up in the root's thread, and its answer."""
        before = len(self.posts(root.channel, root.ts))
        await self.ws.say(text, channel=root.channel, thread_ts=root.ts)
        return await self.answer(before + 1, channel=root.channel, thread=root.ts, has=has)


def words(message: Message) -> str:
    """All that a message says: its text and every text in its blocks."""

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["text"]] if isinstance(value.get("text"), str) else []
            return own + [text for each in value.values() for text in texts(each)]
        if isinstance(value, list | tuple):
            return [text for each in value for text in texts(each)]
        return []

    return "\n".join([message.text, *texts(message.blocks)])

"""Everything that a workspace remembers. The only mutable thing here; what it hands out is frozen.

It keeps no rules: who may post where is the Web API's to say (`bot.workspace.api`).
"""

import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.workspace.clock import Clock
from bot.workspace.feed import Feed
from bot.workspace.tickets import Tickets
from bot.workspace.values import (
    Assistant,
    ChangeKind,
    Channel,
    ConversationKind,
    Execution,
    File,
    Message,
    StateChange,
    Surface,
    Team,
    User,
    View,
)


class State:
    """One team's people, channels, messages, views and files.

    `clock` also says when a delivery is due again.
    """

    def __init__(self, team: Team, *, app_id: str, bot: User, clock: Clock | None = None) -> None:
        self.team = team
        self.app_id = app_id
        self.bot = bot
        self.clock = clock or Clock()
        self.origin = ""
        """Where the workspace is reached, `http://127.0.0.1:1234`; set when it is served."""
        self.feed = Feed()
        self.tickets = Tickets(self.clock)
        self._users: dict[str, User] = {bot.id: bot}
        self._channels: dict[str, Channel] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], dict[str, Message]] = {}
        self._views: dict[str, View] = {}
        self._homes: dict[str, View] = {}
        self._files: dict[str, File] = {}
        self._assistants: dict[tuple[str, str], Assistant] = {}
        self._executions: dict[str, Execution] = {}
        self._last = 0
        self._serial = itertools.count(1)

    def subscribe(self) -> AsyncIterator[StateChange]:
        """Every change from the first `anext` on."""
        return self.feed.subscribe()

    def new_id(self, letter: str) -> str:
        """An id of Slack's look that no other thing of this workspace has: `F0000000A`."""
        return f"{letter}{next(self._serial):08X}"

    def new_ts(self) -> str:
        """A message's identity: now, and later than every one before."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    @property
    def users(self) -> Mapping[str, User]:
        return MappingProxyType(self._users)

    @property
    def channels(self) -> Mapping[str, Channel]:
        return MappingProxyType(self._channels)

    def add_user(self, user: User) -> User:
        self._users[user.id] = user
        return user

    def set_channel(self, channel: Channel) -> Channel:
        """Adds a channel, or puts it in the place of the one with its id (members, archived)."""
        before = self._channels.get(channel.id)
        self._channels[channel.id] = channel
        self._messages.setdefault(channel.id, {})
        self.feed.tell(StateChange(ChangeKind.CHANNEL, channel=channel, channel_before=before))
        return channel

    def channel(self, reference: str) -> Channel | None:
        """By id, `name` or `#name`."""
        if reference in self._channels:
            return self._channels[reference]
        name = reference.removeprefix("#")
        return next(
            (
                channel
                for channel in self._channels.values()
                if channel.name == name and not channel.kind.is_conversation
            ),
            None,
        )

    def direct(self, *people: str) -> Channel:
        """The direct message of just these users, two or several, opened if need be."""
        members = frozenset(people)
        for channel in self._channels.values():
            if channel.kind.is_conversation and channel.members == members:
                return channel
        if len(members) > 2:
            names = "--".join(self._users[each].name for each in sorted(members))
            return self.set_channel(
                Channel(self.new_id("C"), f"mpdm-{names}-1", ConversationKind.GROUP_DIRECT, members)
            )
        person = next((each for each in people if each != self.bot.id), people[0])
        name = self._users[person].name
        return self.set_channel(Channel(self.new_id("D"), name, ConversationKind.DIRECT, members))

    def join(self, channel: Channel, user: str) -> Channel:
        return self.set_channel(replace(channel, members=channel.members | {user}))

    def leave(self, channel: Channel, user: str) -> Channel:
        return self.set_channel(replace(channel, members=channel.members - {user}))

    def archive(self, channel: Channel, *, back: bool = False) -> Channel:
        """Nothing is written there any more; `back`: again."""
        return self.set_channel(replace(channel, archived=not back))

    def messages(self, channel: str | None = None, *, viewer: str | None = None) -> tuple[Message, ...]:
        """Oldest first, thread replies among them, of one channel or of all; with `viewer`, what that user may see."""
        held = [self._messages.get(channel, {})] if channel else list(self._messages.values())
        return tuple(
            message
            for messages in held
            for message in messages.values()
            if viewer is None or message.ephemeral_to in ("", viewer)
        )

    def message(self, channel: str, ts: str) -> Message | None:
        return self._messages.get(channel, {}).get(ts)

    def thread(self, channel: str, ts: str, *, viewer: str | None = None) -> tuple[Message, ...]:
        """The thread's first message (if still there) and its replies, oldest first."""
        held = self._threads.get((channel, ts), {}).values()
        return tuple(message for message in held if viewer is None or message.ephemeral_to in ("", viewer))

    def is_active(self, channel: str, ts: str) -> bool:
        """Whether the thread has a reply that everybody sees."""
        return any(message.ts != ts and not message.ephemeral_to for message in self.thread(channel, ts))

    def post(self, message: Message) -> Message:
        self._keep(message)
        self.feed.tell(StateChange(ChangeKind.POSTED, message=message))
        return message

    def change(self, message: Message) -> Message:
        """Puts it in the place of the one with its ts."""
        before = self._messages[message.channel][message.ts]
        self._keep(message)
        self.feed.tell(StateChange(ChangeKind.CHANGED, message=message, message_before=before))
        return message

    def delete(self, message: Message) -> None:
        del self._messages[message.channel][message.ts]
        del self._threads[message.channel, message.root][message.ts]
        self.feed.tell(StateChange(ChangeKind.DELETED, message=message))

    def _keep(self, message: Message) -> None:
        self._messages[message.channel][message.ts] = message
        self._threads.setdefault((message.channel, message.root), {})[message.ts] = message

    def view(self, id: str) -> View | None:
        """A modal or a home by its id."""
        views = [*self._views.values(), *self._homes.values()]
        return next((view for view in views if view.id == id), None)

    def view_by_external_id(self, name: str) -> View | None:
        """The view that the app named so itself."""
        views = [*self._views.values(), *self._homes.values()]
        return next((view for view in views if view.external_id == name), None)

    def modals(self, user: str) -> tuple[View, ...]:
        """The user's open modals, the topmost last."""
        return tuple(view for view in self._views.values() if view.user == user)

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def show(self, view: View) -> View:
        """Opens or updates a modal, or publishes a home."""
        if view.surface is Surface.HOME:
            self._homes[view.user] = view
        else:
            self._views[view.id] = view
        self.feed.tell(StateChange(ChangeKind.VIEW, view=view))
        return view

    def close(self, view: View) -> None:
        if self._views.pop(view.id, None):
            self.feed.tell(StateChange(ChangeKind.VIEW_CLOSED, view=view))

    def file(self, id: str) -> File | None:
        return self._files.get(id)

    def keep(self, file: File) -> File:
        """Adds a file, or puts it in the place of the one with its id."""
        self._files[file.id] = file
        self.feed.tell(StateChange(ChangeKind.FILE, file=file))
        return file

    def assistant(self, channel: str, thread_ts: str) -> Assistant:
        return self._assistants.get((channel, thread_ts)) or Assistant(channel, thread_ts)

    def assist(self, assistant: Assistant) -> Assistant:
        self._assistants[assistant.channel, assistant.thread_ts] = assistant
        self.feed.tell(StateChange(ChangeKind.ASSISTANT, assistant=assistant))
        return assistant

    @property
    def executions(self) -> Mapping[str, Execution]:
        """Runs of the app's steps, by id."""
        return MappingProxyType(self._executions)

    def execute(self, execution: Execution) -> Execution:
        """Starts a run, or puts it in the place of the one with its id."""
        self._executions[execution.id] = execution
        self.feed.tell(StateChange(ChangeKind.STEP, execution=execution))
        return execution

    @property
    def workflow_tokens(self) -> frozenset[str]:
        """Good as the bot's own while their steps run."""
        return frozenset(execution.token for execution in self._executions.values() if execution.running)

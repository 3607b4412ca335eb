"""Which events a change in the workspace means for the app (https://docs.slack.dev/reference/events)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.workspace import furnish
from bot.workspace.state import State
from bot.workspace.values import ChangeKind, Channel, ConversationKind, Json, Message, StateChange
from bot.workspace.wire.messages import message_json

SUBSCRIPTION = {
    ConversationKind.PUBLIC: "message.channels",
    ConversationKind.PRIVATE: "message.groups",
    ConversationKind.DIRECT: "message.im",
    ConversationKind.GROUP_DIRECT: "message.mpim",
}


@dataclass(frozen=True, slots=True)
class Event:
    subscription: str
    """What the app must have subscribed to: `message.channels`, `app_mention`, ..."""
    body: Json


def events(state: State, change: StateChange) -> Iterator[Event]:
    """None for what the bot cannot see: channels it is no member of, ephemeral messages, views."""
    if change.message is not None:
        channel = state.channels[change.message.channel]
        if state.bot.id in channel.members and not change.message.ephemeral_to:
            yield from _of_message(state, channel, change, change.message)
    elif change.what is ChangeKind.CHANNEL and change.channel is not None:
        yield from _of_channel(state, change.channel, change.channel_before)


def _of_message(state: State, channel: Channel, change: StateChange, message: Message) -> Iterator[Event]:
    match change.what:
        case ChangeKind.POSTED:
            yield from _posted(state, channel, message)
        case ChangeKind.CHANGED if change.message_before is not None:
            before = change.message_before
            if replace(before, reactions=message.reactions) == message:
                yield from _reactions(state, message, before)
            else:
                yield _hidden(
                    state,
                    channel,
                    "message_changed",
                    message=message_json(state, message),
                    previous_message=message_json(state, before),
                )
                if message.edited != before.edited:
                    yield from _mention(state, channel, message)
        case ChangeKind.DELETED:
            gone = message_json(state, message)
            yield _hidden(state, channel, "message_deleted", deleted_ts=message.ts, previous_message=gone)


def _posted(state: State, channel: Channel, message: Message) -> Iterator[Event]:
    shown = message_json(state, message)
    place: Json = {"channel": channel.id, "event_ts": message.ts}
    event = {**shown, **place, "channel_type": channel.kind.value}
    if message.files:
        event["subtype"] = "file_share"
    yield Event(SUBSCRIPTION[channel.kind], event)
    yield from _mention(state, channel, message)
    for file in message.files:
        shared = {"type": "file_shared", "file_id": file.id, "user_id": message.user, "file": {"id": file.id}}
        yield Event("file_shared", {**shared, "channel_id": channel.id, "event_ts": message.ts})


def _mention(state: State, channel: Channel, message: Message) -> Iterator[Event]:
    """Each edit of a message that mentions the app is told of again, with `edited`:
    https://github.com/slackapi/bolt-js/issues/960. Direct messages are never told of so:
    https://docs.slack.dev/reference/events/app_mention."""
    if (
        f"<@{state.bot.id}>" not in message.text
        or channel.kind is ConversationKind.DIRECT
        or message.user == state.bot.id
    ):
        return
    place: Json = {"channel": channel.id, "event_ts": message.edited or message.ts}
    yield Event("app_mention", {**message_json(state, message), **place, "type": "app_mention"})


def _hidden(state: State, channel: Channel, subtype: str, **more: object) -> Event:
    """A change of a message: an event with a ts of its own, shown to nobody. It carries no `user` of its own."""
    ts = state.new_ts()
    body: Json = {"type": "message", "subtype": subtype, "channel": channel.id, "channel_type": channel.kind.value}
    return Event(SUBSCRIPTION[channel.kind], {**body, "hidden": True, "ts": ts, "event_ts": ts, **more})


def _reactions(state: State, message: Message, before: Message) -> Iterator[Event]:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    for kind, now, members_before in (
        ("reaction_added", message.reactions, before.reactions),
        ("reaction_removed", before.reactions, message.reactions),
    ):
        for name, user in now:
            if (name, user) not in members_before:
                ts = state.new_ts()
                body = {"type": kind, "user": user, "reaction": name, "item_user": message.user, "item": item}
                yield Event(kind, {**body, "event_ts": ts})


def _of_channel(state: State, channel: Channel, before: Channel | None) -> Iterator[Event]:
    if before is None or channel.kind.is_conversation:
        return
    kind = "channel" if channel.kind is ConversationKind.PUBLIC else "group"
    if state.bot.id in channel.members:
        for user in sorted(channel.members - before.members):
            yield _membership(state, "member_joined_channel", channel, user)
        for user in sorted(before.members - channel.members):
            yield _membership(state, "member_left_channel", channel, user)
        if channel.archived != before.archived:
            happened = "archive" if channel.archived else "unarchive"
            yield _happened(state, f"{kind}_{happened}", channel, user=furnish.YOU.id)
    elif state.bot.id in before.members:
        yield _happened(state, f"{kind}_left", channel, actor_id=furnish.YOU.id)


def _membership(state: State, type: str, channel: Channel, user: str) -> Event:
    kind = "C" if channel.kind is ConversationKind.PUBLIC else "G"
    return _happened(state, type, channel, user=user, team=state.team.id, channel_type=kind)


def _happened(state: State, type: str, channel: Channel, **more: str) -> Event:
    return Event(type, {"type": type, "channel": channel.id, **more, "event_ts": state.new_ts()})

"""conversations.*: what the bot may see of channels, and joining them."""

from collections.abc import Sequence

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import Channel, ConversationKind, Json, Message
from bot.workspace.wire.messages import message_json
from bot.workspace.wire.team import channel_json

SCOPES = {
    ConversationKind.PUBLIC: "channels",
    ConversationKind.PRIVATE: "groups",
    ConversationKind.DIRECT: "im",
    ConversationKind.GROUP_DIRECT: "mpim",
}
"""The scopes of these methods go by the kind of channel: `groups:read`, `im:history`, ..."""


def info(call: Call) -> Json:
    return {"channel": channel_json(call.state, _permitted(call, "read"))}


def members(call: Call) -> Json:
    return {"members": sorted(_permitted(call, "read").members), "response_metadata": {"next_cursor": ""}}


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind is not ConversationKind.PUBLIC:
        raise MethodRefusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise MethodRefusal("is_archived")
    return {"channel": channel_json(call.state, call.state.join(channel, call.caller.id))}


def open_direct(call: Call) -> Json:
    people = [person for person in call.need("users").split(",") if person]
    if any(person not in call.state.users for person in people):
        raise MethodRefusal("user_not_found")
    return {"channel": {"id": call.state.direct(call.caller.id, *people).id}}


def history(call: Call) -> Json:
    channel = _readable(call)
    shown = [message for message in call.state.messages(channel.id) if not message.thread_ts or message.broadcast]
    return _page(call, shown[::-1])


def replies(call: Call) -> Json:
    channel = _readable(call)
    message = call.state.message(channel.id, call.need("ts"))
    if message is None or message.ephemeral_to:
        raise MethodRefusal("thread_not_found")
    return _page(call, call.state.thread(channel.id, message.root))


def _readable(call: Call) -> Channel:
    channel = _permitted(call, "history")
    if call.caller.id not in channel.members:
        raise MethodRefusal("not_in_channel")
    return channel


def _permitted(call: Call, scope: str) -> Channel:
    channel = call.channel()
    call.permit(f"{SCOPES[channel.kind]}:{scope}")
    return channel


def _page(call: Call, messages: Sequence[Message]) -> Json:
    """`oldest`, `latest` and `limit` are heeded; the cursor is the next message's place."""
    oldest, latest = _moment(call, "oldest", "0"), _moment(call, "latest", "9999999999")
    within = [message for message in messages if not message.ephemeral_to and oldest < float(message.ts) < latest]
    start, limit = _cursor(call), call.number("limit", LIMITS.unlisted_history if call.unlisted else 100)
    if call.unlisted:
        limit = min(limit, LIMITS.unlisted_history)
    more = start + limit < len(within)
    return {
        "messages": [_shown(call, message) for message in within[start : start + limit]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _cursor(call: Call) -> int:
    cursor = call.text("cursor", "0")
    if not cursor.isdigit():
        raise MethodRefusal("invalid_cursor")
    return int(cursor)


def _shown(call: Call, message: Message) -> Json:
    """Metadata is shown in whole where it is asked for, else its type only."""
    shown = message_json(call.state, message)
    if message.metadata is not None and not call.flag("include_all_metadata"):
        shown["metadata"] = {"event_type": message.metadata["event_type"]}
    return shown


def _moment(call: Call, name: str, default: str) -> float:
    try:
        return float(call.text(name, default))
    except ValueError as fault:
        raise MethodRefusal(f"invalid_ts_{name}") from fault


METHODS = {
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.join": Method(join, "channels:join"),
    "conversations.open": Method(open_direct, "im:write"),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
}

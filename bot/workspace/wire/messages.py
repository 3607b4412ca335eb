"""A message as Slack's JSON shows it."""

from bot.workspace.state import State
from bot.workspace.values import Json, Message
from bot.workspace.wire.files import shared_file_json
from bot.workspace.wire.rich import rich_text
from bot.workspace.wire.team import bot_json


def message_json(state: State, message: Message) -> Json:
    """A message as `conversations.replies` and interactions show it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": state.team.id,
    }
    if message.bot_id:
        shown |= _by_app(state, message)
    if message.blocks:
        shown["blocks"] = list(message.blocks)
    elif message.text and not message.bot_id:
        shown["blocks"] = [rich_text(message.text, f"{message.ts[-5:]}")]
    if message.attachments:
        shown["attachments"] = list(message.attachments)
    if message.files:
        shown["files"] = [shared_file_json(state, each) for each in message.files]
        shown["upload"] = False
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.metadata is not None:
        shown["metadata"] = message.metadata
    if message.reactions:
        names = dict.fromkeys(name for name, _ in message.reactions)
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)}
            for name in names
            if (users := [user for each, user in message.reactions if each == name])
        ]
    if message.ephemeral_to:
        shown["is_ephemeral"] = True
    return shown | _thread(state, message)


def _by_app(state: State, message: Message) -> Json:
    author = state.users.get(message.user)
    if author is None or author.bot_id != message.bot_id:  # Slack's own, such as mail to a channel's address
        return {"bot_id": message.bot_id, "display_as_bot": True}
    profile = bot_json(state, author)
    return {"bot_id": message.bot_id, "app_id": profile["app_id"], "bot_profile": profile}


def _thread(state: State, message: Message) -> Json:
    if message.thread_ts and message.thread_ts != message.ts:
        root = state.message(message.channel, message.thread_ts)
        shown: Json = {"thread_ts": message.thread_ts}
        if root is not None:
            shown["parent_user_id"] = root.user
        if message.broadcast:
            shown["subtype"] = "thread_broadcast"
        return shown
    replies = [
        each for each in state.thread(message.channel, message.ts) if each.ts != message.ts and not each.ephemeral_to
    ]
    if not replies:
        return {}
    users = list(dict.fromkeys(each.user for each in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }

"""A message as Slack's JSON shows it."""

from bot.workspace.state import State
from bot.workspace.values import Json, Message
from bot.workspace.wire.files import shared_file_json
from bot.workspace.wire.rich import rich_text
from bot.workspace.wire.team import bot_json


def message_json(state: State, one: Message) -> Json:
    """A message as `conversations.replies` and interactions show it."""
    shown: Json = {
        "type": "message",
        "user": one.user,
        "text": one.text,
        "ts": one.ts,
        "team": state.team.id,
    }
    if one.bot_id:
        shown |= _by_app(state, one)
    if one.blocks:
        shown["blocks"] = list(one.blocks)
    elif one.text and not one.bot_id:
        shown["blocks"] = [rich_text(one.text, f"{one.ts[-5:]}")]
    if one.attachments:
        shown["attachments"] = list(one.attachments)
    if one.files:
        shown["files"] = [shared_file_json(state, each) for each in one.files]
        shown["upload"] = False
    if one.edited:
        shown["edited"] = {"user": one.user, "ts": one.edited}
    if one.metadata is not None:
        shown["metadata"] = one.metadata
    if one.reactions:
        names = dict.fromkeys(name for name, _ in one.reactions)
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)}
            for name in names
            if (users := [user for each, user in one.reactions if each == name])
        ]
    if one.ephemeral_to:
        shown["is_ephemeral"] = True
    return shown | _thread(state, one)


def _by_app(state: State, one: Message) -> Json:
    author = state.users.get(one.user)
    if author is None or author.bot_id != one.bot_id:  # Slack's own, such as mail to a channel's address
        return {"bot_id": one.bot_id, "display_as_bot": True}
    profile = bot_json(state, author)
    return {"bot_id": one.bot_id, "app_id": profile["app_id"], "bot_profile": profile}


def _thread(state: State, one: Message) -> Json:
    if one.thread_ts and one.thread_ts != one.ts:
        root = state.message(one.channel, one.thread_ts)
        shown: Json = {"thread_ts": one.thread_ts}
        if root is not None:
            shown["parent_user_id"] = root.user
        if one.broadcast:
            shown["subtype"] = "thread_broadcast"
        return shown
    replies = [each for each in state.thread(one.channel, one.ts) if each.ts != one.ts and not each.ephemeral_to]
    if not replies:
        return {}
    users = list(dict.fromkeys(each.user for each in replies))
    return {
        "thread_ts": one.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }

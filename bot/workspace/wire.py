"""Values of the workspace as Slack's JSON shows them."""

from bot.workspace.state import State
from bot.workspace.values import Channel, File, Json, Kind, Message, User, View


def message(state: State, one: Message) -> Json:
    """A message as `conversations.replies` and interactions show it."""
    shown: Json = {
        "type": "message",
        "user": one.user,
        "text": one.text,
        "ts": one.ts,
        "team": state.team.id,
    }
    if one.bot_id:
        shown["bot_id"] = one.bot_id
        shown["app_id"] = state.app_id
        shown["bot_profile"] = bot(state, state.bot)
    if one.blocks:
        shown["blocks"] = list(one.blocks)
    if one.files:
        shown["files"] = [file(state, each) for each in one.files]
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


def user(state: State, one: User, *, with_locale: bool = False) -> Json:
    shown: Json = {
        "id": one.id,
        "team_id": state.team.id,
        "name": one.name,
        "real_name": one.real_name,
        "deleted": False,
        "tz": one.tz,
        "is_bot": one.is_bot,
        "is_app_user": False,
        "profile": {"real_name": one.real_name, "display_name": one.name, "team": state.team.id},
    }
    return shown | ({"locale": one.locale} if with_locale else {})


def bot(state: State, one: User) -> Json:
    return {
        "id": one.bot_id,
        "deleted": False,
        "name": one.real_name,
        "app_id": state.app_id,
        "user_id": one.id,
        "team_id": state.team.id,
    }


def channel(state: State, one: Channel) -> Json:
    shown: Json = {
        "id": one.id,
        "is_channel": one.kind is Kind.PUBLIC,
        "is_group": one.kind is Kind.PRIVATE,
        "is_im": one.kind is Kind.DIRECT,
        "is_private": one.kind is not Kind.PUBLIC,
        "is_archived": one.archived,
        "is_shared": False,
        "is_ext_shared": False,
        "context_team_id": state.team.id,
    }
    if one.kind is Kind.DIRECT:
        return shown | {"user": next((each for each in sorted(one.members) if each != state.bot.id), "")}
    return shown | {
        "name": one.name,
        "is_member": state.bot.id in one.members,
        "num_members": len(one.members),
        "topic": {"value": one.topic, "creator": "", "last_set": 0},
    }


def file(state: State, one: File) -> Json:
    shown: Json = {
        "id": one.id,
        "created": int(one.created),
        "name": one.name,
        "title": one.title,
        "mimetype": one.mimetype,
        "filetype": one.name.rpartition(".")[2].lower() or "binary",
        "user": one.user,
        "user_team": state.team.id,
        "mode": "hosted",
        "size": len(one.content),
        "url_private": f"{state.origin}/files-pri/{state.team.id}-{one.id}/{one.name}",
        "url_private_download": f"{state.origin}/files-pri/{state.team.id}-{one.id}/download/{one.name}",
        "channels": list(one.channels),
        "file_access": "visible",
    }
    return shown | ({"alt_txt": one.alt_text} if one.alt_text else {})


def view(state: State, one: View) -> Json:
    """A view as `views.open` answers it; what was typed comes with a submission only."""
    content = one.content
    return {
        "id": one.id,
        "team_id": state.team.id,
        "app_id": state.app_id,
        "bot_id": state.bot.bot_id,
        "type": one.surface.value,
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": content.get("blocks", []),
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": one.external_id,
        "hash": one.hash,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "previous_view_id": one.previous or None,
        "root_view_id": _root(state, one),
        "state": {"values": {}},
    }


def _root(state: State, one: View) -> str:
    while one.previous and (below := state.view(one.previous)):
        one = below
    return one.id

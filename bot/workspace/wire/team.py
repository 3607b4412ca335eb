"""People, apps and channels as Slack's JSON shows them."""

from bot.workspace.state import State
from bot.workspace.values import Channel, ConversationKind, Json, User


def user_json(state: State, user: User, *, with_locale: bool = False) -> Json:
    shown: Json = {
        "id": user.id,
        "team_id": state.team.id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": False,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_admin": user.admin,
        "is_owner": user.admin,
        "profile": {"real_name": user.real_name, "display_name": user.real_name, "team": state.team.id},
    }
    return shown | ({"locale": user.locale} if with_locale else {})


def bot_json(state: State, user: User) -> Json:
    return {
        "id": user.bot_id,
        "deleted": False,
        "name": user.real_name,
        "app_id": user.app or state.app_id,
        "user_id": user.id,
        "team_id": state.team.id,
    }


def channel_json(state: State, channel: Channel) -> Json:
    shown: Json = {
        "id": channel.id,
        "is_channel": channel.kind is ConversationKind.PUBLIC,
        "is_group": channel.kind is ConversationKind.PRIVATE,
        "is_im": channel.kind is ConversationKind.DIRECT,
        "is_mpim": channel.kind is ConversationKind.GROUP_DIRECT,
        "is_private": channel.kind is not ConversationKind.PUBLIC,
        "is_archived": channel.archived,
        "is_shared": False,
        "is_ext_shared": False,
        "context_team_id": state.team.id,
    }
    if channel.kind is ConversationKind.DIRECT:
        return shown | {"user": next((each for each in sorted(channel.members) if each != state.bot.id), "")}
    return shown | {
        "name": channel.name,
        "is_member": state.bot.id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
    }

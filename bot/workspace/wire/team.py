"""People, apps and channels as Slack's JSON shows them."""

from bot.workspace.state import State
from bot.workspace.values import Channel, Json, Kind, User


def user_json(state: State, one: User, *, with_locale: bool = False) -> Json:
    shown: Json = {
        "id": one.id,
        "team_id": state.team.id,
        "name": one.name,
        "real_name": one.real_name,
        "deleted": False,
        "tz": one.tz,
        "is_bot": one.is_bot,
        "is_app_user": False,
        "is_admin": one.admin,
        "is_owner": one.admin,
        "profile": {"real_name": one.real_name, "display_name": one.real_name, "team": state.team.id},
    }
    return shown | ({"locale": one.locale} if with_locale else {})


def bot_json(state: State, one: User) -> Json:
    return {
        "id": one.bot_id,
        "deleted": False,
        "name": one.real_name,
        "app_id": one.app or state.app_id,
        "user_id": one.id,
        "team_id": state.team.id,
    }


def channel_json(state: State, one: Channel) -> Json:
    shown: Json = {
        "id": one.id,
        "is_channel": one.kind is Kind.PUBLIC,
        "is_group": one.kind is Kind.PRIVATE,
        "is_im": one.kind is Kind.DIRECT,
        "is_mpim": one.kind is Kind.GROUP_DIRECT,
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

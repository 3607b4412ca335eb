"""Who is who: auth.test, team.info, users.info, bots.info, reactions.*; and apps.connections.open, which opens Socket
Mode."""

from dataclasses import replace

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.values import Json, Message
from bot.workspace.wire.team import bot_json, user_json


def auth_test(call: Call) -> Json:
    team, bot = call.state.team, call.caller
    return {
        "url": f"{call.state.origin}/",
        "team": team.name,
        "user": bot.name,
        "team_id": team.id,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    origin = call.state.origin.replace("http", "ws", 1)
    return {"url": f"{origin}/link/?ticket={call.state.tickets.door()}&app_id={call.state.app_id}"}


def team_info(call: Call) -> Json:
    team = call.state.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def users_info(call: Call) -> Json:
    user = call.state.users.get(call.need("user"))
    if user is None:
        raise MethodRefusal("user_not_found")
    return {"user": user_json(call.state, user, with_locale=call.flag("include_locale"))}


def bots_info(call: Call) -> Json:
    bot = call.caller
    if call.text("bot", bot.bot_id) != bot.bot_id:
        raise MethodRefusal("bot_not_found")
    return {"bot": bot_json(call.state, bot)}


def reactions_add(call: Call) -> Json:
    message, reaction = _reaction(call)
    if reaction in message.reactions:
        raise MethodRefusal("already_reacted")
    call.state.change(replace(message, reactions=(*message.reactions, reaction)))
    return {}


def reactions_remove(call: Call) -> Json:
    message, reaction = _reaction(call)
    if reaction not in message.reactions:
        raise MethodRefusal("no_reaction")
    call.state.change(replace(message, reactions=tuple(other for other in message.reactions if other != reaction)))
    return {}


def _reaction(call: Call) -> tuple[Message, tuple[str, str]]:
    channel = call.channel()
    message = call.state.message(channel.id, call.need("timestamp"))
    if message is None or message.ephemeral_to:
        raise MethodRefusal("message_not_found")
    return message, (call.need("name"), call.caller.id)


METHODS = {
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(connections_open, app_level=True),
    "team.info": Method(team_info, "team:read"),
    "users.info": Method(users_info, "users:read"),
    "bots.info": Method(bots_info, "users:read"),
    "reactions.add": Method(reactions_add, "reactions:write"),
    "reactions.remove": Method(reactions_remove, "reactions:write"),
}

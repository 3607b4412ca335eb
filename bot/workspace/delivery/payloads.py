"""What is sent to the app, as Slack forms it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.workspace.state import State
from bot.workspace.tickets import ResponseUrl, Trigger
from bot.workspace.values import Channel, ConversationKind, Json, Message, User, View
from bot.workspace.wire.messages import message_json
from bot.workspace.wire.views import view_json

VERIFICATION = "local-verification-token"
"""The deprecated `token` field, which some libraries still want to see."""


def response_address(state: State, url: ResponseUrl) -> str:
    return f"{state.origin}/commands/{state.team.id}/{state.app_id}/{url.secret}"


def command(
    state: State, name: str, text: str, *, channel: Channel, user: User, trigger: Trigger, url: ResponseUrl
) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands"""
    return {
        "token": VERIFICATION,
        "team_id": state.team.id,
        "team_domain": state.team.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": state.app_id,
        "is_enterprise_install": "true" if state.team.org else "false",
        **({"enterprise_id": state.team.org} if state.team.org else {}),
        "response_url": response_address(state, url),
        "trigger_id": trigger.id,
    }


def event(state: State, body: Json) -> Json:
    """https://docs.slack.dev/apis/events-api#events-JSON. Of what a guest from another workspace does, `team_id` is
    theirs: the app's own stands in the authorizations."""
    user = state.users.get(str(body.get("user", "")))
    guest_of = user.team if user else ""
    from_there = {"team": guest_of, "user_team": guest_of, "source_team": guest_of} if guest_of else {}
    return {
        "token": VERIFICATION,
        "team_id": guest_of or state.team.id,
        **({"enterprise_id": state.team.org} if state.team.org else {}),
        "context_team_id": state.team.id,
        "api_app_id": state.app_id,
        "event": body | from_there,
        "type": "event_callback",
        "event_id": state.new_id("Ev"),
        "event_time": int(state.clock()),
        "authorizations": [
            {
                "enterprise_id": state.team.org or None,
                "team_id": None if state.team.org else state.team.id,
                "user_id": state.bot.id,
                "is_bot": True,
                "is_enterprise_install": bool(state.team.org),
            }
        ],
        "is_ext_shared_channel": bool(guest_of),
        "event_context": f"4-{state.team.id}-{state.app_id}",
    }


def _interaction(state: State, kind: str, user: User) -> Json:
    return {
        "type": kind,
        "token": VERIFICATION,
        "api_app_id": state.app_id,
        "team": None if state.team.org else {"id": state.team.id, "domain": state.team.domain},
        "enterprise": {"id": state.team.org, "name": state.team.name} if state.team.org else None,
        "is_enterprise_install": bool(state.team.org),
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or state.team.id},
    }


def clicked(state: State, message: Message, action: Json, *, user: User, trigger: Trigger, url: ResponseUrl) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message.

    From an ephemeral one it carries no `message`: https://github.com/slackapi/java-slack-sdk/issues/1200.
    """
    channel = state.channels[message.channel]
    return {
        **_interaction(state, "block_actions", user),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.ephemeral_to),
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        },
        "trigger_id": trigger.id,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        **({} if message.ephemeral_to else {"message": message_json(state, message)}),
        "state": {"values": {}},
        "response_url": response_address(state, url),
        "actions": [action],
    }


def chosen(state: State, view: View, action: Json, values: Json, *, user: User, trigger: Trigger) -> Json:
    """The same from a modal or a home; `values` is what stands in its inputs."""
    return {
        **_interaction(state, "block_actions", user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger.id,
        "view": {**view_json(state, view), "state": {"values": values}},
        "actions": [action],
    }


def submitted(
    state: State,
    view: View,
    values: Json,
    *,
    user: User,
    trigger: Trigger,
    urls: Mapping[str, ResponseUrl] = MappingProxyType({}),
) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload; `urls` by block id."""
    return {
        **_interaction(state, "view_submission", user),
        "trigger_id": trigger.id,
        "view": {**view_json(state, view), "state": {"values": values}},
        "response_urls": [
            {
                "block_id": block_id,
                "action_id": next(iter(values[block_id])),
                "channel_id": url.channel,
                "response_url": response_address(state, url),
            }
            for block_id, url in urls.items()
        ],
    }


def closed(state: State, view: View, *, user: User) -> Json:
    shown = {**_interaction(state, "view_closed", user), "view": view_json(state, view)}
    return shown | {"is_cleared": False}


def shortcut(state: State, callback_id: str, *, user: User, trigger: Trigger) -> Json:
    """A global shortcut: https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    return {
        **_interaction(state, "shortcut", user),
        "callback_id": callback_id,
        "trigger_id": trigger.id,
        "action_ts": state.new_ts(),
    }


def message_shortcut(
    state: State, callback_id: str, message: Message, *, user: User, trigger: Trigger, url: ResponseUrl
) -> Json:
    channel = state.channels[message.channel]
    return {
        **_interaction(state, "message_action", user),
        "callback_id": callback_id,
        "trigger_id": trigger.id,
        "response_url": response_address(state, url),
        "action_ts": state.new_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message": message_json(state, message),
    }


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.kind is ConversationKind.DIRECT else channel.name

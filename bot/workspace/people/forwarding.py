"""A forwarded message, as Slack hangs it on the one that forwards it.

Recorded: https://github.com/MercuryTechnologies/slack-web, tests/golden/SlackWebhookEvent/forwarded_message.json; the
files of the original stand inside: https://github.com/NousResearch/hermes-agent/pull/75481.
"""

from bot.workspace.state import State
from bot.workspace.values import ConversationKind, Json, Message
from bot.workspace.wire.messages import message_json


def forwarded(state: State, original: Message) -> Json:
    author, channel = state.users.get(original.user), state.channels[original.channel]
    name = author.real_name if author else original.user
    shown = message_json(state, original)
    link = f"{state.origin}/archives/{channel.id}/p{original.ts.replace('.', '')}"
    attachment: Json = {
        "ts": original.ts,
        "author_id": original.user,
        "author_name": name,
        "author_subname": name,
        "author_link": f"{state.origin}/team/{original.user}",
        "channel_id": channel.id,
        "channel_team": state.team.id,
        "is_msg_unfurl": True,
        "is_share": True,
        "from_url": link,
        "color": "D0D0D0",
        "text": original.text,
        "fallback": f"{name}: {original.text}",
        "mrkdwn_in": ["text"],
        "footer": f"Posted in #{channel.name}" if channel.kind is ConversationKind.PUBLIC else "Slack Conversation",
    }
    if blocks := shown.get("blocks"):
        message = {"blocks": blocks}
        place = {"team": state.team.id, "channel": channel.id, "ts": original.ts}
        attachment["message_blocks"] = [{**place, "message": message}]
    if files := shown.get("files"):
        attachment["files"] = files
    return attachment

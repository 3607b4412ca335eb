"""chat.*: messages written, changed, deleted. Errors are named as in each method's page on docs.slack.dev."""

from dataclasses import replace

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.api.content import Content, content
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.state import State
from bot.workspace.values import Channel, Json, Message
from bot.workspace.wire.messages import message_json


def post_message(call: Call) -> Json:
    channel = call.channel_to_write(by_name=True, anywhere=True)
    written = content(call, most_text=LIMITS.message_text)
    message = _by_bot(call, channel, written, _thread(call, channel))
    call.state.post(replace(message, broadcast=bool(message.thread_ts) and call.flag("reply_broadcast")))
    if (assistant := call.state.assistant(channel.id, message.thread_ts)).status:
        call.state.assist(replace(assistant, status=""))  # as Slack does: the answer is there
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.state, message)}


def post_ephemeral(call: Call) -> Json:
    channel = call.channel_to_write(by_name=True)
    if call.need("user") not in channel.members:
        raise MethodRefusal("user_not_in_channel")
    written = content(call, most_text=LIMITS.message_text)
    message = _by_bot(call, channel, written, _thread(call, channel))
    post_privately(call.state, message, call.need("user"))
    return {"message_ts": message.ts}


def post_privately(state: State, message: Message, user: str) -> None:
    """ "Ephemeral messages in threads are only shown if there is already an active thread":
    https://api.slack.com/methods/chat.postEphemeral, `thread_ts`. Slack says `ok` all the same."""
    if not message.thread_ts or state.is_active(message.channel, message.thread_ts):
        state.post(replace(message, ephemeral_to=user))


def update(call: Call) -> Json:
    """ "If you don't include this field, the message's previous `blocks` will be retained"; an empty list removes them:
    https://docs.slack.dev/reference/methods/chat.update. With `blocks` the message is not shown as edited."""
    channel = call.channel_to_write()
    message = _own(call, channel, "cant_update_message")
    written = content(call, most_text=LIMITS.updated_text)
    message = call.state.change(
        replace(
            message,
            text=written.text,
            blocks=message.blocks if call.json("blocks") is None else written.blocks,
            metadata=written.metadata if written.metadata is not None else message.metadata,
            edited=message.edited if written.blocks else call.state.new_ts(),
        )
    )
    shown = message_json(call.state, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.state.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.state.message(channel.id, call.need("message_ts"))
    if message is None or message.ephemeral_to:
        raise MethodRefusal("message_not_found")
    link = f"{call.state.origin}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    message = call.state.message(channel.id, call.need("ts"))
    if message is None or message.ephemeral_to:
        raise MethodRefusal("message_not_found")
    if message.user != call.caller.id:
        raise MethodRefusal(refusal)
    return message


def _thread(call: Call, channel: Channel) -> str:
    """The thread's first ts. An answer to an answer goes to its thread. Where no message has that ts, Slack takes the
    answer, and it hangs on nothing: https://github.com/slackapi/python-slack-sdk/issues/840."""
    ts = call.text("thread_ts")
    message = call.state.message(channel.id, ts)
    return ts if message is None or message.ephemeral_to else message.root


def _by_bot(call: Call, channel: Channel, written: Content, thread: str) -> Message:
    return Message(
        channel.id,
        call.state.new_ts(),
        call.caller.id,
        written.text,
        blocks=written.blocks,
        thread_ts=thread,
        bot_id=call.caller.bot_id,
        metadata=written.metadata,
    )


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
}

"""chat.startStream, chat.appendStream, chat.stopStream: a message that grows as it is written.

https://docs.slack.dev/reference/methods/chat.startStream. Of chunks the text is kept, tasks and plans are not drawn.
"""

from dataclasses import replace

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.api.content import message_blocks
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import ConversationKind, Json, Message


def start(call: Call) -> Json:
    channel = call.channel_to_write()
    if channel.kind is not ConversationKind.DIRECT:
        for name in ("recipient_team_id", "recipient_user_id"):
            if not call.text(name):
                raise MethodRefusal(f"missing_{name}")
    message = call.state.post(
        Message(
            channel.id,
            call.state.new_ts(),
            call.caller.id,
            _text(call),
            thread_ts=call.text("thread_ts"),
            bot_id=call.caller.bot_id,
            streaming=True,
        )
    )
    return {"channel": channel.id, "ts": message.ts}


def append(call: Call) -> Json:
    message = _streaming(call)
    text = _text(call)
    if not text:
        raise MethodRefusal("no_text")
    call.state.change(replace(message, text=message.text + text))
    return {"channel": message.channel, "ts": message.ts}


def stop(call: Call) -> Json:
    """Blocks stand under what was written."""
    message = _streaming(call)
    blocks = message_blocks(call.json("blocks", "invalid_blocks_format"))
    text = message.text + _text(call)
    written: Json = {"type": "markdown", "text": text, "block_id": "streamed"}
    shown = (written, *blocks) if blocks and text else blocks
    message = call.state.change(replace(message, text=text, blocks=shown, streaming=False))
    return {"channel": message.channel, "ts": message.ts}


def _streaming(call: Call) -> Message:
    message = call.state.message(call.channel().id, call.need("ts"))
    if message is None:
        raise MethodRefusal("message_not_found")
    if message.user != call.caller.id:
        raise MethodRefusal("message_not_owned_by_app")
    if not message.streaming:
        raise MethodRefusal("message_not_in_streaming_state")
    return message


def _text(call: Call) -> str:
    chunks = call.json("chunks", "invalid_chunks") or []
    if not isinstance(chunks, list) or not all(isinstance(chunk, dict) for chunk in chunks):
        raise MethodRefusal("invalid_chunks")
    written = (
        str(chunk.get("text", ""))
        for chunk in chunks
        if isinstance(chunk, dict) and chunk.get("type") == "markdown_text"
    )
    text = call.text("markdown_text") + "".join(written)
    if len(text) > LIMITS.all_markdown:
        raise MethodRefusal("msg_too_long")
    return text


METHODS = {
    "chat.startStream": Method(start, "chat:write"),
    "chat.appendStream": Method(append, "chat:write"),
    "chat.stopStream": Method(stop, "chat:write"),
}

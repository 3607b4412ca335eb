"""What is sent to a response URL, or carried by an acknowledgement: a message, a replacement or a removal.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from dataclasses import replace

from bot.workspace.api.call import Call, MethodRefusal
from bot.workspace.api.content import content
from bot.workspace.api.methods.chat import post_privately
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.tickets import ResponseUrl, Worn
from bot.workspace.values import Json, Message


def to_response_url(call: Call, secret: str) -> Json:
    """Spends one use of the URL. Answers `ok`, or `ok: false` with Slack's error word."""
    try:
        respond(call, call.state.tickets.use_response_url(secret))
    except Worn as worn:
        return {"ok": False, "error": str(worn)}
    except MethodRefusal as refusal:
        return refusal.answer()
    return {"ok": True}


def respond(call: Call, ticket: ResponseUrl) -> None:
    """Membership is not asked for. Raises Refusal."""
    original = call.state.message(ticket.channel, ticket.message_ts)
    if call.flag("delete_original"):
        if original is None:
            raise MethodRefusal("message_not_found")
        call.state.delete(original)
        return
    written = content(call, most_text=LIMITS.message_text)
    if call.flag("replace_original") and original is not None:
        call.state.change(replace(original, text=written.text, blocks=written.blocks))
        return
    message = Message(
        ticket.channel,
        call.state.new_ts(),
        call.caller.id,
        written.text,
        blocks=written.blocks,
        thread_ts=_thread(call, ticket),
        bot_id=call.caller.bot_id,
        metadata=written.metadata,
    )
    if call.text("response_type") == "in_channel":
        call.state.post(message)
    else:
        post_privately(call.state, message, ticket.user)


def _thread(call: Call, ticket: ResponseUrl) -> str:
    """Where `thread_ts` is named it must be a message of that channel; without it the answer is not in a thread."""
    ts = call.text("thread_ts")
    if not ts:
        return ""
    message = call.state.message(ticket.channel, ts)
    if message is None:
        raise MethodRefusal("thread_not_found")
    return message.root

"""assistant.threads.*: what an app shows above an assistant thread (https://docs.slack.dev/ai/developing-agents)."""

from dataclasses import replace

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import Assistant, Json, Prompt


def set_status(call: Call) -> Json:
    """In channels' threads too. The scope is to be `chat:write` alone; both do for the time being:
    https://docs.slack.dev/reference/methods/assistant.threads.setStatus"""
    messages = call.json("loading_messages")
    if messages is not None and not (
        isinstance(messages, list) and all(isinstance(message, str) for message in messages)
    ):
        raise MethodRefusal("invalid_arguments", ("must be an array of strings [json-pointer:/loading_messages]",))
    call.state.assist(replace(_thread(call), status=call.text("status"), loading_messages=tuple(messages or ())))
    return {}


def set_title(call: Call) -> Json:
    call.state.assist(replace(_thread(call), title=call.need("title")))
    return {}


def set_suggested_prompts(call: Call) -> Json:
    entries = call.json("prompts")
    if not isinstance(entries, list) or not entries:
        raise MethodRefusal("invalid_arguments", ("missing required field: prompts",))
    if len(entries) > LIMITS.suggested_prompts:
        raise MethodRefusal("invalid_arguments", (f"no more than {LIMITS.suggested_prompts} items allowed",))
    if not all(isinstance(entry, dict) and entry.get("title") and entry.get("message") for entry in entries):
        raise MethodRefusal("invalid_arguments", ("missing required field: title or message [json-pointer:/prompts]",))
    prompts = tuple(Prompt(entry["title"], entry["message"]) for entry in entries)
    # In the agent view the prompts stand above the whole conversation, which no thread names.
    conversation = call.state.assistant(call.channel("channel_id").id, call.text("thread_ts"))
    call.state.assist(replace(conversation, prompts=prompts, prompts_title=call.text("title")))
    return {}


def _thread(call: Call) -> Assistant:
    channel = call.channel("channel_id")
    return call.state.assistant(channel.id, call.need("thread_ts"))


METHODS = {
    "assistant.threads.setStatus": Method(set_status, "chat:write", or_scope="assistant:write"),
    "assistant.threads.setTitle": Method(set_title, "assistant:write"),
    "assistant.threads.setSuggestedPrompts": Method(set_suggested_prompts, "assistant:write"),
}

"""Calls of Slack's Web API, right and wrong, with what Slack answers and where that is said.

A row: method, arguments, Slack's word (`ok` or the error), a part of its message where there is one, the source.
`$NAME` in arguments stands for what `test_calls.py` has prepared: messages, triggers, uploads.
"""

from dataclasses import dataclass
from typing import Any

from bot.workspace import furnish

DOCS = "https://docs.slack.dev/reference/methods/"
KIT = "https://docs.slack.dev/reference/block-kit/"
SPEC = "https://github.com/slackapi/slack-api-specs"
SURFACES = "https://docs.slack.dev/blocks.json"
RULES = "https://github.com/TightknitAI/slack-block-kit-validator"
SDK = "https://github.com/slackapi/python-slack-sdk/blob/main/slack_sdk/models/blocks/"
SUPPORT, GENERAL, PRIVATE, DIRECT = furnish.SUPPORT, furnish.GENERAL, furnish.PRIVATE, furnish.DIRECT
YOU, BOT = furnish.YOU.id, furnish.BOT.id


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    arguments: dict[str, Any]
    word: str
    source: str
    says: str = ""


def plain(length: int = 1) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int = 1) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(), **more}


def option(value: str = "a") -> dict[str, Any]:
    return {"text": plain(), "value": value}


def input_with(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "input", "label": plain(), "element": {"action_id": "x", **element}}


def task(name: str = "1", **more: Any) -> dict[str, Any]:
    return {"task_id": name, "title": "SPF", "status": "complete", **more}


def plan(*tasks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "plan", "title": "imone.lt", "tasks": list(tasks)}


def cells(rows: int, columns: int, text: str = "x") -> list[list[dict[str, Any]]]:
    return [[{"type": "raw_text", "text": text}] * columns] * rows


def data_table(**more: Any) -> dict[str, Any]:
    return {"type": "data_table", "caption": "Records", "rows": cells(2, 2), **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(), "blocks": list(blocks) or [section()], **more}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [section()]}


def post(word: str, source: str, message: str = "", **arguments: Any) -> Row:
    return Row(
        "chat.postMessage", {"channel": SUPPORT, **arguments}, word, source or f"{DOCS}chat.postMessage", message
    )


def blocks(source: str, *arguments: Any, says: str = "") -> Row:
    """A message of these blocks: refused where something is said against them."""
    return post("invalid_blocks" if says else "ok", source, says, text="x", blocks=list(arguments))


def call(method: str, word: str, source: str = "", says: str = "", **arguments: Any) -> Row:
    return Row(method, arguments, word, source or DOCS + method, says)


CARD = {"type": "card", "title": mrkdwn()}
SELECT = {"type": "static_select", "action_id": "s", "options": [option()]}
BOXES = {"type": "checkboxes", "action_id": "b", "options": [option()]}
CHANNELS = {"type": "conversations_select", "action_id": "c"}
VIDEO = {
    "type": "video",
    "title": plain(),
    "alt_text": "x",
    "video_url": "https://x.lt",
    "thumbnail_url": "https://x.lt",
}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}
ALERT = {"type": "alert", "text": mrkdwn(), "level": "error"}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}
FOCUSED = input_with({"type": "plain_text_input", "focus_on_load": True})

MESSAGES = (
    post("ok", "", text="x"),
    post("ok", "", text="x" * 40_000),
    post("msg_too_long", "", text="x" * 40_001),
    post("no_text", "", text=""),
    post("no_text", "", blocks=[]),
    post("ok", "", text="x", channel="#support"),
    post("ok", f"{DOCS}chat.postMessage#channels", text="x", channel=YOU),
    post("channel_not_found", "", text="x", channel="C0NOWHERE"),
    post("channel_not_found", "", text="x", channel="$ELSEWHERE"),
    post("not_in_channel", "", text="x", channel=GENERAL),
    post("is_archived", "", text="x", channel="$ARCHIVED"),
    post("ok", "", text="x", thread_ts="$OWN"),
    post("ok", "https://github.com/slackapi/python-slack-sdk/issues/840", text="x", thread_ts="1.000001"),
    post("invalid_blocks_format", "", text="x", blocks="{"),
    post("invalid_blocks_format", "", text="x", blocks={"type": "divider"}),
    post("ok", "https://docs.slack.dev/messaging/message-metadata", text="x", metadata="$METADATA"),
    post("metadata_too_large", "", text="x", metadata="$LARGE_METADATA"),
    call("chat.postEphemeral", "ok", channel=SUPPORT, user=YOU, text="x"),
    call("chat.postEphemeral", "ok", SPEC, channel=SUPPORT, user=YOU, text="x", thread_ts="$QUIET"),
    call("chat.postEphemeral", "user_not_in_channel", channel=SUPPORT, user="USLACKBOT", text="x"),
    call("chat.postEphemeral", "no_text", channel=SUPPORT, user=YOU),
    call("chat.postEphemeral", "channel_not_found", channel="C0NOWHERE", user=YOU, text="x"),
    call("chat.update", "ok", channel=SUPPORT, ts="$OWN", text="y"),
    call("chat.update", "ok", channel=SUPPORT, ts="$OWN", text="y", blocks=[section()]),
    call("chat.update", "cant_update_message", channel=SUPPORT, ts="$THEIRS", text="y"),
    call("chat.update", "message_not_found", channel=SUPPORT, ts="1.000001", text="y"),
    call("chat.update", "message_not_found", channel=SUPPORT, ts="$WHISPER", text="y"),
    call("chat.update", "msg_too_long", channel=SUPPORT, ts="$OWN", text="y" * 4001),
    call("chat.delete", "cant_delete_message", channel=SUPPORT, ts="$THEIRS"),
    call("chat.delete", "message_not_found", channel=SUPPORT, ts="1.000001"),
    call("chat.delete", "ok", channel=SUPPORT, ts="$DOOMED"),
    call("chat.getPermalink", "ok", channel=SUPPORT, message_ts="$OWN"),
    call("chat.getPermalink", "message_not_found", channel=SUPPORT, message_ts="1.000001"),
    call("chat.startStream", "missing_recipient_team_id", channel=SUPPORT, thread_ts="$OWN"),
    call("chat.startStream", "missing_recipient_user_id", channel=SUPPORT, thread_ts="$OWN", recipient_team_id="$TEAM"),
    call("chat.startStream", "ok", channel=DIRECT, thread_ts="1.000001", markdown_text="**x**"),
    call("chat.appendStream", "ok", channel=DIRECT, ts="$STREAM", markdown_text="y"),
    call("chat.appendStream", "message_not_in_streaming_state", channel=SUPPORT, ts="$OWN", markdown_text="y"),
    call("chat.stopStream", "ok", channel=DIRECT, ts="$STREAM", blocks=[section()]),
    call("chat.stopStream", "message_not_owned_by_app", channel=SUPPORT, ts="$THEIRS"),
)

BLOCKS = (
    blocks(f"{KIT}blocks", *([{"type": "divider"}] * 50)),
    blocks(f"{KIT}blocks", *([{"type": "divider"}] * 51), says="no more than 50 items"),
    blocks(f"{KIT}blocks", {"type": "marquee"}, says="unsupported type: marquee"),
    blocks(f"{KIT}blocks", section(block_id="x" * 256), says="less than 256 characters"),
    blocks(f"{KIT}blocks", section(block_id="a"), section(block_id="a"), says="already exists"),
    blocks(f"{KIT}blocks/section-block", {"type": "section", "text": mrkdwn(3000)}),
    blocks(f"{KIT}blocks/section-block", {"type": "section", "text": mrkdwn(3001)}, says="less than 3001"),
    blocks(f"{KIT}blocks/section-block", {"type": "section"}, says="missing required field: text"),
    blocks(f"{KIT}blocks/section-block", section(fields=[mrkdwn()] * 11), says="no more than 10 items"),
    blocks(f"{KIT}blocks/section-block", section(fields=[mrkdwn(2001)]), says="less than 2001"),
    blocks(f"{DOCS}blocks.validate", section(text={"type": "html", "text": "x"}), says="unsupported type: html"),
    blocks(f"{KIT}blocks/header-block", {"type": "header", "text": plain(151)}, says="less than 151"),
    blocks(f"{KIT}blocks/context-block", {"type": "context", "elements": [mrkdwn()] * 11}, says="no more than 10"),
    blocks(f"{KIT}blocks/actions-block", {"type": "actions", "elements": []}, says="no fewer than 1"),
    blocks(f"{KIT}blocks/markdown-block", {"type": "markdown", "text": "x" * 12_001}, says="less than 12001"),
    blocks(f"{KIT}blocks/table-block", {"type": "table", "rows": cells(100, 20)}),
    blocks(f"{KIT}blocks/table-block", {"type": "table", "rows": cells(101, 1)}, says="no more than 100"),
    blocks(f"{KIT}blocks/table-block", {"type": "table", "rows": cells(1, 21)}, says="no more than 20"),
    post(
        "invalid_attachments", f"{KIT}blocks/table-block", text="x", blocks=[{"type": "table", "rows": cells(1, 1)}] * 2
    ),
    blocks(SURFACES, ALERT, says="unsupported type: alert"),
    blocks(f"{SDK}blocks.py", plan(task(), task("2", type="task_card"))),
    blocks(RULES, plan(task()), plan(task("2")), says="more than 1 plan block"),
    blocks(f"{KIT}blocks/plan-block", plan(*[task(str(number)) for number in range(51)]), says="no more than 50"),
    blocks(f"{KIT}blocks/plan-block", plan(task(), task()), says="already exists"),
    blocks(f"{KIT}blocks/task-card-block", plan(task(status="done")), says="must be one of: pending"),
    blocks(SURFACES, {"type": "carousel", "elements": [CARD] * 10}),
    blocks(f"{SDK}blocks.py", {"type": "carousel", "elements": [CARD] * 11}, says="no more than 10"),
    blocks(SURFACES, CONTAINER),
    blocks(f"{SDK}blocks.py", {**CONTAINER, "width": "huge"}, says="must be one of: narrow"),
    blocks(f"{KIT}blocks/data-table-block", data_table()),
    blocks(f"{KIT}blocks/data-table-block", data_table(rows=cells(1, 2)), says="no fewer than 2"),
    blocks(f"{KIT}blocks/data-table-block", data_table(rows=[*cells(1, 2), *cells(1, 1)]), says="same number"),
    blocks(f"{KIT}blocks/data-table-block", data_table(rows=cells(101, 20, "x" * 5)), says="less than 10001"),
    blocks(SURFACES, VIDEO),
    blocks(f"{KIT}block-elements/file-input-element", input_with({"type": "file_input"}), says="type: file_input"),
    blocks(f"{KIT}block-elements/datetime-picker-element", input_with({"type": "datetimepicker"})),
    blocks(f"{KIT}block-elements/rich-text-input-element", input_with({"type": "rich_text_input"})),
    blocks(f"{KIT}block-elements/multi-select-menu-element", input_with({"type": "multi_users_select"})),
    blocks(
        f"{KIT}block-elements/workflow-button-element",
        section(
            accessory={"type": "workflow_button", "text": plain(), "workflow": {"trigger": {"url": "https://x.lt"}}}
        ),
    ),
    blocks(f"{KIT}block-elements/select-menu-element", section(accessory={**SELECT, "initial_option": option()})),
    blocks(
        f"{KIT}block-elements/select-menu-element",
        section(accessory={**SELECT, "initial_option": option("b")}),
        says="must match one of the options",
    ),
    blocks(
        f"{KIT}block-elements/checkboxes-element",
        section(accessory={**BOXES, "initial_options": [option("b")]}),
        says="must match one of the options",
    ),
    blocks(
        f"{KIT}block-elements/select-menu-element",
        section(accessory={**CHANNELS, "response_url_enabled": True}),
        says="only allowed in input blocks of modals",
    ),
)

VIEWS = (
    call("views.open", "ok", trigger_id="$TRIGGER", view=modal(ALERT)),
    call("views.open", "exchanged_trigger_id", trigger_id="$USED_TRIGGER", view=modal()),
    call("views.open", "expired_trigger_id", trigger_id="$OLD_TRIGGER", view=modal()),
    call("views.open", "invalid_trigger_id", trigger_id="1.2", view=modal()),
    call("views.open", "invalid_arguments", view=modal(), says="missing required field: trigger_id"),
    call("views.open", "invalid_arguments", trigger_id="1", view=home(), says="must be a view of type modal"),
    call("views.open", "invalid_arguments", trigger_id="1", view=modal(title=plain(25)), says="less than 25"),
    call("views.open", "invalid_arguments", trigger_id="1", view=modal(private_metadata="x" * 3001), says="3001"),
    call("views.open", "invalid_arguments", trigger_id="1", view=modal(FOCUSED), says="missing required field: submit"),
    call(
        "views.open",
        "invalid_arguments",
        RULES,
        trigger_id="1",
        view=modal(FOCUSED, FOCUSED, submit=plain()),
        says="only one element",
    ),
    call(
        "views.open",
        "ok",
        f"{KIT}block-elements/file-input-element",
        trigger_id="$TRIGGER",
        view=modal(
            input_with({"type": "file_input"}), input_with({**CHANNELS, "response_url_enabled": True}), submit=plain()
        ),
    ),
    call("views.open", "invalid_arguments", SURFACES, trigger_id="1", view=modal(plan(task())), says="type: plan"),
    call("views.update", "not_found", view_id="V0NONE", view=modal()),
    call("views.update", "hash_conflict", view_id="$VIEW", hash="1", view=modal()),
    call("views.update", "ok", view_id="$VIEW", view=modal(CARD)),
    call("views.publish", "ok", user_id=YOU, view=home()),
    call("views.publish", "ok", SURFACES, user_id=YOU, view=home({"type": "table", "rows": cells(1, 1)})),
    call("views.publish", "invalid_arguments", SURFACES, user_id=YOU, view=home(ALERT), says="type: alert"),
    call("blocks.validate", "ok", blocks=[section()]),
    call("blocks.validate", "ok", message={"blocks": [plan(task())]}),
    call("blocks.validate", "ok", view=modal()),
    call("blocks.validate", "invalid_arguments", says="must provide exactly one"),
    call("blocks.validate", "invalid_arguments", blocks=[section()], view=modal(), says="must provide exactly one"),
    call("blocks.validate", "invalid_blocks", blocks=[{"type": "marquee"}], says="unsupported type: marquee"),
)

REST = (
    call("conversations.history", "ok", channel=SUPPORT),
    call("conversations.history", "not_in_channel", channel=GENERAL),
    call("conversations.history", "invalid_ts_oldest", channel=SUPPORT, oldest="yesterday"),
    call("conversations.history", "invalid_cursor", channel=SUPPORT, cursor="next"),
    call("conversations.replies", "ok", channel=SUPPORT, ts="$OWN"),
    call("conversations.replies", "thread_not_found", channel=SUPPORT, ts="1.000001"),
    call("conversations.info", "channel_not_found", channel="C0NOWHERE"),
    call("conversations.members", "ok", channel=SUPPORT),
    call("conversations.join", "method_not_supported_for_channel_type", channel=PRIVATE),
    call("conversations.open", "ok", users=f"{YOU},{furnish.COLLEAGUE.id}"),
    call("conversations.open", "user_not_found", users="U0NOBODY"),
    call("users.info", "ok", user=YOU, include_locale=True),
    call("users.info", "user_not_found", user="U0NOBODY"),
    call("bots.info", "bot_not_found", bot="B0NONE"),
    call("auth.test", "ok"),
    call("team.info", "ok"),
    call("reactions.add", "ok", channel=SUPPORT, timestamp="$THEIRS", name="eyes"),
    call("reactions.add", "already_reacted", channel=SUPPORT, timestamp="$THEIRS", name="eyes"),
    call("reactions.remove", "ok", channel=SUPPORT, timestamp="$THEIRS", name="eyes"),
    call("reactions.remove", "no_reaction", channel=SUPPORT, timestamp="$THEIRS", name="eyes"),
    call("reactions.add", "message_not_found", channel=SUPPORT, timestamp="1.000001", name="eyes"),
    call("files.info", "file_not_found", file="F0NONE"),
    call("files.getUploadURLExternal", "alt_txt_too_large", filename="a.png", length=3, alt_txt="x" * 1001),
    call("files.getUploadURLExternal", "ok", filename="a.png", length=3),
    call("files.completeUploadExternal", "file_not_found", files=[{"id": "F0NONE"}]),
    call(
        "assistant.threads.setStatus",
        "ok",
        channel_id=SUPPORT,
        thread_ts="$OWN",
        status="is checking…",
        loading_messages=["Asking the name servers…"],
    ),
    call("assistant.threads.setStatus", "channel_not_found", channel_id="C0NOWHERE", thread_ts="1.1", status="x"),
    call("chat.shout", "unknown_method", "https://docs.slack.dev/apis/web-api"),
)

ROWS = (*MESSAGES, *BLOCKS, *VIEWS, *REST)

"""Slack's rules for a message, written from its documentation and apart from the code that must keep them."""

import re
from typing import Any

from bot.replies.surfaces.slack import SlackMessage

_LINK = re.compile(r"<https?://[^\s<>|]+\|[^<>|]*>")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def broken(message: SlackMessage) -> list[str]:
    """Every rule of Block Kit that the message breaks, in words; empty for a message that Slack takes."""
    blocks = message.blocks
    faults = [] if 0 < len(blocks) <= 50 else [f"{len(blocks)} blocks"]
    if sum(len(text) for block in blocks for text in texts(block)) > 10_000:
        faults.append("more text than a message takes")
    if not 0 < len(message.text) <= 4_000:
        faults.append(f"a fallback of {len(message.text)} characters")
    for kind in ("block_id", "action_id"):
        named = [value for block in blocks for value in _values(block, kind)]
        if len(named) != len(set(named)) or any(not 0 < len(value) <= 255 for value in named):
            faults.append(f"a {kind} that is there twice, empty or too long")
    if sum(block["type"] == "table" for block in blocks) > 1:
        faults.append("two tables")
    return faults + [fault for block in blocks for fault in _block(block)]


def texts(block: dict[str, Any]) -> list[str]:
    """Every text of a block that a reader sees."""
    return [*_values(block, "text"), *([block["title"]] if block["type"] == "plan" else [])]


def markdown(message: SlackMessage) -> list[str]:
    """Every text that Slack reads as mrkdwn, the fallback among them."""
    written = [text for block in message.blocks for text in _mrkdwn(block)]
    return [*written, message.text]


def outside_code(text: str) -> str:
    """What of a mrkdwn text can be markup: all but code and our own links."""
    return _LINK.sub("", _CODE.sub("", text))


def _block(block: dict[str, Any]) -> list[str]:
    match block["type"]:
        case "section":
            fields = block.get("fields", [])
            text = block.get("text", {}).get("text", "")
            return [
                *([] if text or fields else ["an empty section"]),
                *([f"a section of {len(text)}"] if len(text) > 3_000 else []),
                *([f"{len(fields)} fields"] if len(fields) > 10 else []),
                *["a field too long or empty" for field in fields if not 0 < len(field["text"]) <= 2_000],
            ]
        case "header":
            return [] if 0 < len(block["text"]["text"]) <= 150 else ["a header too long or empty"]
        case "context":
            elements = block["elements"]
            fits = 0 < len(elements) <= 10 and all(0 < len(element["text"]) <= 3_000 for element in elements)
            return [] if fits else ["a context that is empty or too long"]
        case "actions":
            buttons = block["elements"]
            fits = 0 < len(buttons) <= 25 and all(
                0 < len(button["text"]["text"]) <= 75 and 0 < len(button["value"]) <= 2_000 for button in buttons
            )
            return [] if fits else ["actions that are empty, too many or too long"]
        case "table":
            rows = block["rows"]
            fits = 0 < len(rows) <= 100 and all(
                0 < len(row) <= 20 and all(cell["text"] for cell in row) for row in rows
            )
            return [] if fits else ["a table that is empty or too large"]
        case "plan":
            ids = [task["task_id"] for task in block["tasks"]]
            states = {task["status"] for task in block["tasks"]}
            fits = len(ids) == len(set(ids)) and states <= {"pending", "in_progress", "complete", "error"}
            return [] if fits else ["a plan whose tasks are wrong"]
        case "divider":
            return []
        case other:
            return [f"a block of type {other}"]


def _values(node: Any, key: str) -> list[str]:
    """Every string under `key`, however deep."""
    if isinstance(node, dict):
        own = [node[key]] if isinstance(node.get(key), str) else []
        return own + [inner for value in node.values() for inner in _values(value, key)]
    return [value for item in node for value in _values(item, key)] if isinstance(node, list) else []


def _mrkdwn(node: Any) -> list[str]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            assert node["verbatim"] is True
            return [node["text"]]
        return [text for value in node.values() for text in _mrkdwn(value)]
    return [text for item in node for text in _mrkdwn(item)] if isinstance(node, list) else []

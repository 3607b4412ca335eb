"""What a message says, refused where Slack refuses it: text, blocks, metadata."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.workspace.api.call import Call, MethodRefusal
from bot.workspace.blocks.check import complaints, identified
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import Json

SILENT = ("type", "block_id", "action_id", "value", "url", "image_url", "task_id", "status", "level", "style")
"""Properties that show no text."""


@dataclass(frozen=True, slots=True)
class Content:
    text: str
    blocks: tuple[Json, ...]
    metadata: Json | None


def content(call: Call, *, most_text: int) -> Content:
    """The arguments `text`, `blocks` and `metadata` of a message. Raises Refusal with Slack's word."""
    text = call.text("text")
    blocks = call.json("blocks", "invalid_blocks_format")
    if not text and not blocks and not call.json("attachments"):
        raise MethodRefusal("no_text")
    if len(text) > most_text:
        raise MethodRefusal("msg_too_long")
    return Content(text, message_blocks(blocks), _metadata(call))


def message_blocks(blocks: Any) -> tuple[Json, ...]:
    """A message's blocks, each with its ids. None means none."""
    if blocks is None:
        return ()
    if not isinstance(blocks, list):
        raise MethodRefusal("invalid_blocks_format")
    if against := tuple(
        complaint.under("/blocks") for complaint in complaints(blocks, "message", LIMITS.message_blocks)
    ):
        raise MethodRefusal("invalid_blocks", against)
    if sum(block["type"] == "table" for block in blocks) > LIMITS.tables:
        raise MethodRefusal("invalid_attachments", ("only_one_table_allowed",))
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > LIMITS.all_markdown or sum(map(len, shown_text(blocks))) > LIMITS.all_block_text:
        raise MethodRefusal("msg_blocks_too_long")
    return identified(blocks)


def shown_text(value: Any) -> Iterator[str]:
    """Every text that the blocks show."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from shown_text(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in SILENT:
                yield from shown_text(item)


def _metadata(call: Call) -> Json | None:
    metadata = call.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise MethodRefusal("invalid_metadata_format")
    if not metadata.get("event_type"):
        raise MethodRefusal("invalid_metadata_schema")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > LIMITS.metadata:
        raise MethodRefusal("metadata_too_large")
    return metadata

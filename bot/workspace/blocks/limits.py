"""Slack's limits on whole messages and views, from `limits.toml`."""

from dataclasses import dataclass, fields
from importlib.resources import files

import tomli


@dataclass(frozen=True, slots=True)
class BlockLimits:
    """Characters, or counts; the file beside this one gives each one's source."""

    message_blocks: int
    view_blocks: int
    view_title: int
    private_metadata: int
    callback_id: int
    all_block_text: int
    all_markdown: int
    message_text: int
    updated_text: int
    tables: int
    data_table: int
    metadata: int
    block_id: int
    suggested_prompts: int
    unlisted_history: int


def read(text: str) -> BlockLimits:
    """Raises ValueError, naming the entry, where the TOML text lacks a limit or its source."""
    data = tomli.loads(text)
    for name, entry in data.items():
        if not isinstance(entry.get("most"), int) or not entry.get("source"):
            raise ValueError(f"limits.toml: [{name}] needs a number `most` and its `source`")
    if missing := {field.name for field in fields(BlockLimits)} ^ set(data):
        raise ValueError(f"limits.toml: missing or unknown: {', '.join(sorted(missing))}")
    return BlockLimits(**{name: entry["most"] for name, entry in data.items()})


LIMITS = read(files(__package__).joinpath("limits.toml").read_text("utf-8"))

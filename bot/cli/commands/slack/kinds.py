"""What the bot sends Slack, reduced to kinds: one of each row of blocks, and of each part of a block that none had."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.workspace.log import ApiCall


@dataclass(frozen=True, slots=True)
class SentContent:
    """A message or a view, as it was sent."""

    method: str
    argument: str
    """What `blocks.validate` calls it: `message` or `view`."""
    content: dict[str, Any]

    @property
    def name(self) -> str:
        """`chat.postMessage: header, section, actions`."""
        types = dict.fromkeys(str(block.get("type")) for block in self.content.get("blocks", ()))
        return f"{self.method}: {', '.join(types)}"


def kinds(calls: Iterable[ApiCall]) -> tuple[SentContent, ...]:
    """The calls that show a new kind of message, view or block."""
    seen: set[str] = set()
    chosen = []
    for sent in _sent(calls):
        shapes = {sent.name, *(shape for block in sent.content["blocks"] for shape in _shapes(block))}
        if shapes - seen:
            seen |= shapes
            chosen.append(sent)
    return tuple(chosen)


def _sent(calls: Iterable[ApiCall]) -> Iterator[SentContent]:
    for call in calls:
        view = _json(call.arguments.get("view"))
        blocks = _json(call.arguments.get("blocks"))
        if isinstance(view, dict):
            yield SentContent(call.method, "view", view)
        elif blocks:
            yield SentContent(call.method, "message", {"text": call.arguments.get("text", ""), "blocks": blocks})


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _shapes(part: Any, within: str = "") -> Iterator[str]:
    """Each object in a block by where it stands, its type, and the names of what it has."""
    if isinstance(part, list):
        for child in part:
            yield from _shapes(child, within)
    elif isinstance(part, dict):
        here = f"{within}/{part.get('type', '')}"
        yield f"{here}({','.join(sorted(part))})"
        for name, child in part.items():
            yield from _shapes(child, f"{here}.{name}")

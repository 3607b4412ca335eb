"""What a view says, refused where Slack refuses it (https://docs.slack.dev/reference/views)."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.api.call import MethodRefusal
from bot.workspace.blocks.check import complaints, identified
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import Json, Surface


def view_content(view: Any, *surfaces: Surface) -> Json:
    """A view as the app gave it, its blocks with ids. Raises Refusal `invalid_arguments` with what is wrong where."""
    against = tuple(_against(view, surfaces))
    if against:
        raise MethodRefusal("invalid_arguments", against)
    content: Json = {**view, "blocks": list(identified(view["blocks"]))}
    return content


def _against(view: Any, surfaces: tuple[Surface, ...]) -> Iterator[str]:
    if not isinstance(view, dict) or view.get("type") not in surfaces:
        yield f"must be a view of type {' or '.join(surfaces)} [json-pointer:/view]"
        return
    if not isinstance(view.get("blocks"), list):
        yield "missing required field: blocks [json-pointer:/view]"
        return
    for complaint in complaints(view["blocks"], view["type"], LIMITS.view_blocks):
        yield complaint.under("/view/blocks")
    if view["type"] == Surface.MODAL:
        yield from _modal(view)
    for name, most in (("private_metadata", LIMITS.private_metadata), ("callback_id", LIMITS.callback_id)):
        if not isinstance(value := view.get(name) or "", str):
            yield f"must be a string [json-pointer:/view/{name}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:/view/{name}]"


def _modal(view: Json) -> Iterator[str]:
    for name in ("title", "submit", "close"):
        text = view.get(name)
        if text is None:
            if name == "title":
                yield "missing required field: title [json-pointer:/view]"
        elif not isinstance(text, dict) or text.get("type") != "plain_text" or not isinstance(text.get("text"), str):
            yield f"must be a plain_text text object [json-pointer:/view/{name}]"
        elif not 0 < len(text["text"]) <= LIMITS.view_title:
            yield f"must be less than {LIMITS.view_title + 1} characters [json-pointer:/view/{name}/text]"
    inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"])
    if inputs and not view.get("submit"):
        yield "missing required field: submit [json-pointer:/view]"

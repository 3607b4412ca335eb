"""Whether Slack would take these blocks. Each complaint is worded as Slack words it, with a JSON pointer."""

import secrets
from collections.abc import Iterator
from typing import Any

from bot.workspace.blocks.limits import LIMITS
from bot.workspace.blocks.shapes import FAMILIES, SHAPES, Rule, Shape
from bot.workspace.values import Json

ID = Rule("string", most=LIMITS.block_id)


def complaints(blocks: list[Any], surface: str, most: int) -> Iterator[str]:
    """What Slack would say against the blocks of one message or view; nothing if all is well.

    `surface`: message, modal or home; `most`: how many blocks it may have.
    """
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:/blocks]"
    allowed = tuple(name for name, shape in SHAPES["block"].items() if surface in shape.where)
    for index, block in enumerate(blocks):
        yield from _against(block, Rule("block", among=allowed), f"/blocks/{index}")
    yield from _twice(blocks)


def identified(blocks: list[Json]) -> tuple[Json, ...]:
    """The blocks, each with a `block_id`, and each interactive element with an `action_id`: Slack makes those up."""
    return tuple({**_with_actions(block), "block_id": block.get("block_id") or _made_up()} for block in blocks)


def _with_actions(block: Json) -> Json:
    lists = ("elements",) if block["type"] in ("actions", "context_actions") else ("actions",)
    several = {place: [_named(element) for element in block[place]] for place in lists if block.get(place)}
    single = {place: _named(block[place]) for place in ("accessory", "element") if block.get(place)}
    return {**block, **several, **single}


def _named(element: Json) -> Json:
    return element if element["type"] == "image" else {**element, "action_id": element.get("action_id") or _made_up()}


def _made_up() -> str:
    return secrets.token_urlsafe(4)


def _twice(blocks: list[Any]) -> Iterator[str]:
    """Ids must be unique: block_id in the message, action_id in its block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        name = str(block.get("block_id") or "")
        if name and name in seen:
            yield f"block_id `{name}` already exists [json-pointer:/blocks/{index}/block_id]"
        seen.add(name)
        elements = block.get("elements", block.get("actions"))
        actions: set[str] = set()
        for place, element in enumerate(elements if isinstance(elements, list) else []):
            action = str(element.get("action_id") or "") if isinstance(element, dict) else ""
            if action and action in actions:
                pointer = f"/blocks/{index}/elements/{place}/action_id"
                yield f"action_id `{action}` already exists [json-pointer:{pointer}]"
            actions.add(action)


def _against(value: Any, rule: Rule, at: str) -> Iterator[str]:  # noqa: PLR0912 - one arm a kind
    match rule.kind:
        case "string" if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        case "string":
            yield from _length(value, rule, at)
            if rule.among and value not in rule.among:
                yield f"must be one of: {', '.join(rule.among)} [json-pointer:{at}]"
        case "flag" if not isinstance(value, bool):
            yield f"must be a boolean [json-pointer:{at}]"
        case "number" if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"must be a number [json-pointer:{at}]"
        case "text":
            yield from _text(value, rule, at)
        case "list" if not isinstance(value, list):
            yield f"must be an array [json-pointer:{at}]"
        case "list":
            if rule.most is not None and len(value) > rule.most:
                yield f"no more than {rule.most} items allowed [json-pointer:{at}]"
            if len(value) < rule.least:
                yield f"no fewer than {rule.least} items allowed [json-pointer:{at}]"
            for index, item in enumerate(value):
                if rule.of:
                    yield from _against(item, rule.of, f"{at}/{index}")
        case kind if kind in FAMILIES:
            yield from _shaped(value, rule, at)


def _length(value: str, rule: Rule, at: str) -> Iterator[str]:
    if rule.most is not None and len(value) > rule.most:
        yield f"must be less than {rule.most + 1} characters [json-pointer:{at}]"
    if len(value) < rule.least:
        yield f"must be more than {rule.least - 1} characters [json-pointer:{at}]"


def _text(value: Any, rule: Rule, at: str) -> Iterator[str]:
    """A text object: https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    kinds = ("plain_text",) if rule.plain else ("plain_text", "mrkdwn")
    if isinstance(value, dict) and value.get("type") in kinds:
        inner = Rule("element", among=kinds)
        yield from _shaped(value, inner, at)
        if rule.most is not None and isinstance(value.get("text"), str):
            yield from _length(value["text"], Rule("string", most=rule.most), f"{at}/text")
    else:
        yield f"must be a {' or '.join(kinds)} text object [json-pointer:{at}]"


def _shaped(value: Any, rule: Rule, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"must be an object [json-pointer:{at}]"
        return
    given = rule.among[0] if rule.kind == "object" else value.get("type")
    if given not in rule.among:
        yield f"unsupported type: {given} [json-pointer:{at}/type]"
        return
    shape = SHAPES[rule.kind][given]
    known = _ids(rule.kind) | shape.has.keys()
    for name in value.keys() - known:
        yield f"invalid additional property: {name} [json-pointer:{at}]"
    yield from _missing(value, shape, at)
    for name, inner in shape.has.items():
        if value.get(name) is not None:
            yield from _against(value[name], inner, f"{at}/{name}")
    for name in ("block_id", "action_id"):
        if name in _ids(rule.kind) and name in value:
            yield from _against(value[name], ID, f"{at}/{name}")


def _ids(family: str) -> set[str]:
    return {"block": {"type", "block_id"}, "element": {"type", "action_id"}, "rich": {"type"}, "object": set()}[family]


def _missing(value: Json, shape: Shape, at: str) -> Iterator[str]:
    for name, rule in shape.has.items():
        if rule.required and value.get(name) is None:
            yield f"missing required field: {name} [json-pointer:{at}]"
    if shape.some_of and not any(value.get(name) for name in shape.some_of):
        yield f"missing required field: {shape.some_of[0]} [json-pointer:{at}]"

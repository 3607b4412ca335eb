"""Whether Slack would take these blocks: each by its shape, then all together."""

import secrets
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from bot.workspace.blocks.between import between, doubled_ids
from bot.workspace.blocks.complaint import Complaint
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.blocks.shapes import FAMILIES, SHAPES, BlockShape, PropertyRule
from bot.workspace.values import Json

ID = PropertyRule("string", most=LIMITS.block_id)
_IDS: Mapping[str, frozenset[str]] = {
    "block": frozenset(("type", "block_id")),
    "element": frozenset(("type", "action_id")),
    "rich": frozenset(("type",)),
    "object": frozenset(),
}
"""What each family has besides the properties of its shapes."""
_PLAIN_TEXT = PropertyRule("element", among=("plain_text",))
_ANY_TEXT = PropertyRule("element", among=("plain_text", "mrkdwn"))
_MADE_UP = count(secrets.randbits(32))
"""No two ids are alike. Asking the kernel for each took a tenth of a message's time."""


def complaints(blocks: list[Any], surface: str, most: int) -> Iterator[Complaint]:
    """What Slack would say against the blocks of one message or view; nothing if all is well.

    `surface`: message, modal or home; `most`: how many blocks it may have.
    """
    if len(blocks) > most:
        yield Complaint(f"no more than {most} items allowed", "")
    allowed = tuple(name for name, shape in SHAPES["block"].items() if surface in shape.where)
    for index, block in enumerate(blocks):
        yield from _against(block, PropertyRule("block", among=allowed), f"/{index}")
    yield from doubled_ids(blocks)
    yield from between(blocks, surface)


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
    return f"{next(_MADE_UP):x}"


def _against(value: Any, rule: PropertyRule, at: str) -> Iterator[Complaint]:  # noqa: PLR0912 - one arm a kind
    match rule.kind:
        case "string" if not isinstance(value, str):
            yield Complaint("must be a string", at)
        case "string":
            yield from _length(value, rule, at)
            if rule.among and value not in rule.among:
                yield Complaint(f"must be one of: {', '.join(rule.among)}", at)
        case "flag" if not isinstance(value, bool):
            yield Complaint("must be a boolean", at)
        case "number" if isinstance(value, bool) or not isinstance(value, int | float):
            yield Complaint("must be a number", at)
        case "text":
            yield from _text(value, rule, at)
        case "list" if not isinstance(value, list):
            yield Complaint("must be an array", at)
        case "list":
            if rule.most is not None and len(value) > rule.most:
                yield Complaint(f"no more than {rule.most} items allowed", at)
            if len(value) < rule.least:
                yield Complaint(f"no fewer than {rule.least} items allowed", at)
            for index, item in enumerate(value):
                if rule.of:
                    yield from _against(item, rule.of, f"{at}/{index}")
        case kind if kind in FAMILIES:
            yield from _shaped(value, rule, at)


def _length(value: str, rule: PropertyRule, at: str) -> Iterator[Complaint]:
    if rule.most is not None and len(value) > rule.most:
        yield Complaint(f"must be less than {rule.most + 1} characters", at)
    if len(value) < rule.least:
        yield Complaint(f"must be more than {rule.least - 1} characters", at)


def _text(value: Any, rule: PropertyRule, at: str) -> Iterator[Complaint]:
    """A text object: https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    inner = _PLAIN_TEXT if rule.plain else _ANY_TEXT
    kinds = inner.among
    if isinstance(value, dict) and value.get("type") in kinds:
        yield from _shaped(value, inner, at)
        if rule.most is not None and isinstance(value.get("text"), str):
            yield from _length(value["text"], PropertyRule("string", most=rule.most), f"{at}/text")
    elif isinstance(value, dict) and "type" in value:
        yield Complaint(f"unsupported type: {value['type']}", f"{at}/type", kinds)
    else:
        yield Complaint(f"must be a {' or '.join(kinds)} text object", at)


def _shaped(value: Any, rule: PropertyRule, at: str) -> Iterator[Complaint]:
    if not isinstance(value, dict):
        yield Complaint("must be an object", at)
        return
    type_name = rule.among[0] if rule.kind == "object" else value.get("type", rule.among[0] if rule.untyped else None)
    if type_name not in rule.among:
        yield Complaint(f"unsupported type: {type_name}", f"{at}/type", rule.among)
        return
    shape = SHAPES[rule.kind][type_name]
    ids = _IDS[rule.kind]
    known = ids | shape.has.keys()
    for name in value.keys() - known:
        yield Complaint(f"invalid additional property: {name}", at)
    yield from _missing(value, shape, at)
    for name, inner in shape.has.items():
        if value.get(name) is not None:
            yield from _against(value[name], inner, f"{at}/{name}")
    for name in ("block_id", "action_id"):
        if name in ids and name in value:
            yield from _against(value[name], ID, f"{at}/{name}")


def _missing(value: Json, shape: BlockShape, at: str) -> Iterator[Complaint]:
    for name, rule in shape.has.items():
        if rule.required and value.get(name) is None:
            yield Complaint(f"missing required field: {name}", at)
    if shape.some_of and not any(value.get(name) for name in shape.some_of):
        yield Complaint(f"missing required field: {shape.some_of[0]}", at)

"""What holds between the blocks of one message or view, beyond the shape of each."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.blocks.complaint import Complaint
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import Json

MODAL = "modal"


def between(blocks: list[Any], surface: str) -> Iterator[Complaint]:
    """Sources: docs.slack.dev/reference/block-kit, the pages of plan-block, file-input-element, select-menu-element and
    data-table-block, as https://github.com/TightknitAI/slack-block-kit-validator gathers them."""
    known = [(index, block) for index, block in enumerate(blocks) if isinstance(block, dict)]
    yield from _plans(known)
    focused = 0
    for index, block in known:
        for place, element in _elements(block):
            at = f"/{index}/{place}"
            yield from _of_surface(element, block, surface, at)
            yield from _initial(element, at)
            focused += element.get("focus_on_load") is True
        yield from _data_table(block, f"/{index}")
    if focused > 1:
        yield Complaint("only one element may have focus_on_load", "")


def doubled_ids(blocks: list[Any]) -> Iterator[Complaint]:
    """Ids must be unique: block_id in the message, action_id in its block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        name = str(block.get("block_id") or "")
        if name and name in seen:
            yield Complaint(f"block_id `{name}` already exists", f"/{index}/block_id")
        seen.add(name)
        actions: set[str] = set()
        for place, element in _elements(block):
            action = str(element.get("action_id") or "")
            if action and action in actions:
                yield Complaint(f"action_id `{action}` already exists", f"/{index}/{place}/action_id")
            actions.add(action)


def _elements(block: Json) -> Iterator[tuple[str, Json]]:
    """What stands in a block, with its place there."""
    for name in ("accessory", "element"):
        if isinstance(block.get(name), dict):
            yield name, block[name]
    for name in ("elements", "actions"):
        if isinstance(block.get(name), list):
            yield from (
                (f"{name}/{place}", child) for place, child in enumerate(block[name]) if isinstance(child, dict)
            )


def _plans(blocks: list[tuple[int, Json]]) -> Iterator[Complaint]:
    plans = [(index, block) for index, block in blocks if block.get("type") == "plan"]
    if len(plans) > 1:
        yield Complaint("Cannot have more than 1 plan block", "")
    for index, plan in plans:
        seen: set[str] = set()
        for place, task in enumerate(_dicts(plan.get("tasks"))):
            name = str(task.get("task_id"))
            if name in seen:
                yield Complaint(f"task_id `{name}` already exists", f"/{index}/tasks/{place}/task_id")
            seen.add(name)


def _of_surface(element: Json, block: Json, surface: str, at: str) -> Iterator[Complaint]:
    if element.get("type") == "file_input" and surface != MODAL:
        yield Complaint("unsupported type: file_input", f"{at}/type")
    if element.get("response_url_enabled") and (surface != MODAL or block.get("type") != "input"):
        yield Complaint("only allowed in input blocks of modals", f"{at}/response_url_enabled")


def _initial(element: Json, at: str) -> Iterator[Complaint]:
    """What is chosen at the start must be one of the options, word for word."""
    options = _options(element)
    if options is None:
        return
    if "initial_option" in element and element["initial_option"] not in options:
        yield Complaint("must match one of the options", f"{at}/initial_option")
    chosen = element.get("initial_options")
    for place, option in enumerate(chosen if isinstance(chosen, list) else ()):
        if option not in options:
            yield Complaint("must match one of the options", f"{at}/initial_options/{place}")


def _options(element: Json) -> list[Any] | None:
    """All that an element lets one choose from; None where its options are not its own."""
    groups = element.get("option_groups")
    if isinstance(groups, list):
        return [option for group in _dicts(groups) for option in _dicts(group.get("options"))]
    return element["options"] if isinstance(element.get("options"), list) else None


def _dicts(value: Any) -> list[Json]:
    """Of what should be a list of objects those that are some; what is not was complained of before."""
    return [child for child in value if isinstance(child, dict)] if isinstance(value, list) else []


def _data_table(block: Json, at: str) -> Iterator[Complaint]:
    rows = block.get("rows") if block.get("type") == "data_table" else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    if len({len(row) for row in rows}) > 1:
        yield Complaint("all rows must have the same number of cells", f"{at}/rows")
    cells = [cell for row in rows for cell in row if isinstance(cell, dict)]
    if sum(len(str(cell.get("text", ""))) for cell in cells) > LIMITS.data_table:
        yield Complaint(f"must be less than {LIMITS.data_table + 1} characters", f"{at}/rows")

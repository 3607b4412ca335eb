"""Interactive elements: which one an action names, and what each says when it is used."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.workspace.state import State
from bot.workspace.values import Json


def find(blocks: Iterable[Json], action_id: str) -> tuple[str, Json]:
    """The element and its block's id. Raises ValueError, naming those there are."""
    there = list(interactive(blocks))
    for block_id, element in there:
        if element["action_id"] == action_id:
            return block_id, element
    names = ", ".join(element["action_id"] for _, element in there)
    raise ValueError(f"nothing to use is called {action_id}; there are: {names or 'none'}")


def interactive(blocks: Iterable[Json]) -> Iterator[tuple[str, Json]]:
    """Every element with an action_id, with its block's id."""
    for block in blocks:
        held = [block.get("accessory"), block.get("element"), *block.get("elements", []), *block.get("actions", [])]
        for element in held:
            if isinstance(element, dict) and "action_id" in element:
                yield block["block_id"], element


def filled(blocks: Iterable[Json], values: Mapping[str, str]) -> Json:
    """A view's `state.values`, with `values` by action_id; what is not named stands as the view began it.

    Raises ValueError where an input of that name is missing, or one that must be filled is empty.
    """
    state: Json = {}
    for block in (candidate for candidate in blocks if candidate["type"] == "input"):
        element = block["element"]
        value = values.get(element["action_id"], initial(element))
        if not value and not block.get("optional"):
            raise ValueError(f"{element['action_id']} must be filled")
        state[block["block_id"]] = {element["action_id"]: entry(element, value)}
    if unknown := values.keys() - {name for inner in state.values() for name in inner}:
        raise ValueError(f"no such input: {', '.join(sorted(unknown))}")
    return state


def answered_in(blocks: Iterable[Json], values: Json) -> Iterator[tuple[str, str]]:
    """Block id and channel of each menu of conversations that wants a `response_url` for what is picked in it."""
    for block in blocks:
        element = block.get("element", {})
        if element.get("response_url_enabled"):
            picked = values[block["block_id"]][element["action_id"]]
            if channel := picked.get("selected_conversation") or picked.get("selected_channel"):
                yield block["block_id"], channel


def initial(element: Json) -> str:
    """What an input holds before anybody touches it."""
    for name, value in element.items():
        if name == "initial_option":
            return str(value["value"])
        if name == "initial_options":
            return ",".join(option["value"] for option in value)
        if name.startswith("initial_"):
            return str(value)
    return ""


def action(state: State, block_id: str, element: Json, value: str) -> Json:
    """One entry of `actions`: what an element says when it is used. `value` is what was picked or typed.

    Raises ValueError where the element offers no such choice.
    """
    return {
        "action_id": element["action_id"],
        "block_id": block_id,
        **entry(element, value),
        **({"text": element["text"]} if isinstance(element.get("text"), dict) else {}),
        "action_ts": state.new_ts(),
    }


def entry(element: Json, value: str) -> Json:
    """An element's type and content, as `actions` and a view's `state.values` show them."""
    kind = element["type"]
    shown: dict[str, Any] = {"type": kind}
    match kind:
        case "button" | "icon_button":
            if "value" in element:
                shown["value"] = element["value"]
        case "feedback_buttons":
            side = element.get(f"{value}_button")
            if side is None:
                raise ValueError(f"feedback buttons are `positive` and `negative`, not `{value}`")
            shown |= {"value": side["value"], "text": side["text"]}
        case "static_select" | "overflow" | "radio_buttons" | "external_select":
            shown["selected_option"] = _option(element, value) if value else None
        case "multi_static_select" | "checkboxes":
            shown["selected_options"] = [_option(element, chosen) for chosen in value.split(",") if chosen]
        case "users_select" | "channels_select" | "conversations_select":
            shown[f"selected_{kind.partition('s_')[0]}"] = value or None
        case "datepicker" | "timepicker":
            shown[f"selected_{kind.removesuffix('picker')}"] = value or None
        case _:
            shown["value"] = value or None
    return shown


def _option(element: Json, value: str) -> Json:
    groups = [element.get("options", []), *(group["options"] for group in element.get("option_groups", []))]
    chosen: Json | None = next((option for group in groups for option in group if option["value"] == value), None)
    if chosen is None:
        raise ValueError(f"no option `{value}` in {element['action_id']}")
    return chosen

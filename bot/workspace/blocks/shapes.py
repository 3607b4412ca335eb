"""The shapes of `shapes.toml`, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import tomli

KINDS = ("string", "text", "flag", "number", "any", "list", "block", "element", "rich", "object")
FAMILIES = ("block", "element", "rich", "object")


@dataclass(frozen=True, slots=True)
class PropertyRule:
    """What one property may be. `most` and `least` count characters, or the items of a list."""

    kind: str
    required: bool = False
    most: int | None = None
    least: int = 0
    among: tuple[str, ...] = ()
    plain: bool = False
    untyped: bool = False
    """Its `type` may be left out, as it can be but one."""
    of: "PropertyRule | None" = None


@dataclass(frozen=True, slots=True)
class BlockShape:
    has: Mapping[str, PropertyRule]
    some_of: tuple[str, ...]
    where: frozenset[str]
    """The surfaces that take it; empty for what is no block, and stands wherever its block may."""


Shapes = Mapping[str, Mapping[str, BlockShape]]
"""By family and type."""


def read(text: str) -> Shapes:
    """Shapes from TOML text. Raises ValueError, naming the entry, for a word that the form does not know."""
    data = tomli.loads(text)
    shapes = {
        family: {name: _shape(f"[{family}.{name}]", entry) for name, entry in data.get(family, {}).items()}
        for family in FAMILIES
    }
    for family, named in shapes.items():
        for name, shape in named.items():
            for rule in shape.has.values():
                _referred(f"[{family}.{name}]", rule, shapes)
    return shapes


def _shape(entry: str, data: dict[str, Any]) -> BlockShape:
    if not data.get("source"):
        raise ValueError(f"shapes.toml: {entry} needs its `source`")
    return BlockShape(
        {name: _rule(f"{entry} {name}", rule) for name, rule in data.get("has", {}).items()},
        tuple(data.get("some_of", ())),
        frozenset(data.get("where", ())),
    )


def _rule(entry: str, data: dict[str, Any]) -> PropertyRule:
    known = {"is", "required", "most", "least", "items", "some", "among", "plain", "untyped", "of"}
    if data.get("is") not in KINDS or set(data) - known:
        raise ValueError(f"shapes.toml: {entry}: cannot be read: {data}")
    return PropertyRule(
        data["is"],
        data.get("required", False),
        data.get("most", data.get("items")),
        data.get("least", data.get("some", 0)),
        tuple(data.get("among", ())),
        data.get("plain", False),
        data.get("untyped", False),
        _rule(entry, data["of"]) if "of" in data else None,
    )


def _referred(entry: str, rule: PropertyRule, shapes: Shapes) -> None:
    if rule.of:
        _referred(entry, rule.of, shapes)
    if rule.kind in FAMILIES and (unknown := set(rule.among) - set(shapes[rule.kind])):
        raise ValueError(f"shapes.toml: {entry}: no such {rule.kind}: {', '.join(sorted(unknown))}")


SHAPES = read(files(__package__).joinpath("shapes.toml").read_text("utf-8"))

"""Every regular expression of `bot/`, the methods it is called with, and texts that would make a careless one slow."""

import ast
import importlib
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import bot

METHODS = frozenset({"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
_OF_TEXTS = frozenset({"split"})
"""A method of `str` as well."""
LONG = 20
"""Repeats that may go on for so many characters are pumped; shorter ones cost a constant."""
_SAMPLES = [*map(chr, range(32, 127)), "\n", "\t", "ą", "\u0301"]
_NOT_IMPORTED = ("bot.__main__", "bot.storage.migrations")
"""Running or importing them does something; none holds a pattern."""
_CATEGORIES = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda char: char.isalnum() or char == "_",
}


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern with one method that it is called with."""

    where: str
    """`bot.codes.find._PAIR`"""
    pattern: re.Pattern[Any]
    method: str

    @property
    def name(self) -> str:
        return f"{self.where}.{self.method}"


@cache
def all_used() -> tuple[Used, ...]:
    """The patterns of every module: its globals, what its globals hold, and those written out in a call of `re`.

    It imports and parses the whole of `bot/`: not for the collection of the tests."""
    modules = {info.name: importlib.import_module(info.name) for info in _walk()}
    trees = {name: ast.parse(Path(module.__file__ or "").read_text("utf-8")) for name, module in modules.items()}
    nodes = {name: list(ast.walk(tree)) for name, tree in trees.items()}
    methods = _methods(nodes)
    by_place = {}
    for name, module in modules.items():
        for where, pattern in _compiled(name, module):
            for method in sorted(methods.get(where.partition("[")[0], {"search"})):
                by_place.setdefault((pattern.pattern, pattern.flags, method), Used(where, pattern, method))
        for line, pattern, method in _inline(nodes[name]):
            by_place.setdefault((pattern.pattern, pattern.flags, method), Used(f"{name}:{line}", pattern, method))
    return tuple(by_place.values())


def _walk() -> Iterator[pkgutil.ModuleInfo]:
    return (
        module for module in pkgutil.walk_packages(bot.__path__, "bot.") if not module.name.startswith(_NOT_IMPORTED)
    )


def _compiled(name: str, module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for key, value in vars(module).items():
        if isinstance(value, re.Pattern):
            yield f"{name}.{key}", value
        else:
            for place, held in enumerate(_held(value)):
                yield f"{name}.{key}[{place}]", held


def _held(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in a container, however deep."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 6:
        inner: list[object] = []
        if isinstance(value, dict):
            inner = [*value, *value.values()]
        elif isinstance(value, list | tuple | set | frozenset):
            inner = list(value)
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
            inner = [getattr(value, field, None) for field in value.__dataclass_fields__]
        for item in inner:
            yield from _held(item, depth + 1)


def _methods(nodes: dict[str, list[ast.AST]]) -> dict[str, set[str]]:
    """By a pattern's full name the methods that some module calls on it. One that is handed about has none here."""
    attributes: dict[str, set[str]] = {}
    for module, inside in nodes.items():
        homes = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in inside
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        own = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        called: dict[str, set[str]] = {}
        for node in inside:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in METHODS:
                called.setdefault(node.value.id, set()).add(node.attr)
        # One that is not called by its name is handed about: then whatever is called here on a local name.
        handed = {method for name, all_ in called.items() if name.islower() and name != "re" for method in all_}
        handed = (handed & METHODS) - _OF_TEXTS or {"search"}
        for name in own:
            attributes.setdefault(homes.get(name, f"{module}.{name}"), set()).update(called.get(name, handed))
    return attributes


def _inline(nodes: list[ast.AST]) -> Iterator[tuple[int, re.Pattern[Any], str]]:
    """`re.fullmatch("…", text)` and `re.compile("…")` within functions."""
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in (inner for function in functions for inner in ast.walk(function)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        function, first = node.func, node.args[0]
        if isinstance(function.value, ast.Name) and function.value.id == "re" and isinstance(first, ast.Constant):
            method = function.attr if function.attr in METHODS else "search"
            if isinstance(first.value, str | bytes):
                yield node.lineno, re.compile(first.value, _flags(node)), method


def _flags(call: ast.Call) -> int:
    named = [node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute) and node.attr.isupper()]
    return sum({int(getattr(re, name)) for name in named if hasattr(re, name)})


def pumped(pattern: re.Pattern[Any]) -> tuple[tuple[str, str], ...]:
    """Beginnings and what to repeat after them: for each long repeat what it takes, and the whole match."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags if isinstance(pattern.pattern, str) else pattern.flags & ~re.ASCII
    tree = parser.parse(source, flags)
    whole = _least(tree)
    return tuple(
        dict.fromkeys(
            (before, pump)
            for before, pump in (*_repeats(tree, ""), ("", whole), (whole[: len(whole) // 2], whole))
            if pump
        )
    )


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    for place, (code, value) in enumerate(tree):
        here = before + _least(tree[:place])
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, inner = value
            if most is op.MAXREPEAT or most >= LONG:
                yield from ((here, taken) for taken in _taken(inner))
            yield from _repeats(inner, here)
        elif code is op.SUBPATTERN:
            yield from _repeats(value[3], here)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(value, here)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, here)


def _taken(inner: Any) -> Iterator[str]:
    """Some characters of a class, those first that other classes share; of anything longer its shortest match."""
    if len(inner) == 1 and inner[0][0] in (op.IN, op.ANY, op.NOT_LITERAL, op.CATEGORY):
        of = _members(inner[0])
        shared = [char for char in ' a1.-@_\n":<' if char in of]
        yield from shared
        yield from of[:: max(1, len(of) // 6)]
        yield from (f"a{char}" for char in shared if "a" in of and char != "a")
    else:
        yield _least(inner)
        yield _least(inner) * 2 + _least(inner[:1])


def _members(node: Any) -> list[str]:
    code, value = node
    if code is op.ANY:
        return [char for char in _SAMPLES if char != "\n"]
    if code is op.NOT_LITERAL:
        return [char for char in _SAMPLES if ord(char) != value]
    negated = any(kind is op.NEGATE for kind, _ in value)
    fitting = {char for item in value for char in _fitting(*item)}
    return [char for char in _SAMPLES if (char in fitting) != negated]


@cache
def _fitting(code: Any, value: Any) -> list[str]:
    return [char for char in _SAMPLES if _fits(char, code, value)]


def _fits(char: str, code: Any, value: Any) -> bool:
    if code is op.LITERAL:
        return ord(char) == value
    if code is op.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if code is op.CATEGORY:
        name = str(value).replace("_NOT_", "_")
        return bool(_CATEGORIES[name](char)) != ("_NOT_" in str(value))
    return False


def _least(tree: Any) -> str:
    """A short text that the pattern takes, as far as lookarounds and back-references let one be told."""
    text = ""
    for code, value in tree:
        if code is op.LITERAL:
            text += chr(value)
        elif code in (op.NOT_LITERAL, op.ANY, op.IN):
            members = _members((code, value))
            text += members[len(members) // 2] if members else ""
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            text += _least(value[2]) * value[0]
        elif code is op.SUBPATTERN:
            text += _least(value[3])
        elif code is op.ATOMIC_GROUP:
            text += _least(value)
        elif code is op.BRANCH:
            text += _least(value[1][0])
    return text

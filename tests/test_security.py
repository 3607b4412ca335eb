"""SECURITY.md promises nothing that no test holds."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
PROMISES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| promise"))]


def named_tests(file: str) -> set[str]:
    module = ast.parse((ROOT / file).read_text())
    names = {part.name for part in module.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    return {name for name in names if name.startswith("test_")}


def test_every_test_that_is_named_exists() -> None:
    """And is run: it stands at the module's top, under a name that pytest collects."""
    tests = {file: named_tests(file) for file, _ in NAMED}
    assert [f"{file}::{name}" for file, name in NAMED if name not in tests[file]] == []


def test_each_promise_names_a_test() -> None:
    for promise in PROMISES:
        _, claim, held, _ = promise.split("|")
        assert claim.strip(), promise
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`", held), promise


def test_there_are_promises() -> None:
    assert len(PROMISES) > 30

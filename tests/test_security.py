"""SECURITY.md promises nothing that no test holds."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
PROMISES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| promise"))]


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[f"{file}::{name}" for file, name in NAMED])
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    """And is run: it stands at the module's top, under a name that pytest collects."""
    module = ast.parse((ROOT / file).read_text())
    tests = {part.name for part in module.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert name.startswith("test_")
    assert name in tests


@pytest.mark.parametrize("promise", PROMISES, ids=[promise[2:42] for promise in PROMISES])
def test_each_promise_names_a_test(promise: str) -> None:
    _, said, held, _ = promise.split("|")
    assert said.strip()
    assert re.search(r"`tests/[\w/]+\.py::test_\w+`", held)


def test_there_are_promises() -> None:
    assert len(PROMISES) > 30

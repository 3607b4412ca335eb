"""A variable is named after what it holds: `finding`, `answer`, `hosts`. A past participle names anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTICIPLES = {"asked", "found", "given", "one", "said", "then", "told"}


def variables(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that functions bind: parameters, variables, and what patterns capture. A class's fields are not among them:
    they are read with their class's name before them."""
    fields = {statement for node in ast.walk(module) if isinstance(node, ast.ClassDef) for statement in node.body}
    declared = {id(statement.target) for statement in fields if isinstance(statement, ast.AnnAssign)}
    for node in ast.walk(module):
        match node:
            case ast.Name(name, ast.Store()) if id(node) not in declared:
                yield name, node.lineno
            case ast.arg(name) | ast.MatchAs(name=str(name)):
                yield name, node.lineno


def test_no_variable_is_a_participle() -> None:
    weak = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for folder in ("bot", "tests", "training")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name, line in variables(ast.parse(path.read_bytes()))
        if name in PARTICIPLES
    ]
    assert weak == []

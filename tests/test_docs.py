"""The documentation holds: its commands run, its links lead somewhere, its settings are those of the program."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.forking.processes import CLIENT, server

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs").glob("*.md"))
PAGES = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    *GUIDES,
    ROOT / "locales" / "README.md",
    ROOT / "bot" / "replies" / "templates" / "README.md",
]
OF_TODAY = [page for page in PAGES if page.name != "CHANGELOG.md"]
COMMAND_PAGES = [ROOT / "README.md", *GUIDES]
PYTHON = ".venv/bin/python"
NOT_RUN = {
    "make run": "starts a server; tests/scenarios/test_page.py plays it",
    "make test": "is what runs this test",
    "make pin": "needs docker",
    "docker ": "needs docker",
    "SLACK_": "needs Slack's tokens",
    "PUBLIC_URL=": "needs a public host",
}
"""Commands by their beginnings, with the reason why they are not run here."""
_BLOCK = re.compile(r"^( *)```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_ROW = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \| .* \| (.*) \|$", re.MULTILINE)
_PATH = re.compile(
    r"`((?:bot|docs|locales|samples|tests|training)/[^`\s]*(?<!\.progress))`"
)  # a batch writes its progress beside its list
_LINES_OF_THE_README = 90
_STATUSES = {"mailcheck": (0, 1), "bounce": (0, 1), "mail": (0, 1), "report": (0, 1), "spf": (0, 1)}
"""Exit statuses of a command that did its work, if not 0 alone: 1 tells of problems found."""


def commands(page: Path) -> list[str]:
    """Every command of a page's ```sh blocks, continued lines joined, comments dropped."""
    blocks = "\n".join(block for _, block in _BLOCK.findall(page.read_text("utf-8")))
    lines = (re.sub(r"(^|\s)#\s.*", "", line).strip() for line in blocks.replace("\\\n", " ").splitlines())
    return [line for line in lines if line]


PRINTED = [(page.name, command) for page in COMMAND_PAGES for command in commands(page)]
RUN = [(page, command) for page, command in PRINTED if not command.startswith(tuple(NOT_RUN))]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are typed: a copy of the checkout with this test's Python, and a database of its own. The bot
    is not loaded anew for each command: `tests/forking` has it loaded."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in ("bot", "locales"):
        (folder / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "samples", folder / "samples")
    (folder / "manifest.json").symlink_to(ROOT / "manifest.json")
    (folder / "bin").mkdir()
    for name in (folder / "bin" / "python", folder / PYTHON):
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {CLIENT} {server()} "$@"\n')
        name.chmod(0o755)
    return folder


@pytest.mark.parametrize(("page", "command"), RUN, ids=[f"{page}: {command[:60]}" for page, command in RUN])
def test_a_printed_command_runs(page: str, command: str, checkout: Path) -> None:
    environment = {**os.environ, "PATH": f"{checkout / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    name = re.search(r"-m bot (\w+)", command)
    assert done.returncode in _STATUSES.get(name[1] if name else "", (0,)), f"{page}: {done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr


def test_every_exception_is_still_printed_somewhere() -> None:
    assert [start for start in NOT_RUN if not any(command.startswith(start) for _, command in PRINTED)] == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert [link for link in _LINK.findall(page.read_text("utf-8")) if not leads_somewhere(page, link)] == []


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """Those that GitHub gives a page's headings."""
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", OF_TODAY, ids=[str(page.relative_to(ROOT)) for page in OF_TODAY])
def test_every_path_that_is_named_exists(page: Path) -> None:
    assert sorted(path for path in set(_PATH.findall(page.read_text("utf-8"))) if not is_there(path)) == []


def is_there(path: str) -> bool:
    """`<language>` and the like stand for any name; a test is named with its file: `tests/x.py::test_y`."""
    path, _, test = path.partition("::")
    places = list(ROOT.glob(re.sub(r"<[^>]*>", "*", path)))
    return bool(places) and (not test or re.search(rf"def {test}\b", places[0].read_text("utf-8")) is not None)


def contracts() -> dict[str, list[frozenset[str]]]:
    """Each divided package's layers, the highest first, as import-linter holds them."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {
        contract["containers"][0]: [frozenset(layer.split(" | ")) for layer in contract["layers"]]
        for contract in table
        if contract["type"] == "layers"
    }


def test_the_import_contracts_are_shown_as_they_are_held() -> None:
    (block,) = re.findall(r"```text\n(.*?)```", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.DOTALL)
    shown = {
        package: [frozenset(layer.split(" | ")) for layer in re.split(r"\s*(?:>|\n)\s*", layers.strip()) if layer]
        for package, layers in re.findall(r"^(bot\S*) +(.*?)(?=^bot|\Z)", block, re.DOTALL | re.MULTILINE)
    }
    assert shown == contracts()


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= _LINES_OF_THE_README


def documented() -> dict[str, str]:
    """The settings' table: each setting's default as it is printed."""
    defaults: dict[str, str] = {}
    for names, default in _ROW.findall((ROOT / "docs" / "settings.md").read_text("utf-8")):
        variables = re.findall(r"`([A-Z_]+)`", names)
        values = default.split(", ") if len(variables) > 1 and "`, `" in default else [default] * len(variables)
        defaults |= dict(zip(variables, values, strict=True))
    return defaults


def test_the_table_of_settings_names_each_of_them_and_no_other() -> None:
    assert set(documented()) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_table_gives_each_settings_default(name: str) -> None:
    default, printed = Settings.model_fields[name].default, documented()[name.upper()]
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if default in ("", None, 0):
        assert "`" not in re.sub(r"needed (for|with) `\w+`", "", printed)  # in words: none, the system's, needed for …
    else:
        shown = f"{default:g}" if isinstance(default, float) else str(default)
        assert printed == f"`{shown}`"

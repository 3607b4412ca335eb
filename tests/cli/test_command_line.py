"""What holds for every command: help, exit status, width, language, and a reader who leaves."""

import os
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main
from bot.cli.examples import EXAMPLES

ROOT = Path(__file__).parents[2]
MAILBOT = [sys.executable, "-m", "bot"]


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env`, and no language but what a test sets."""
    monkeypatch.chdir(tmp_path)
    for name in ("DEFAULT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Standard output of a command that may end by argparse's SystemExit, as help does."""
    with suppress(SystemExit):
        main(words)
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_that_are_right_and_the_exit_status(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(capsys, command, "--help")
    assert "Exit status: 0 " in shown
    for example in EXAMPLES[command]:
        assert f"mailbot {example}\n" in shown
        words = shlex.split(example.partition(" < ")[0].partition(" > ")[0])
        assert f"Usage: mailbot {command} " in printed(capsys, *words, "--help")


def test_help_names_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(printed(capsys, "mailcheck", "--help").split())
    assert "at the same time (default: 64)" in shown
    assert "one DNS answer (default: 2.0)" in shown


def test_alone_it_prints_help_and_it_knows_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Usage: mailbot [-h] [--version] COMMAND" in printed(capsys)
    assert printed(capsys, "--version").startswith("mailbot ")


@pytest.mark.parametrize(
    ("set_in", "starts"),
    [
        ({}, "! 451 – the requested"),
        ({"LANG": "lt_LT.UTF-8"}, "! 451 – užklaustas"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "lt_LT.UTF-8"}, "! 451 – the requested"),
        ({"LANG": "de_DE.UTF-8"}, "! 451 – the requested"),
        ({"LANG": "en_US.UTF-8", "DEFAULT_LANGUAGE": "lt"}, "! 451 – užklaustas"),
    ],
)
def test_it_speaks_the_readers_language(
    set_in: dict[str, str], starts: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in set_in.items():
        monkeypatch.setenv(name, value)
    assert printed(capsys, "smtp", "451").startswith(starts)
    assert printed(capsys, "smtp", "451", "--lang", "en").startswith("! 451 – the requested")


def test_a_language_in_env_file_wins_over_the_terminals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("DEFAULT_LANGUAGE=lt\n", encoding="utf-8")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert printed(capsys, "smtp", "451").startswith("! 451 – užklaustas")


@pytest.mark.parametrize("columns", [50, 72])
def test_prose_keeps_within_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(len, printed(capsys, "smtp", "451").splitlines())) <= columns


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DNS_TIMEOUT", "abc", ("mailcheck", "imone.example")),
        ("DEFAULT_LANGUAGE", "de", ("smtp", "451")),
        ("DEFAULT_LANGUAGE", "de", ("run", "local")),
        ("PORT", "70000", ("run", "local")),
        ("CASE_DAYS", "0", ("feedback",)),
    ],
)
def test_a_wrong_setting_is_named_in_words(
    name: str,
    value: str,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert main(words) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith(name)
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("words", [("run", "local", "--port", "70000"), ("spf", "--ip", "1.2.3"), ("smtp",)])
def test_wrong_usage_is_said(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "\nHelp: mailbot " in capsys.readouterr().err


def test_a_reader_who_leaves_is_no_fault() -> None:
    """As `mailbot smtp 4xx | head -1`."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*MAILBOT, "smtp", "4xx"], stdout=write, stderr=subprocess.PIPE, cwd=ROOT, text=True, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (130, "")


def test_spf_knows_the_sample_domains(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spf", "--ip", "192.99.77.81", "--sender", "info@imone.example"]) == 1
    assert "-all" in capsys.readouterr().out

"""`mailbot migrate`: makes the database ready, and says in words what keeps it from that."""

from pathlib import Path

import pytest

from bot.__main__ import main
from tests import postgres

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "8f742231b10e"}


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "TOKEN_KEYS", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)


def status(*words: str) -> int:
    return main(list(words))


def test_a_database_is_made_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///here.db")
    assert status("migrate") == 0
    assert (tmp_path / "here.db").exists()
    assert status("migrate") == 0


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("url", ["mysql://here/bot", "sqlite:////nowhere/bot.db", "postgres://127.0.0.1:9/bot"])
def test_a_database_that_cannot_be_had_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert status("migrate") == 2
    assert "DATABASE_URL" in capsys.readouterr().err


@pytest.mark.parametrize("keys", [None, "short", f"{'A' * 43}=,short"])
def test_to_encrypt_anew_takes_keys(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], keys: str | None
) -> None:
    if keys:
        monkeypatch.setenv("TOKEN_KEYS", keys)
    assert status("migrate", "--reencrypt") == 2
    assert "TOKEN_KEYS" in capsys.readouterr().err


def test_postgresql_that_is_not_migrated_is_told_so_at_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = postgres.programs_or_skip()
    for name, value in SLACK.items():
        monkeypatch.setenv(name, value)
    with postgres.cluster(programs) as cluster:
        monkeypatch.setenv("DATABASE_URL", postgres.new_database(programs, cluster))
        assert status("run", "web") == 2
        assert "python -m bot migrate" in capsys.readouterr().err
        assert status("migrate") == 0

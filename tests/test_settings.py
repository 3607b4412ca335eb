"""Wrong or missing settings are named at start, in words."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.__main__ import main
from bot.settings import Mode, SettingsError, load

GOOD = {"SLACK_BOT_TOKEN": "xoxb-7Kq1", "SLACK_APP_TOKEN": "xapp-9Zt2", "SLACK_SIGNING_SECRET": "8f742231b10e"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        *GOOD,
        "PORT",
        "CASE_DAYS",
        "DNS_OVER",
        "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET",
        "TOKEN_KEYS",
        "PUBLIC_URL",
        "LINK_KEYS",
        "DATABASE_URL",
    ):
        monkeypatch.delenv(name, raising=False)


def problems(mode: Mode) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        load(mode)
    return {problem.setting: problem.phrase for problem in caught.value.problems}


def test_what_is_missing_depends_on_the_way_of_running() -> None:
    assert problems(Mode.WEB) == {
        "SLACK_BOT_TOKEN": "settings.missing",
        "SLACK_SIGNING_SECRET": "settings.missing",
    }
    assert problems(Mode.SOCKET) == {"SLACK_BOT_TOKEN": "settings.missing", "SLACK_APP_TOKEN": "settings.missing"}
    assert problems(Mode.WORKER) == {
        "SLACK_BOT_TOKEN": "settings.missing",
        "DATABASE_URL": "settings.not-shared-database",
    }


def test_a_worker_that_would_share_its_work_with_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    assert problems(Mode.WORKER) == {"DATABASE_URL": "settings.not-shared-database"}
    monkeypatch.setenv("DATABASE_URL", "postgres://bot@127.0.0.1/bot")
    assert load(Mode.WORKER).database_url.startswith("postgres")


def test_tokens_put_the_wrong_way_round_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-1")
    assert problems(Mode.SOCKET) == {
        "SLACK_BOT_TOKEN": "settings.not-bot-token",
        "SLACK_APP_TOKEN": "settings.not-app-token",
    }


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("CASE_DAYS", "0"), ("DNS_OVER", "quic://x")])
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for key, good in GOOD.items():
        monkeypatch.setenv(key, good)
    monkeypatch.setenv(name, value)
    assert problems(Mode.WEB) == {name: "settings.wrong"}


def test_the_words_reach_the_one_who_starts_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "web"]) == 2
    complaint = capsys.readouterr().err
    assert "SLACK_BOT_TOKEN" in complaint
    assert "SLACK_SIGNING_SECRET" in complaint


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, good in GOOD.items():
        monkeypatch.setenv(key, good)
    assert not any(secret in repr(load(Mode.WEB)) for secret in GOOD.values())


def test_many_workspaces_need_the_apps_own_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    assert problems(Mode.WEB) == {
        "SLACK_CLIENT_SECRET": "settings.missing",
        "TOKEN_KEYS": "settings.missing",
        "SLACK_SIGNING_SECRET": "settings.missing",
    }
    for name, value in {"SLACK_CLIENT_SECRET": "s", "TOKEN_KEYS": "no key", "SLACK_SIGNING_SECRET": "s"}.items():
        monkeypatch.setenv(name, value)
    assert problems(Mode.WEB) == {"TOKEN_KEYS": "settings.not-token-keys"}
    first, second = (Fernet.generate_key().decode() for _ in range(2))
    monkeypatch.setenv("TOKEN_KEYS", f"{first}, {second}")
    assert load(Mode.WEB).keys == (first, second)


def test_a_public_address_needs_keys_that_nobody_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, good in GOOD.items():
        monkeypatch.setenv(key, good)
    monkeypatch.setenv("PUBLIC_URL", "https://botas.imone.lt")
    assert problems(Mode.WEB) == {"LINK_KEYS": "settings.missing"}
    monkeypatch.setenv("LINK_KEYS", "slapta")
    assert problems(Mode.WEB) == {"LINK_KEYS": "settings.not-link-keys"}
    new, old = "n" * 32, "o" * 32
    monkeypatch.setenv("LINK_KEYS", f"{new}, {old}")
    assert load(Mode.WEB).signing_keys == (new, old)
    assert {new, old} <= set(load(Mode.WEB).secrets)
    monkeypatch.setenv("PUBLIC_URL", "botas.imone.lt")
    assert problems(Mode.WEB) == {"PUBLIC_URL": "settings.wrong"}

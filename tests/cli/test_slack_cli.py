"""`slack run`, by the hooks of `.slack/hooks.json`: https://docs.slack.dev/tools/slack-cli/reference/hooks"""

import json
import shlex
from contextlib import suppress
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.commands import run
from bot.settings import Mode, Settings

ROOT = Path(__file__).parents[2]
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text("utf-8"))


def words(hook: str) -> list[str]:
    python, m, package, *command = shlex.split(HOOKS["hooks"][hook])
    assert (python, m, package) == (".venv/bin/python", "-m", "bot")
    return command


def test_its_manifest_hook_prints_the_manifest_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words("get-manifest")) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((ROOT / "manifest.json").read_text("utf-8"))


@pytest.mark.parametrize("own", [None, "xoxb-own"])
def test_its_start_hook_runs_the_bot_with_the_tokens_that_slack_run_gives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own: str | None
) -> None:
    """Those that somebody has set go before them."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, "")  # so that what the command sets is taken back
        monkeypatch.delenv(name)
    monkeypatch.setenv("SLACK_CLI_XOXB", "xoxb-given")
    monkeypatch.setenv("SLACK_CLI_XAPP", "xapp-given")
    if own:
        monkeypatch.setenv("SLACK_BOT_TOKEN", own)
    started: list[tuple[Settings, Mode]] = []

    async def serve(settings: Settings, mode: Mode) -> None:
        started.append((settings, mode))

    monkeypatch.setattr(run, "_serve", serve)
    with suppress(SystemExit):
        main(words("start"))
    ((settings, mode),) = started
    assert mode is Mode.SOCKET
    assert settings.slack_bot_token.get_secret_value() == (own or "xoxb-given")
    assert settings.slack_app_token.get_secret_value() == "xapp-given"

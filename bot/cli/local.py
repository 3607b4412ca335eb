"""The local workspace with the bot in it: what `make run` starts. No Slack account, no service, no network needed."""

from pathlib import Path

from pydantic import SecretStr

from bot.app import over_socket, until_stopped
from bot.cli.samples import sample_dns
from bot.replies.phrases import phrases
from bot.settings import Settings
from bot.workspace.manifest import read
from bot.workspace.serve import start
from bot.workspace.workspace import Workspace

_PACKAGE = Path(__file__).resolve().parents[1]


async def serve(host: str, port: int) -> int:
    """Until it is stopped. Exit status 2 where the port is taken."""
    settings = Settings()
    say = phrases(settings.default_language).say
    try:
        workspace = await start(host, port, manifest=read(_manifest()))
    except OSError:
        print(say("run.port-taken", port=port))
        return 2
    try:
        async with sample_dns(settings) as sampled, over_socket(_in(workspace, sampled)):
            print(say("run.local", address=workspace.state.origin), flush=True)
            await until_stopped()
    finally:
        await workspace.close()
    return 0


def _in(workspace: Workspace, settings: Settings) -> Settings:
    """The settings of a bot that is installed in this workspace, whatever Slack the environment names."""
    return settings.model_copy(
        update={
            "slack_api_url": workspace.url,
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
        }
    )


def _manifest() -> Path:
    """Inside an installed wheel, or at the top of a checkout."""
    inside = _PACKAGE / "manifest.json"
    return inside if inside.exists() else _PACKAGE.parent / "manifest.json"

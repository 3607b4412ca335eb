"""The local workspace with the bot in it: what `make run` starts. No Slack account, no service, no network needed."""

import os
import secrets
import socket
from functools import partial

from pydantic import SecretStr

from bot.app import over_socket, until_stopped
from bot.cli.reader import language
from bot.cli.samples import sample_dns
from bot.languages import languages
from bot.replies.words.phrases import phrases
from bot.settings import Settings, read
from bot.slack.wire.manifest import manifest
from bot.workspace.manifest import read as read_manifest
from bot.workspace.serving.serve import start
from bot.workspace.workspace import Workspace


async def serve(host: str, port: int) -> int:
    """Serves until it is stopped. Exit status 2 if the port is taken."""
    settings = read()
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)  # Bolt reads these by itself, and would look for installations
    say = phrases(language()).say
    try:
        workspace = await start(host, port, manifest=read_manifest(manifest()))
    except OSError:
        print(say("run.port-taken", port=port))
        return 2
    language_of = partial(_language_of, workspace, settings)
    try:
        async with sample_dns(settings) as sampled, over_socket(inside(workspace, sampled, host), language_of):
            print(say("run.local", address=workspace.state.origin), flush=True)
            await until_stopped()
    finally:
        await workspace.close()
    return 0


def inside(workspace: Workspace, settings: Settings, host: str = "127.0.0.1") -> Settings:
    """The settings of a bot that is installed in this workspace, whichever Slack the environment names. Its pages for
    outsiders are served at a port of their own."""
    port = _free(host)
    return settings.model_copy(
        update={
            "slack_api_url": workspace.url,
            "slack_client_id": "",
            "slack_client_secret": SecretStr(""),
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
            "host": host,
            "port": port,
            "public_url": settings.public_url or f"http://{host}:{port}",
            "link_keys": SecretStr(settings.link_keys.get_secret_value() or secrets.token_hex()),
        }
    )


def _language_of(workspace: Workspace, settings: Settings, user: str) -> str | None:
    """The language of the browser that the person looks with; the setting's, where one is set."""
    if "default_language" in settings.model_fields_set:
        return settings.default_language
    person = workspace.state.users.get(user)
    code = person.locale.partition("-")[0] if person else ""
    return code if code in languages() else None


def _free(host: str) -> int:
    """A free port."""
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])

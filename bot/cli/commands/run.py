"""`mailbot run`: over HTTP (`web`), over Socket Mode (`socket`), in the background only (`worker`), or `local`."""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.cli.reader import language
from bot.ops import logs
from bot.replies.words.phrases import phrases
from bot.settings import Mode, Settings, load

LOCAL = "local"
_LAST_PORT = 65535


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    ways = [LOCAL, *Mode]
    parser.add_argument("way", choices=ways, nargs="?", default=LOCAL, help=say("cli.run.way"))
    parser.add_argument("--host", default="127.0.0.1", help=say("cli.run.host"))
    parser.add_argument("--port", type=port, default=8000, help=say("cli.run.port"))


def run(options: Namespace) -> int:
    if options.way == LOCAL:
        from bot.cli.local import serve  # noqa: PLC0415  # the workspace is not loaded where Slack is real

        logs.configure(json=False)
        return asyncio.run(serve(options.host, options.port))
    _take_from_slack_cli()
    settings = load(Mode(options.way))
    _tell_operators(settings)
    asyncio.run(_serve(settings, Mode(options.way)))
    return 0


def _take_from_slack_cli() -> None:
    """`slack run` names its tokens by names of its own; what is set otherwise goes before them.
    https://github.com/slackapi/python-slack-hooks, `hooks/start.py`"""
    for name, alias in (("SLACK_BOT_TOKEN", "SLACK_CLI_XOXB"), ("SLACK_APP_TOKEN", "SLACK_CLI_XAPP")):
        if alias in os.environ:
            os.environ.setdefault(name, os.environ[alias])


def port(text: str) -> int:
    """A port's number; 0 takes a free one. Raises `ValueError`."""
    number = int(text)
    if not 0 <= number <= _LAST_PORT:
        raise ValueError(text)
    return number


def _tell_operators(settings: Settings) -> None:
    from bot.ops.errors import report_to  # noqa: PLC0415  # Sentry's library loads slowly

    json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    logs.configure(json=json, secrets=settings.secrets)
    report_to(settings.sentry_dsn.get_secret_value())


async def _serve(settings: Settings, mode: Mode) -> None:
    from bot.app import in_background, over_http, over_socket, until_stopped  # noqa: PLC0415  # they load slowly

    ways: dict[Mode, Callable[[Settings], AbstractAsyncContextManager[str | None]]]
    ways = {Mode.WEB: over_http, Mode.SOCKET: over_socket, Mode.WORKER: in_background}
    async with ways[mode](settings) as address:
        print(phrases(language()).say(f"run.{mode}", address=address), flush=True)
        await until_stopped()

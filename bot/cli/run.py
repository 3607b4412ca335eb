"""`mailbot run`: the bot over HTTP (`web`), over Socket Mode (`worker`), or against a local workspace (`local`)."""

import asyncio
import logging
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from bot.replies.phrases import phrases
from bot.settings import Mode, Settings, load

LOCAL = "local"


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    ways = [LOCAL, *Mode]
    parser.add_argument("way", choices=ways, nargs="?", default=LOCAL, help=say("cli.run.way"))
    parser.add_argument("--host", default="127.0.0.1", help=say("cli.run.host"))
    parser.add_argument("--port", type=int, default=8000, help=say("cli.run.port"))


def run(options: Namespace) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if options.way == LOCAL:
        from bot.cli.local import serve  # noqa: PLC0415  # the workspace is not loaded where Slack is real

        return asyncio.run(serve(options.host, options.port))
    from bot.cli.trouble import told  # noqa: PLC0415  # nor the database where only the help is read

    with told():
        asyncio.run(_serve(load(Mode(options.way)), Mode(options.way)))
    return 0


async def _serve(settings: Settings, mode: Mode) -> None:
    from bot.app import over_http, over_socket, until_stopped  # noqa: PLC0415  # Slack's libraries load slowly

    language = settings.default_language
    if mode is Mode.WEB:
        async with over_http(settings) as address:
            print(phrases(language).say("run.web", address=address), flush=True)
            await until_stopped()
    else:
        async with over_socket(settings):
            print(phrases(language).say("run.worker"), flush=True)
            await until_stopped()

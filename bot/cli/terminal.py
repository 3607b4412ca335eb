"""What the commands that print answers share: language, colour, and what answers are worked out with."""

import dataclasses
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from bot.cases.values.answers.kinds import Answer
from bot.cases.values.desk import Desk, Turn
from bot.cli.samples import sample_dns
from bot.desk import open_desk
from bot.domains.net.resolver.servers import Nameserver
from bot.languages import languages
from bot.replies.render import terminal
from bot.settings import Settings


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


@asynccontextmanager
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    """What answers are worked out with. Serves the sample zones until this ends."""
    async with sample_dns(settings) as sampled, open_desk(sampled) as opened:
        yield opened


def settings(options: Namespace) -> Settings:
    """The environment's settings. `--nameserver` overrides theirs, and answers for the sample domains too."""
    chosen = Settings()
    server: Nameserver | None = getattr(options, "nameserver", None)
    if server is None:
        return chosen
    address = f"{server.host}:{server.port}"
    return chosen.model_copy(update={"dns_nameservers": address, "sample_nameserver": address})


def words(answer: Answer, language: str) -> str:
    """One answer in words; colour only on a terminal."""
    return terminal(answer, language, colour=sys.stdout.isatty())


def show(turns: Sequence[Turn], options: Namespace) -> None:
    """Prints the answers one below the other, in words or as JSON. Colour only on a terminal."""
    for turn in turns:
        if options.json:
            answer = turn.reply.answer
            print(json.dumps({"answer": type(answer).__name__, **dataclasses.asdict(answer)}, ensure_ascii=False))
        else:
            print(terminal(turn.reply, turn.case.language, colour=sys.stdout.isatty()))

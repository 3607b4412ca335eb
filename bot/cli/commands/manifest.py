"""`mailbot manifest`: the app's manifest, to be imported in Slack, with every language's shortcuts."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from bot.slack.wire.manifest import written


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    """This command takes no arguments."""


def run(options: Namespace) -> int:
    print(json.dumps(written(), ensure_ascii=False, indent=2))
    return 0

"""The command line: `python -m bot COMMAND`, or `mailbot COMMAND` where the wheel is installed.

Exit status: 0 fine, 1 problems found, 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

COMMANDS = ("run", "smtp", "bounce", "mailcheck", "spf", "ask", "feedback", "migrate", "manifest")
"""Each is a module under `bot/cli/` with `arguments(parser, say)` and `run(options) -> int`."""


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    named = words[0] if words and words[0] in COMMANDS else None
    say = _catalogue(words)
    parser = argparse.ArgumentParser(prog="mailbot", description=say("cli.about"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        command = commands.add_parser(name, help=say(f"cli.{name}"), description=say(f"cli.{name}"))
        if name == named:
            import_module(f"bot.cli.{name}").arguments(command, say)
    options = parser.parse_args(words)
    status: int = import_module(f"bot.cli.{options.command}").run(options)
    return status


def _catalogue(words: Sequence[str]) -> Callable[[str], str]:
    """What says the help's phrases. They are read only where somebody will see them: a command starts sooner so."""
    if words and not {"-h", "--help"} & set(words):
        return lambda key: key
    from bot.languages import languages, otherwise  # noqa: PLC0415
    from bot.replies.words.phrases import phrases  # noqa: PLC0415

    wanted = os.environ.get("LANG", "")[:2]
    return phrases(wanted if wanted in languages() else otherwise()).say


if __name__ == "__main__":
    sys.exit(main())

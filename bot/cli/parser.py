"""The parser of the command line: its help is in the reader's language and ends with examples and exit statuses."""

import argparse
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from bot.cli.reader import width

Say = Callable[[str], str]
"""A phrase's key in, its words out."""


class Parser(argparse.ArgumentParser):
    """A parser whose own words are phrases, too. What it says of wrong arguments is argparse's, in English."""

    def __init__(self, say: Say, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_formatter(say("cli.usage")), **options)
        self._positionals.title, self._optionals.title = say("cli.arguments"), say("cli.options")
        self.add_argument("-h", "--help", action="help", help=say("cli.help"))


def epilog(say: Say, examples: Sequence[str], status: str) -> str:
    """What help ends with: examples to type, and what the exit status `status` says."""
    shown = "\n".join(f"  mailbot {example}" for example in examples)
    folded = textwrap.fill(f"{say('cli.exit-status')} {status}", width(), break_on_hyphens=False)
    return f"{say('cli.examples')}\n{shown}\n\n{folded}" if examples else folded


class Version(argparse.Action):
    """Prints the version. It is looked for only when asked for: that takes as long as a code's explanation."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        print(f"mailbot {version('mailbot')}")
        parser.exit()


def _formatter(usage: str) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def __init__(self, prog: str) -> None:
            super().__init__(prog, width=width())

        def add_usage(self, usage_: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage_, actions, groups, f"{usage} " if prefix is None else prefix)

    return Formatter

"""The parser of the command line: its help is in the reader's language and ends with examples and exit statuses."""

import argparse
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from bot import __version__
from bot.cli.reader import width

if TYPE_CHECKING:
    from bot.cli.complaints import Say


class Parser(argparse.ArgumentParser):
    """A parser whose own words are phrases, too, with examples of what to type."""

    def __init__(self, say: "Say", examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_formatter(say("cli.usage")), **options)
        self._positionals.title, self._optionals.title = say("cli.arguments"), say("cli.options")
        self.add_argument("-h", "--help", action="help", help=say("cli.help"))
        self._say, self._examples = say, examples

    def error(self, message: str) -> NoReturn:
        """Ends with exit status 2, having said what is wrong, an example, and where the help is."""
        from bot.cli.complaints import complaint  # noqa: PLC0415  its patterns take their time

        example, where = self._say("usage.such-as"), self._say("usage.help")
        lines = [
            complaint(message, self._actions, self._say),
            *(f"{example} mailbot {typed}" for typed in self._examples[:1]),
            f"{where} {self.prog} --help",
        ]
        self.exit(2, "\n".join(lines) + "\n")


def epilog(say: "Say", examples: Sequence[str], status: str) -> str:
    """What help ends with: examples to type, and what the exit status `status` says."""
    shown = "\n".join(f"  mailbot {example}" for example in examples)
    folded = textwrap.fill(f"{say('cli.exit-status')} {status}", width(), break_on_hyphens=False)
    return f"{say('cli.examples')}\n{shown}\n\n{folded}" if examples else folded


class Version(argparse.Action):
    """Prints the version."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"mailbot {__version__}")
        parser.exit()


def _formatter(usage: str) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def __init__(self, prog: str) -> None:
            super().__init__(prog, width=width())

        def add_usage(self, usage_: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage_, actions, groups, f"{usage} " if prefix is None else prefix)

    return Formatter

"""The command line: `python -m bot COMMAND`, or `mailbot COMMAND` where the wheel is installed.

Exit status: 0 fine, 1 problems found, 2 wrong usage or settings, 130 stopped before the end.
"""

import atexit
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from bot.cli.examples import EXAMPLES
from bot.cli.parser import Parser, Version, epilog
from bot.cli.reader import language_for_help
from bot.replies.words.phrases import phrases

COMMANDS = (
    *("run", "smtp", "bounce", "mail", "report", "mailcheck", "spf", "ask"),
    *("feedback", "migrate", "manifest", "slack"),
)
"""Each is a module under `bot/cli/commands/` with `arguments(parser, say)` and `run(options) -> int`."""
ANSWERING = ("smtp", "bounce", "mail", "report", "mailcheck", "spf", "ask", "slack")
"""Commands whose exit status says what was found."""
WRONG_USAGE = 2
STOPPED = 130
"""By the user, or because nobody reads on what is printed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status. What is wrong with settings or database is said in words."""
    atexit.register(gc.freeze)  # else all that is loaded is searched for cycles at the end: a tenth of a code's time
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        return STOPPED
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        from bot.cli.trouble import reason  # noqa: PLC0415  # it brings settings and database

        if (words := reason(error)) is None:
            raise
        sys.stderr.write(f"{words}\n")
        return WRONG_USAGE
    return status


def _run(words: Sequence[str]) -> int:
    parser, commands = _parsers(words)
    options, unknown = parser.parse_known_args(words or ["--help"])
    if unknown:
        commands[options.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    status: int = import_module(f"bot.cli.commands.{options.command}").run(options)
    return status


def _parsers(words: Sequence[str]) -> tuple[Parser, Mapping[str, Parser]]:
    """The parser and those of the commands. Only the command that is named has its arguments: no other is loaded."""
    say = phrases(language_for_help()).say
    named = words[0] if words and words[0] in COMMANDS else None
    examples = ("smtp 451", "mailcheck imone.lt", "smtp --help")
    parser = Parser(say, examples, prog="mailbot", description=say("cli.about"))
    parser.epilog = epilog(say, examples, say("cli.status.all"))
    parser.add_argument("--version", action=Version, help=say("cli.version"))
    commands = parser.add_subparsers(dest="command", required=True, metavar=say("cli.command"))
    for name in COMMANDS:
        about = say(f"cli.{name}")
        command = commands.add_parser(name, say=say, examples=EXAMPLES[name], help=about, description=_sentence(about))
        if name == named:
            status = say(f"cli.status.{name}" if name in ANSWERING else "cli.status.other")
            command.epilog = epilog(say, EXAMPLES[name], status)
            import_module(f"bot.cli.commands.{name}").arguments(command, say)
    return parser, commands.choices


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


if __name__ == "__main__":
    sys.exit(main())

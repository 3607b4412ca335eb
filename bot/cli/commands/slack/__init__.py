"""`mailbot slack validate`: whether Slack takes every kind of block and view that the bot makes.

What is asked is Slack's public `blocks.validate`: it needs no token, and nothing is posted.
https://docs.slack.dev/reference/methods/blocks.validate
"""

import asyncio
import logging
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from bot.cli.reader import language
from bot.replies.words.phrases import phrases

SLACK = "https://slack.com/api/"
_UNREACHED = 2


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("what", choices=("validate",), help=say("cli.slack.what"))
    parser.add_argument("--url", default=SLACK, help=say("cli.slack.url"))


def run(options: Namespace) -> int:
    """0 where Slack takes all, 1 where it refuses something, 2 where it does not answer."""
    from bot.cli.commands.slack.conversation import gathered  # noqa: PLC0415 - the bot and its workspace load slowly
    from bot.cli.commands.slack.validate import Acceptance, Validation, validated  # noqa: PLC0415

    logging.disable(logging.ERROR)  # the bot in there answers questions of ours, in a hurry
    say = phrases(language()).say

    async def asked() -> Sequence[Validation]:
        kinds = await gathered()
        print(say("validate.asking", count=len(kinds), url=options.url), flush=True)
        return await validated(kinds, options.url)

    verdicts = asyncio.run(asked())
    for verdict in verdicts:
        print(f"{say(f'validate.{verdict.word}')}: {verdict.kind.name}")
        for complaint in verdict.complaints:
            print(f"    {complaint}")
    if any(verdict.word is Acceptance.UNANSWERED for verdict in verdicts):
        print(say("validate.unreached"))
        return _UNREACHED
    refused = sum(verdict.word is Acceptance.REFUSED for verdict in verdicts)
    print(say("validate.refused-count", count=refused) if refused else say("validate.all-taken"))
    return int(bool(refused))

"""`mailbot migrate`: brings the database's schema up to date; a platform's `release` step runs it."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from cryptography.fernet import InvalidToken

from bot.cli.reader import language
from bot.replies.words.phrases import phrases
from bot.settings import SettingProblem, Settings, SettingsError, problem_with, read
from bot.storage.database import engine_for
from bot.storage.migrate import upgrade
from bot.storage.tables.installations import Installations


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--reencrypt", action="store_true", help=say("cli.migrate.reencrypt"))


def run(options: Namespace) -> int:
    settings = read()
    if options.reencrypt and (problem := problem_with(settings, "token_keys")):
        raise SettingsError((problem,))
    written = asyncio.run(_migrate(settings, reencrypt=options.reencrypt))
    say = phrases(language()).say
    print(say("migrate.done"))
    if options.reencrypt:
        print(say("migrate.reencrypted", count=written))
    return 0


async def _migrate(settings: Settings, *, reencrypt: bool) -> int:
    """Brings the schema up to date. With `reencrypt`, returns how many installations were encrypted anew, else 0."""
    engine = engine_for(settings.database_url)
    try:
        await upgrade(engine)
        if not reencrypt:
            return 0
        return await Installations(engine, settings.slack_client_id, settings.keys).reencrypt()
    except InvalidToken as error:
        raise SettingsError((SettingProblem("TOKEN_KEYS", "settings.lost-token-key"),)) from error
    finally:
        await engine.dispose()

"""Says in words why a command cannot start: a setting, or the database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.replies.words.phrases import phrases
from bot.settings import Settings, SettingsError
from bot.storage.migrate import NotMigrated, Unreachable

WRONG = 2
"""The exit status."""


@contextmanager
def told() -> Iterator[None]:
    """Prints the reason and raises SystemExit with status 2 if a setting or the database is at fault."""
    say = phrases(Settings.model_fields["default_language"].default).say
    try:
        yield
    except SettingsError as error:
        lines = [say(problem.phrase, name=problem.setting) for problem in error.problems]
    except NotMigrated:
        lines = [say("storage.not-migrated")]
    except Unreachable as error:
        lines = [say("storage.unreachable", reason=str(error))]
    else:
        return
    print("\n".join(lines), file=sys.stderr)
    raise SystemExit(WRONG)

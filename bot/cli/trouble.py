"""Says in words why a command cannot do its work: a setting, or the database."""

from bot.cli.reader import language_for_help
from bot.replies.words.phrases import phrases
from bot.settings import SettingsError
from bot.storage.migrate import NotMigrated, Unreachable


def reason(error: Exception) -> str | None:
    """What is wrong, a line for each setting; None for a fault of the program."""
    say = phrases(language_for_help()).say
    match error:
        case SettingsError(problems=problems):
            return "\n".join(say(problem.phrase, name=problem.setting) for problem in problems)
        case NotMigrated():
            return say("storage.not-migrated")
        case Unreachable():
            return say("storage.unreachable", reason=str(error))
        case _:
            return None

"""Checks that the language or provider that a command chooses exists."""

from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.choices import Choice, Wish
from bot.domains.knowledge.providers import provider


def refused(wish: Wish, languages: tuple[str, ...]) -> RefusalAnswer | None:
    """The refusal of a choice that does not exist; None if it can be chosen or none is named."""
    if wish.value is None:
        return None
    if wish.choice is Choice.LANGUAGE and wish.value not in languages:
        return RefusalAnswer(Refusal.NO_SUCH_LANGUAGE, wish.value)
    if wish.choice is Choice.PROVIDER and provider(wish.value) is None:
        return RefusalAnswer(Refusal.NO_SUCH_PROVIDER, wish.value)
    return None

"""Whatever is owed, answered: a dropped mail is fetched first, everything else is a question already."""

from collections.abc import AsyncIterator

from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.answer import LARGEST_FILE, answer, answer_mail
from bot.cases.answering.turns import one_step, turns_of
from bot.cases.values.answers.kinds import Refusal, RefusalAnswer
from bot.cases.values.asked import Asked, Deed, DroppedMail, Unread
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.slack.delivery.files import fetch


def dispatch(asked: Asked, case: Case, desk: Desk, client: AsyncWebClient) -> AsyncIterator[Turn]:
    """The turns that answer it."""
    assert not isinstance(asked, Unread | Deed)  # its turn has come, so it was read; deeds are done
    return _of_mail(asked, case, desk, client) if isinstance(asked, DroppedMail) else answer(asked, case, desk)


async def _of_mail(mail: DroppedMail, case: Case, desk: Desk, client: AsyncWebClient) -> AsyncIterator[Turn]:
    content = None if mail.size > LARGEST_FILE else await fetch(mail.url, client)
    if content is None:
        reason = Refusal.TOO_LARGE if mail.size > LARGEST_FILE else Refusal.UNREADABLE
        turns = turns_of(one_step(case, RefusalAnswer(reason, mail.name)), desk)
    else:
        turns = answer_mail(mail.name, content, case, desk)
    async for turn in turns:
        yield turn

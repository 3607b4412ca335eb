"""`/smtp` and `/mailcheck`."""

from collections.abc import AsyncIterator, Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.case import Case
from bot.cases.opening import LONGEST, language_of, open_code, open_domains
from bot.cases.turn import Desk, Turn
from bot.cases.wishes import read_wish
from bot.slack.answering import Answering
from bot.slack.choosing import choose
from bot.slack.place import Place
from bot.slack.wire import Fields

Opening = Callable[[str, Case, Desk], AsyncIterator[Turn]]


def register(app: AsyncApp, answering: Answering) -> None:
    app.command("/smtp")(_handler(answering, open_code))
    app.command("/mailcheck")(_handler(answering, open_domains))


def _handler(answering: Answering, opening: Opening) -> Callable[..., Awaitable[None]]:
    async def on_command(ack: AsyncAck, command: Fields, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        place = Place(command["team_id"], command["channel_id"], command["user_id"], respond=respond)
        given = command.get("text", "")[: LONGEST + 1]  # one too many is refused, more are not even read
        terms = await answering.terms(place)
        if (wish := read_wish(given)) is not None:
            if await answering.admits(client, place, Case(terms.language())):
                await choose(wish, place, answering)
            return
        language, text = language_of(given, answering.desk.languages)
        case = Case(terms.language(word=language))
        await answering.answer(client, place, case, (lambda now: opening(text, now, terms.desk),))

    return on_command

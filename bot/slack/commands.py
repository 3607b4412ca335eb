"""`/smtp` and `/mailcheck`."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.asked import Asked
from bot.cases.case import Case
from bot.cases.opening import LONGEST, ask_code, ask_mailcheck, language_of
from bot.cases.owed import Owed
from bot.cases.place import Place
from bot.cases.wishes import read_wish
from bot.slack.answering import Answering
from bot.slack.wire import Fields


def register(app: AsyncApp, answering: Answering) -> None:
    app.command("/smtp")(_handler(answering, lambda text: (ask_code(text),)))
    app.command("/mailcheck")(_handler(answering, ask_mailcheck))


def _handler(answering: Answering, read: Callable[[str], tuple[Asked, ...]]) -> Callable[..., Awaitable[None]]:
    async def on_command(ack: AsyncAck, command: Fields, client: AsyncWebClient) -> None:
        place = Place(
            command["team_id"], command["channel_id"], command["user_id"], response_url=command["response_url"]
        )
        given = measures.text(command.get("text", "")[: LONGEST + 1])  # one too many is refused, more are not even read
        if (wish := read_wish(given)) is not None:
            await answering.answer(client, Owed(command["trigger_id"], place, None, (wish,)), ack)
            return
        language, text = language_of(given, answering.desk.languages)
        case = Case(language) if language else None
        await answering.answer(client, Owed(command["trigger_id"], place, case, read(text)), ack)

    return on_command

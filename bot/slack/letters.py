"""The customer's letter: shown to the agent alone, to edit, to copy, or to post in the thread."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answers import CustomerAnswer
from bot.cases.converse import converse
from bot.cases.place import Place
from bot.cases.questions import Question
from bot.replies.render import letter
from bot.slack.answering import Answering
from bot.slack.blocks import EDIT_LETTER, LONGEST_LETTER, POST_LETTER, fitting
from bot.slack.buttons import case_of, place_of
from bot.slack.posting import post_once
from bot.slack.text import plain
from bot.slack.wire import Fields, team_of

EDITED = "letter:edited"


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_post(
        ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        place = place_of(body)
        case = await case_of(answering, place, await answering.terms(place))
        if not await answering.admits(client, place, case):
            return
        text = await _letter(answering, place, action["value"])
        await _post(client, body["trigger_id"], place, text)
        await respond(delete_original=True)

    async def on_edit(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        case = await case_of(answering, place, await answering.terms(place))
        if not await answering.admits(client, place, case):
            return
        where = f"{place.channel} {place.thread_ts}"
        # A trigger lasts three seconds and the letter may take longer: the modal opens empty and is filled after.
        opened = await client.views_open(trigger_id=body["trigger_id"], view=_modal(case.language, where, None))
        text = await _letter(answering, place, action["value"])
        await client.views_update(view_id=opened["view"]["id"], view=_modal(case.language, where, text))

    async def on_edited(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        await ack()
        channel, thread = view["private_metadata"].split()
        text = view["state"]["values"]["letter"]["text"]["value"]
        place = Place(team_of(body), channel, body["user"]["id"], thread)
        await _post(client, body["trigger_id"], place, text)

    app.action(POST_LETTER)(on_post)
    app.action(EDIT_LETTER)(on_edit)
    app.view(EDITED)(on_edited)


async def _letter(answering: Answering, place: Place, question: str) -> str:
    """The letter as it is to be sent, made anew from the case."""
    terms = await answering.terms(place)
    case = await case_of(answering, place, terms)
    said = None
    async for turn in converse(case, Question.parse(question), terms.desk):
        said = turn.reply.answer
    return fitting(letter(said)) if isinstance(said, CustomerAnswer) else ""


async def _post(client: AsyncWebClient, key: str, place: Place, text: str) -> None:
    """As plain text: what an agent typed is no markup either."""
    await post_once(
        client,
        key,
        channel=place.channel,
        thread_ts=place.thread_ts,
        text=text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        blocks=[{"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}],
    )


def _modal(language: str, where: str, text: str | None) -> Fields:
    field: Fields = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": LONGEST_LETTER}
    body: Fields = {"type": "input", "block_id": "letter", "label": plain(language, "letter.label"), "element": field}
    if text is None:
        body = {"type": "section", "text": plain(language, "letter.writing")}
    else:
        field["initial_value"] = text
    modal: Fields = {
        "type": "modal",
        "callback_id": EDITED,
        "private_metadata": where,
        "title": plain(language, "letter.title"),
        "close": plain(language, "letter.cancel"),
        "blocks": [body],
    }
    return modal if text is None else {**modal, "submit": plain(language, "letter.post")}

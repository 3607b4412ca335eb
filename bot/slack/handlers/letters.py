"""The customer's letter: shown to the agent alone, to edit, to copy, or to post in the thread."""

import asyncio
import logging
import time
from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.asked import Letter
from bot.cases.values.place import Place
from bot.cases.values.questions import Question
from bot.replies.words.phrases import phrases
from bot.slack.blocks.blocks import EDIT_LETTER, LONGEST_LETTER, POST_LETTER
from bot.slack.blocks.text import plain
from bot.slack.delivery.posting import post_once, posted, update
from bot.slack.delivery.retries import out_of_reach
from bot.slack.handlers.buttons import asked_in_thread, place_of
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.deeds import letter_message
from bot.slack.wire.payloads import Fields, team_of

log = logging.getLogger(__name__)
EDITED = "letter:edited"
_TEXT = "letter"
"""The window's field."""
_IN_TIME, _REMEMBERED = 2.0, 0.7
"""Seconds for posting what was typed, and of these for remembering that it was tried: Slack closes a window, or leaves
it open, by an answer within three."""
_OPEN = 86_400.0
"""Seconds that a window stays open at most, so long ago it may have been tried."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_post(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        place = replace(place_of(body), response_url=body["response_url"])
        letter = Letter(Question.parse(action["value"]))
        await answering.answer(client, asked_in_thread(body, place, letter), ack)

    async def on_edit(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        case = await answering.case(place)
        if not await answering.admits(client, place, case):
            return
        where = f"{place.channel} {place.thread_ts} {case.language}"
        # A trigger lasts three seconds and the letter may take longer: the modal opens empty and is filled after.
        opened = await client.views_open(trigger_id=body["trigger_id"], view=_modal(case.language, where, None))
        text = await answering.deeds.letter(place, Question.parse(action["value"]))
        await client.views_update(view_id=opened["view"]["id"], view=_modal(case.language, where, text))

    async def on_edited(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        """The window closes once the letter stands in the thread; until then it keeps what was typed."""
        channel, thread, language = view["private_metadata"].split()
        place = Place(team_of(body), channel, body["user"]["id"], thread)
        text = view["state"]["values"][_TEXT]["text"]["value"]
        said = await _why_not_posted(answering, client, place, view["id"], text, language)
        await (ack() if said is None else ack(response_action="errors", errors={_TEXT: said}))

    app.action(POST_LETTER)(on_post)
    app.action(EDIT_LETTER)(on_edit)
    app.view(EDITED)(on_edited)


async def _why_not_posted(
    answering: Answering, client: AsyncWebClient, place: Place, window: str, text: str, language: str
) -> str | None:
    """Posts the letter, once for each window. None where it stands in the thread, else a word for who typed it."""
    say = phrases(language).say
    try:
        async with asyncio.timeout(_IN_TIME):
            first = await _first_time(answering, place, window)
            await _post(client, place, window, text, first=first)
    except SlackApiError as error:
        log.warning("a letter was not posted: %s", error.response.get("error"))
        if out_of_reach(error):
            return say("letter.no-answer")
        return say("letter.refused", error=str(error.response.get("error")))
    except Exception as error:
        if not out_of_reach(error):
            raise
        log.warning("a letter was not posted in time: %s", type(error).__name__)
        return say("letter.no-answer")
    return None


async def _first_time(answering: Answering, place: Place, window: str) -> bool:
    """False where it was tried before, or nobody can say."""
    asking = asyncio.create_task(answering.store.first_time(f"letter {window}", place.team))
    await asyncio.wait([asking], timeout=_REMEMBERED)  # not cancelled: a locked database would make even that wait
    if asking.done() and asking.exception() is None:
        return asking.result()
    asking.add_done_callback(lambda late: late.cancelled() or late.exception())
    log.warning("whether a letter was posted before is not known")
    return False


async def _post(client: AsyncWebClient, place: Place, window: str, text: str, *, first: bool) -> None:
    message, key = letter_message(text), f"letter {window}"
    since = time.time() - _OPEN
    ts = None if first else (await posted(client, place.channel, place.thread_ts, since=since)).get(key)
    if ts is not None:
        await update(client, channel=place.channel, ts=ts, text=message.text, blocks=message.blocks)
        return
    thread = place.thread_ts
    await post_once(client, key, channel=place.channel, thread_ts=thread, text=message.text, blocks=message.blocks)


def _modal(language: str, where: str, text: str | None) -> Fields:
    field: Fields = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": LONGEST_LETTER}
    body: Fields = {"type": "input", "block_id": _TEXT, "label": plain(language, "letter.label"), "element": field}
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

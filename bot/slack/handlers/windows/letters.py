"""The customer's letter: shown to the agent alone, to edit, to copy, or to post in the thread.

Its button opens a window at once: an answer for one person alone would not be shown under a message without replies.
Where the letter is asked for in a sentence, the thread has replies, and it is shown there with buttons of its own.
"""

import asyncio
import json
import logging
import re
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.asked import PostLetter
from bot.cases.values.place import Place
from bot.cases.values.questions import Intent, Question
from bot.languages import language as language_words
from bot.languages import languages
from bot.replies.words.phrases import phrases
from bot.slack.blocks import EDIT_LETTER, LONGEST_LETTER, POST_LETTER, plain
from bot.slack.delivery.posting import post_once, posted, update
from bot.slack.delivery.retries import out_of_reach
from bot.slack.delivery.whisper import take_away
from bot.slack.handlers.buttons import asked_in_thread, place_of, question_of
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.deeds import letter_message
from bot.slack.wire.payloads import Fields, team_of

log = logging.getLogger(__name__)
EDITED = "letter:edited"
OTHER = re.compile(r"^letter:other:(?P<language>\w+)$")
_QUESTION = re.compile(r"^ask:")
_IN_TIME, _REMEMBERED = 2.0, 0.7
"""Seconds for posting what was typed, and of these for remembering that it was tried: Slack closes a window, or leaves
it open, by an answer within three."""
_OPEN = 86_400.0
"""Seconds that a window stays open at most, so long ago it may have been tried."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_post(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        letter = PostLetter(Question.parse(action["value"]))
        await answering.answer(client, asked_in_thread(body, place_of(body), letter), ack)

    async def on_open(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        case = await answering.case(place)
        if not await answering.admits(client, place, case):
            return
        language = Question.parse(action["value"]).subject or case.language
        draft = str(place.response_url or "") if body["container"].get("is_ephemeral") else ""
        window = _Window(place.channel, str(place.thread_ts), case.language, language, draft)
        # A trigger lasts three seconds and the letter may take longer: the window opens empty and is filled after.
        opened = await client.views_open(trigger_id=body["trigger_id"], view=_view(window, None))
        await _fill(answering, client, place, opened["view"]["id"], window)

    async def on_other(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        """The same in another language, on top of what may have been typed already: closing it leads back there."""
        await ack()
        below = _Window.read(body["view"]["private_metadata"])
        window = replace(below, letter=action["action_id"].rpartition(":")[2], on_top=True)
        place = window.place(body)
        if not await answering.admits(client, place, await answering.case(place)):
            return
        opened = await client.views_push(trigger_id=body["trigger_id"], view=_view(window, None))
        await _fill(answering, client, place, opened["view"]["id"], window)

    async def on_edited(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        """The window closes once the letter stands in the thread; until then it keeps what was typed."""
        window = _Window.read(view["private_metadata"])
        place = window.place(body)
        text = view["state"]["values"][window.field]["text"]["value"]
        refusal = await _why_not_posted(answering, client, place, view["id"], text, window.language)
        if refusal is not None:
            await ack(response_action="errors", errors={window.field: refusal})
            return
        await (ack(response_action="clear") if window.on_top else ack())
        if window.draft:
            with suppress(SlackApiError):  # it is too late for that after half an hour; the draft is harmless
                await take_away(client, replace(place, response_url=window.draft))

    app.action(POST_LETTER)(on_post)
    app.action(EDIT_LETTER)(on_open)
    app.action(_QUESTION, matchers=[_asks_letter])(on_open)
    app.action(OTHER)(on_other)
    app.view(EDITED)(on_edited)


async def _asks_letter(action: Fields) -> bool:
    """Buttons under answers carry questions of every kind."""
    return question_of(action).intent is Intent.CUSTOMER


@dataclass(frozen=True, slots=True)
class _Window:
    """What a window is about; it carries this itself, so that it may stay open over a restart."""

    channel: str
    thread: str
    language: str
    """The agent's."""
    letter: str
    """The letter's language."""
    draft: str = ""
    """The way to take away the draft in the thread, if there is one."""
    on_top: bool = False
    """Whether it was opened on top of another window."""

    @property
    def field(self) -> str:
        return f"letter:{self.letter}"

    @property
    def question(self) -> Question:
        return Question(Intent.CUSTOMER, self.letter)

    def place(self, body: Fields) -> Place:
        """Where the letter is to be posted, and who does."""
        return Place(team_of(body), self.channel, body["user"]["id"], self.thread)

    def written(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, written: str) -> "_Window":
        return cls(**json.loads(written))


async def _fill(answering: Answering, client: AsyncWebClient, place: Place, view: str, window: _Window) -> None:
    text = await answering.deeds.letter(place, window.question)
    await client.views_update(view_id=view, view=_view(window, text))


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


def _view(window: _Window, text: str | None) -> Fields:
    """The window; without a field where there is no letter yet (None), or none can be made (empty)."""
    modal: Fields = {
        "type": "modal",
        "callback_id": EDITED,
        "private_metadata": window.written(),
        "title": plain(window.language, "letter.title"),
        "close": plain(window.language, "letter.cancel"),
    }
    if not text:
        phrase = "letter.writing" if text is None else "letter.forgotten"
        return {**modal, "blocks": [{"type": "section", "text": plain(window.language, phrase)}]}
    element = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": LONGEST_LETTER}
    field: Fields = {
        "type": "input",
        "block_id": window.field,
        "label": plain(window.language, "letter.label"),
        "hint": plain(window.language, "letter.copy"),
        "element": {**element, "initial_value": text},
    }
    others = [] if window.on_top else [_other(language) for language in languages() if language != window.letter]
    actions = [{"type": "actions", "elements": others}] if others else []
    return {**modal, "submit": plain(window.language, "letter.post"), "blocks": [field, *actions]}


def _other(language: str) -> Fields:
    text = {"type": "plain_text", "text": language_words(language).switch}
    return {"type": "button", "action_id": f"letter:other:{language}", "text": text}

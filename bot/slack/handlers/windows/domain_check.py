"""A window to fill in, then the same check as `/mailcheck`: by the global shortcut "Check a domain", which asks where
to answer; or by a button under an answer, in whose thread the check is part of the case."""

import json
import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.asking.texts import ask_domains
from bot.cases.root_cause.investigate import lacks_domain, with_domain
from bot.cases.values.asked import Asked, Bounce, Domains
from bot.cases.values.case import Case, Topic
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.questions import Intent, Question
from bot.codes.bounces.chief import chief as chief_of
from bot.domains import name
from bot.replies.words.phrases import phrases
from bot.slack.blocks import plain
from bot.slack.handlers.buttons import place_of, question_of
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of
from bot.storage.database import FAULTS

CHECK_DOMAIN = re.compile(r"^check_domain:(?P<language>\w+)$")
"""One shortcut for each language, and the window in that language: a shortcut has only one name in Slack's menu."""
_DOMAIN, _ADDRESS, _SELECTOR, _WHERE = "domain", "address", "selector", "where"
_LONGEST = 300
"""Characters; the longest domain name has 253."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """What was typed, without the spaces around it."""

    domain: str
    address: str
    selector: str
    where: str
    """Empty where the window was opened under an answer."""

    @property
    def text(self) -> str:
        """The same as `/mailcheck` is given it."""
        words = (self.domain, self.address, f"dkim={self.selector}" if self.selector else "")
        return " ".join(filter(None, words))


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_shortcut(ack: AsyncAck, shortcut: Fields, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=window(shortcut["callback_id"]))

    async def on_button(ack: AsyncAck, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        case = await answering.case(place) if place.thread_ts else None
        language = case.language if case else (await answering.terms(place)).language()
        await client.views_open(trigger_id=body["trigger_id"], view=window(f"check_domain:{language}", place))

    async def on_submitted(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        filled, language = _read(view["state"]["values"]), _language(view["callback_id"])
        if errors := _errors(filled, language):
            await ack(response_action="errors", errors=errors)
            return
        if not filled.where:
            place = _place(body)
            request = _in_thread(filled, await _case(answering, place)) if place.thread_ts else ask_domains(filled.text)
            await answering.answer(
                client, Owed(body["trigger_id"], place, Case(language), (request,), begun=False), ack
            )
            return
        url = body["response_urls"][0]["response_url"]
        place = Place(team_of(body), filled.where, body["user"]["id"], response_url=url)
        owed = Owed(body["trigger_id"], place, Case(language), (ask_domains(filled.text),))
        await answering.answer(client, owed, ack)

    app.global_shortcut(CHECK_DOMAIN)(on_shortcut)
    app.action(re.compile(r"^ask:"), matchers=[_asks_which])(on_button)
    app.view(CHECK_DOMAIN)(on_submitted)


async def _asks_which(action: Fields) -> bool:
    """A button whose question lacks the domain, which is typed in the window."""
    return question_of(action) == Question(Intent.CHECK)


def _place(body: Fields) -> Place:
    """Where the button was clicked; the window has carried it."""
    return Place(team_of(body), user=body["user"]["id"], **json.loads(body["view"]["private_metadata"]))


async def _case(answering: Answering, place: Place) -> Case | None:
    try:
        return await answering.store.cases.case(place.thread)
    except FAULTS:
        return None


def _in_thread(filled: _Filled, case: Case | None) -> Asked:
    """A domain alone may be what the thread's bounce did not name; else it is asked about as in a sentence."""
    request = ask_domains(filled.text)
    if not isinstance(request, Domains) or request.sender_ip or request.selectors:
        return request
    reading = case.reading if case and case.topic is Topic.BOUNCE and case.domain is None else None
    chief = chief_of(reading) if reading else None
    if reading and chief and lacks_domain(chief):
        return Bounce(with_domain(reading, request.domains[0]))
    return Question(Intent.CHECK, request.domains[0])


def _read(values: dict[str, Any]) -> _Filled:
    typed = {block: (values[block][block].get("value") or "").strip() for block in (_DOMAIN, _ADDRESS, _SELECTOR)}
    return _Filled(where=values[_WHERE][_WHERE]["selected_conversation"] if _WHERE in values else "", **typed)


def _errors(filled: _Filled, language: str) -> dict[str, str]:
    """What is wrong, under the field where it is, in the window's language."""
    say, errors = phrases(language).say, {}
    request = name.read_request(filled.domain)
    if request.problem is not None:
        is_address = request.problem.reason is name.Reason.ADDRESS
        errors[_DOMAIN] = say("refusal.address-not-domain" if is_address else "refusal.not-a-domain")
    elif len(request.domains) != 1:
        errors[_DOMAIN] = say("window.one-domain")
    whole = name.read_request(f"a.example {filled.address} {f'dkim={filled.selector}' if filled.selector else ''}")
    if filled.address and (whole.sender_ip is None or " " in filled.address):
        errors[_ADDRESS] = say("window.not-address")
    if filled.selector and (len(whole.selectors) != 1 or " " in filled.selector):
        errors[_SELECTOR] = say("window.not-selector")
    return errors


def window(callback_id: str, clicked: Place | None = None) -> Fields:
    """The window to fill in. `clicked`: under what it was opened, and is answered; None asks where to answer."""
    language = _language(callback_id)
    carried = {}
    if clicked is not None:
        place = {key: getattr(clicked, key) for key in ("channel", "thread_ts", "response_url", "active")}
        carried = {"private_metadata": json.dumps(place)}
    return {
        "type": "modal",
        "callback_id": callback_id,
        **carried,
        "title": plain(language, "window.title"),
        "submit": plain(language, "window.submit"),
        "close": plain(language, "letter.cancel"),
        "blocks": [
            _field(language, _DOMAIN, _line("imone.lt"), optional=False),
            _field(language, _ADDRESS, _line("203.0.113.7"), hint=True),
            _field(language, _SELECTOR, _line("s2026"), hint=True),
            *([] if clicked else [where_to_answer(language)]),
        ],
    }


def where_to_answer(language: str) -> Fields:
    """The field whose choice gives a response URL: `view.state.values.where.where.selected_conversation`."""
    menu: Fields = {
        "type": "conversations_select",
        "action_id": _WHERE,
        "default_to_current_conversation": True,
        "response_url_enabled": True,
    }
    return _field(language, _WHERE, menu, optional=False, hint=True)


def _field(language: str, key: str, element: Fields, *, optional: bool = True, hint: bool = False) -> Fields:
    block: Fields = {
        "type": "input",
        "block_id": key,
        "label": plain(language, f"window.{key}"),
        "optional": optional,
        "element": {**element, "action_id": key},
    }
    return {**block, "hint": plain(language, f"window.{key}-hint")} if hint else block


def _line(example: str) -> Fields:
    placeholder = {"type": "plain_text", "text": example}
    return {"type": "plain_text_input", "max_length": _LONGEST, "placeholder": placeholder}


def _language(callback_id: str) -> str:
    return callback_id.partition(":")[2]

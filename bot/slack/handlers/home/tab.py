"""The home tab: what one can do, the watched domains, one's own cases, the workspace's week, languages to choose."""

import re

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.home import Frequent, HomeAnswer, opened
from bot.cases.values.case import Thread
from bot.cases.values.choices import Choice, Scope, Wish
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.votes import CountedKind
from bot.replies.engine import tongue
from bot.replies.render import home
from bot.slack.blocks import plain
from bot.slack.handlers.home.windows import buttons
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.terms import Terms
from bot.slack.wire.payloads import Fields, team_of

_MENU = re.compile(r"^home:language:(?P<scope>user|workspace)$")
_NOTHING = "none"
"""A menu's value for "not chosen"; no language has four letters."""
_CASES, _ROWS = 10, 5


def register(app: AsyncApp, answering: Answering) -> None:
    addresses: dict[str, str] = {}

    async def on_opened(event: Fields, body: Fields, client: AsyncWebClient) -> None:
        await _publish(Place(team_of(body), event["channel"], event["user"]), client)

    async def on_chosen(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        scope = Scope(action["action_id"].rpartition(":")[2])
        value, place = action["selected_option"]["value"], Place(team_of(body), "", body["user"]["id"])
        language = None if value == _NOTHING else value
        wish = Wish(Choice.LANGUAGE, language, scope, reset=language is None)
        await answering.answer(client, Owed(body["trigger_id"], place, None, (wish,)), ack)
        await _publish(place, client)

    async def _publish(place: Place, client: AsyncWebClient) -> None:
        terms = await answering.terms(place)
        if place.team not in addresses:
            addresses[place.team] = str((await client.auth_test())["url"])
        answer = await _looked_up(answering, place, addresses[place.team])
        scopes = (Scope.USER, Scope.WORKSPACE) if await answering.deeds.may_choose_for_all(place) else (Scope.USER,)
        await client.views_publish(user_id=place.user, view=_view(answer, terms, answering.desk.languages, scopes))

    app.event("app_home_opened", matchers=[_at_home])(on_opened)
    app.action(_MENU)(on_chosen)


async def _at_home(event: Fields) -> bool:
    """Whether the Home tab was opened, not the Messages tab."""
    return bool(event.get("tab") == "home")


async def _looked_up(answering: Answering, place: Place, address: str) -> HomeAnswer:
    store = answering.store
    recent = await store.cases.recent(place.team, place.user, _CASES)
    codes = await store.statistics.most_frequent(place.team, CountedKind.CODE, limit=_ROWS)
    causes = await store.statistics.most_frequent(place.team, CountedKind.CAUSE, limit=_ROWS)
    watched = await store.watches.of_team(place.team)
    shown = (opened(entry.case, _link(address, entry.thread)) for entry in recent)
    return HomeAnswer(
        tuple(case for case in shown if case is not None),
        tuple(Frequent(each.name, each.count) for each in codes),
        tuple(Frequent(each.name, each.count) for each in causes),
        tuple(sorted(watched, key=lambda entry: -entry.worst.rank if entry.worst else 0)),
    )


def _link(address: str, thread: Thread) -> str:
    """A message's permalink, as `chat.getPermalink` gives it, without a call a case.

    `address`: the workspace's, `https://team.slack.com/`.
    """
    ts = thread.ts
    return f"{address}archives/{thread.channel}/p{ts.replace('.', '')}?thread_ts={ts}&cid={thread.channel}"


def _view(answer: HomeAnswer, terms: Terms, languages: tuple[str, ...], scopes: tuple[Scope, ...]) -> Fields:
    """`scopes`: for whom they may choose."""
    language = terms.language()
    chosen = {Scope.USER: terms.chosen.user, Scope.WORKSPACE: terms.chosen.workspace}
    menus = ({"type": "divider"}, *(_menu(scope, chosen[scope], language, languages) for scope in scopes))
    return {"type": "home", "blocks": [buttons(language), *map(dict, home(answer, language).blocks), *menus]}


def _menu(scope: Scope, chosen: str | None, language: str, languages: tuple[str, ...]) -> Fields:
    nothing: Fields = {"text": plain(language, "preferences.none"), "value": _NOTHING}
    options = [
        nothing,
        *({"text": {"type": "plain_text", "text": tongue(code)}, "value": code} for code in languages),
    ]
    return {
        "type": "section",
        "text": plain(language, f"preferences.{scope}"),
        "accessory": {
            "type": "static_select",
            "action_id": f"home:language:{scope}",
            "options": options,
            "initial_option": next((option for option in options if option["value"] == chosen), nothing),
        },
    }

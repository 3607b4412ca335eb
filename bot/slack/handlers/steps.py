"""Steps of workflows: a form or a ticket is answered without anybody typing to the bot."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.asking.texts import read_soon
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.asked import Answerable, StepKind, Unread, WorkflowStep
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import By, Refused
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, Next, team_of

_TAKEN = "taken"
_ENOUGH = measures.MOST_CHARACTERS + 1
"""Characters that are looked at: one too many is refused, more are not even read."""
_SHOWN = 40
"""Characters of a language's name that a refusal repeats."""
_INPUT = {StepKind.CHECK_DOMAIN: ("domain", By.MAILCHECK), StepKind.EXPLAIN_BOUNCE: ("text", By.SHORTCUT)}
"""By step: the input that it is about, as the manifest names it, and how that is read."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def answer(context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if (owed := context.get(_TAKEN)) is not None:
            await answering.bring(client, owed)

    for kind in StepKind:
        app.function(kind.value, middleware=[_taking(kind, answering)])(answer)


def _taking(kind: StepKind, answering: Answering) -> Callable[..., Awaitable[None]]:
    """Takes the step on. As middleware: Bolt acknowledges an event right after it."""

    async def take(event: Fields, body: Fields, context: AsyncBoltContext, next: Next) -> None:
        place = Place(team_of(body), "", "")
        inputs: Fields = event.get("inputs") or {}
        wanted = str(inputs.get("language") or "").strip().lower()
        terms = await answering.terms(place)
        language = wanted if wanted in answering.desk.languages else terms.language()
        request = await _asked(kind, inputs, Case(language), answering)
        if wanted and wanted != language:
            request = Refused(Refusal.NO_SUCH_LANGUAGE, wanted[:_SHOWN])
        step = WorkflowStep(kind, str(event["function_execution_id"]), request)
        owed = Owed(body["event_id"], place, Case(language), (step,))
        if await answering.takes(owed):
            context[_TAKEN] = owed
        await next()

    return take


async def _asked(kind: StepKind, inputs: Fields, case: Case, answering: Answering) -> Answerable | Unread:
    name, way = _INPUT[kind]
    text = measures.text(str(inputs.get(name) or "")[:_ENOUGH])
    (request, *_) = await read_soon(Unread(text, way), case, answering.desk.reader)
    return request if isinstance(request, Answerable | Unread) else Refused(Refusal.OUT_OF_SCOPE)

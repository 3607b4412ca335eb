"""Messages: follow-ups in the bot's threads, mentions anywhere, direct messages, dropped mails, and in the bot's
channels what is plainly a bounce."""

from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.asking.pasted import may_be_bounce, may_be_plain_bounce
from bot.cases.asking.texts import read_soon
from bot.cases.values.asked import Asked, Bounce, Domains, DroppedMail, FileKind, Unread
from bot.cases.values.case import Case, Thread
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import By, Refused
from bot.measures import SHORT
from bot.slack.delivery.status import show_checking
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.deeds import case_soon
from bot.slack.wire.manifest import named_in, without_name
from bot.slack.wire.outside import outside
from bot.slack.wire.payloads import Fields, Next, team_of

_TAKEN = "taken"
_WRITTEN = (None, "file_share", "thread_broadcast", "bot_message")
"""Subtypes of messages that somebody wrote; others tell of changes."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_message(event: Fields, body: Fields, context: AsyncBoltContext, next: Next) -> None:
        direct = event.get("channel_type") == "im"
        mentioned = f"<@{context.bot_user_id}>" in event.get("text", "")
        if event.get("subtype") not in _WRITTEN or event.get("user") == context.bot_user_id:
            pass
        elif event.get("bot_id"):  # another app's, or a mail sent to the channel: no conversation, so no loop either
            if "thread_ts" not in event and not direct:
                await _take(answering, event, body, context, addressed=False)
        elif direct or not mentioned:  # elsewhere a mention comes as an event of its own
            await _take(answering, event, body, context, addressed=direct or named_in(event.get("text", "")))
        await next()

    async def on_mention(event: Fields, body: Fields, context: AsyncBoltContext, next: Next) -> None:
        if not event.get("bot_id"):
            await _take(answering, event, body, context, addressed=True)
        await next()

    async def answer(context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if (owed := context.get(_TAKEN)) is not None:
            if not (owed.at_once or owed.unasked):
                await answering.acknowledgements.sent()
                await show_checking(client, owed.place, owed.case.language)
            await answering.bring(client, owed)

    app.event("message", middleware=[on_message])(answer)
    app.event("app_mention", middleware=[on_mention])(answer)


async def _take(
    answering: Answering, event: Fields, body: Fields, context: AsyncBoltContext, *, addressed: bool
) -> None:
    """Takes the message on, if it is for the bot. As middleware: Bolt acknowledges an event right after it."""
    thread = Thread(team_of(body), event["channel"], event.get("thread_ts") or event["ts"])
    key = f"{thread.channel} {event['ts']}"  # an edit that adds a mention brings the same message once more
    if await answering.taking.took(f"{thread.team}/{key}"):
        return
    in_thread = "thread_ts" in event
    # Looked at before the store is: an answer that ends while the store is read would be neither here nor there.
    under_way = in_thread and answering.turns.busy(thread)
    stored = await _case(answering, thread, wait=_own(event, context)) if in_thread else None
    known = stored is not None or under_way or (in_thread and answering.turns.busy(thread))
    brought = outside(event)
    text = without_name(brought.text.replace(f"<@{context.bot_user_id}>", " ")).strip()
    text = measures.text(text[: measures.MOST_CHARACTERS + 1])  # one too many is refused, more are not even read
    if not text and not addressed and brought.file is None:
        return
    if not known and not addressed and brought.file is None and not may_be_plain_bounce(text):
        return
    user = event.get("user") or event["bot_id"]
    place = Place(thread.team, thread.channel, user, thread.ts, active=in_thread)
    terms = await answering.terms(place)
    if not (known or addressed or terms.chosen.unasked) and (brought.file is None or not brought.file.kind.asks):
        return
    # A server's words tell nothing of who posted them.
    own_words = text[:SHORT] if addressed or brought.file else ""
    case = stored or Case(terms.language(question=own_words))
    requests: tuple[Asked, ...]
    if brought.file is not None:
        requests = await _with_file(brought.file, text, case, answering, addressed=addressed)
    elif known:
        requests = await _followed(Unread(text), case, answering)
    elif addressed:
        requests = await read_soon(Unread(text, By.OPENING), case, answering.desk.reader)
    else:
        requests = await _unasked(text, case, answering)
    owed = Owed(key, place, case, requests, begun=not known)
    if requests and await answering.takes(owed):
        context[_TAKEN] = owed


def _own(event: Fields, context: AsyncBoltContext) -> bool:
    """Whether it stands under a message of the bot's own."""
    return bool(event.get("parent_user_id") == context.bot_user_id)


async def _with_file(
    file: DroppedMail, text: str, case: Case, answering: Answering, *, addressed: bool
) -> tuple[Asked, ...]:
    """A file says what is asked. One of which Slack tells nothing yet may be anything, so the text is answered, too; so
    is a domain or a bounce in the words beside a picture."""
    if file.kind.asks:
        return (file,)
    if file.kind is FileKind.UNKNOWN and addressed and text:
        requests = await read_soon(Unread(text, By.OPENING), case, answering.desk.reader)
        return (*requests, replace(file, unasked=True))
    if file.kind is FileKind.PICTURE and addressed and text:
        requests = await read_soon(Unread(text, By.OPENING), case, answering.desk.reader)
        named = tuple(request for request in requests if isinstance(request, Bounce | Domains))
        return (*named, replace(file, unasked=bool(named)))
    return (replace(file, unasked=not addressed),)


async def _followed(unread: Unread, case: Case, answering: Answering) -> tuple[Asked, ...]:
    """A follow-up is read in its turn, but a bounce among them at once: of a bounce its text is not to be kept."""
    if not may_be_bounce(unread.text):
        return (unread,)
    requests = await read_soon(unread, case, answering.desk.reader)
    return requests if all(isinstance(request, Bounce | Refused) for request in requests) else (unread,)


async def _unasked(text: str, case: Case, answering: Answering) -> tuple[Asked, ...]:
    """A bounce that nobody asked about, or the text where that cannot be told at once."""
    requests = await read_soon(Unread(text, By.UNASKED), case, answering.desk.reader)
    return tuple(request for request in requests if isinstance(request, Bounce | Unread))


async def _case(answering: Answering, thread: Thread, *, wait: bool) -> Case | None:
    """The thread's case. Under a message of the bot's own it may be a moment late."""
    return await (case_soon(answering.store, thread) if wait else answering.store.cases.case(thread))

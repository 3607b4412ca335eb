"""What a text from outside asks: a command's, a picked one, a message. It is a bounce, domains, or questions, each
to be answered in its turn.

What is short is read on the spot; what is long by a reader, while Slack waits for its acknowledgement where that is
soon, else when its turn comes. Answered it is in `bot.cases.answering`.
"""

import asyncio
from dataclasses import replace

from bot.cases.asking.about_mail import asks_about_mail
from bot.cases.asking.first_words import asks_help, greets
from bot.cases.asking.orders import read_order, refused
from bot.cases.asking.pasted import pasted_bounce, pasted_mail, plain_bounce, read_bounce
from bot.cases.asking.talk import bounce_in_talk
from bot.cases.asking.understand import Context, domain_named, understand
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.asked import Answerable, Asked, Bounce, DeliveredMail, Domains, Unread
from bot.cases.values.case import Case, Topic
from bot.cases.values.questions import Intent, Question
from bot.cases.values.reader import Reader, TooHard
from bot.cases.values.typed import By, Refused, Typed
from bot.codes.find import find
from bot.domains import name
from bot.languages import languages
from bot.measures import MOST_CHARACTERS, is_few_words, is_short

_OF_A_DOMAIN = (
    Intent.CHECKLIST, Intent.SPAM, Intent.WHY, Intent.WHO, Intent.EXPLAIN, Intent.FIX, Intent.SHOW,
)  # fmt: skip
"""Questions about a domain that was checked."""
_SOON = 1.0
"""Seconds that an acknowledgement waits for a text's reading. Slack waits three, and writing it down comes after."""


def read(unread: Unread, language: str, context: Context) -> tuple[Answerable, ...]:
    """What a text asks, if anything. A command and a shortcut do not depend on the language and the context."""
    match unread.way:
        case By.SMTP:
            return (ask_code(unread.text),)
        case By.MAILCHECK:
            return ask_mailcheck(unread.text)
        case By.SHORTCUT:
            return (ask_bounce(unread.text),)
        case By.UNASKED:
            bounce = plain_bounce(unread.text)
            return (bounce,) if bounce else ()
        case By.OPENING:
            return _opening(unread.text, language, context)
        case By.FOLLOW_UP:
            return _follow_up(unread.text, language, context)


def context(case: Case) -> Context:
    """What the understanding of a follow-up needs to know of its case."""
    value = case.code if case.topic is Topic.CODE else case.domain
    kind = Topic.DOMAIN if case.topic is Topic.NOTHING else case.topic
    return Context(kind, value or "", case.spoken_of)


async def read_now(unread: Unread, case: Case, reader: Reader) -> tuple[Answerable, ...]:
    """What a text asks in this case, however long that takes to tell. Raises TooHard."""
    return read(unread, case.language, context(case)) if is_short(unread.text) else await reader.asked(unread, case)


async def read_soon(unread: Unread, case: Case, reader: Reader) -> tuple[Asked, ...]:
    """What a text asks, where that can be told while Slack waits; else the text itself, to be read in its turn."""
    try:
        if is_short(unread.text):
            return read(unread, case.language, context(case))
        async with asyncio.timeout(_SOON):
            return await reader.asked(unread, case)
    except TooHard:
        return (Refused(Refusal.TOO_HARD),)
    except TimeoutError:
        return (unread,)
    except Exception:  # noqa: BLE001  # it comes again when it is read in its turn, where it can be told
        return (unread,)


async def read_all(requests: tuple[Asked, ...], case: Case, reader: Reader) -> tuple[Asked, ...]:
    """The same requests with every text read: their turn has come."""
    all_read: list[Asked] = []
    for request in requests:
        if not isinstance(request, Unread):
            all_read.append(request)
            continue
        try:
            all_read += await read_now(request, case, reader)
        except TooHard:
            all_read += () if request.way is By.UNASKED else (Refused(Refusal.TOO_HARD),)
    return tuple(all_read)


def ask_code(text: str) -> Bounce | DeliveredMail | Typed:
    """`/smtp`: a code, the beginning of one, a word, a whole bounce, or help, which an empty text gets."""
    if asks_help(text):
        return Typed("", By.SMTP)
    if is_few_words(text):
        return Typed(text, By.SMTP)
    if (mail := pasted_mail(text)) is not None:
        return mail
    reading = read_bounce(text) if len(text) <= MOST_CHARACTERS else None
    return Bounce(reading) if reading else Typed(text, By.SMTP)


def ask_mailcheck(text: str) -> tuple[Domains | Typed | Question | Refused, ...]:
    """`/mailcheck`: domains to check, an order such as `watch`, once for each domain, or help, as for an empty text."""
    if not text.strip() or text.strip().lower() in languages() or asks_help(text):
        return (Typed("", By.MAILCHECK),)
    return read_order(text) or (ask_domains(text),)


def ask_domains(text: str) -> Domains | Refused:
    """One domain with what bears on it, or up to five side by side."""
    request = name.read_request(text)
    if request.problem is not None:
        return refused(request.problem)
    return Domains(tuple(domain.ascii for domain in request.domains), request.sender_ip, request.selectors)


def ask_bounce(text: str) -> Bounce | DeliveredMail | Typed:
    """A message picked to be explained: as a bounce, as a mail's header, or as the code that it holds."""
    if (mail := pasted_mail(text)) is not None:
        return mail
    reading = read_bounce(text)
    return Bounce(reading) if reading else Typed(text, By.SHORTCUT)


def _opening(text: str, language: str, context: Context) -> tuple[Answerable, ...]:
    """A bounce, domains, or questions."""
    if len(text) <= MOST_CHARACTERS:
        request = name.read_request(text)
        if request.problem is None and len(text.split()) == len(request.domains):
            return (ask_domains(text),)
    return _follow_up(text, language, context)


def _follow_up(text: str, language: str, context: Context) -> tuple[Answerable, ...]:
    """One question or several, a greeting, or another bounce."""
    if len(text) > MOST_CHARACTERS:
        return (Typed(text[: MOST_CHARACTERS + 1], By.SMTP),)
    if greets(text):
        return (Typed(text, By.OPENING),)
    if asks_help(text):
        return (Question(Intent.HELP),)
    if pasted := pasted_mail(text) or pasted_bounce(text):
        return (pasted,)
    if in_talk := bounce_in_talk(text, language, context):
        return in_talk
    if context.kind == Topic.MAIL and (of_mail := asks_about_mail(text)) is not None:
        return (of_mail,)
    questions = tuple(_with_reply_code(question, text) for question in understand(text, language, context))
    return _after_a_look(questions, text) if context.kind == Topic.DOMAIN and not context.value else questions


def _after_a_look(questions: tuple[Question, ...], text: str) -> tuple[Question, ...]:
    """The same, after a check of the domain that the text names, where a domain is what is asked about. The check
    answers what the checklist would ask."""
    domain = domain_named(text) if any(_of_domain(question) for question in questions) else None
    if domain is None:
        return questions
    check = Question(Intent.CHECK, domain)
    return (check, *(question for question in questions if question not in (check, Question(Intent.CHECKLIST))))


def _of_domain(question: Question) -> bool:
    """A reply code, too, can be explained and put right: it begins with a digit, as no check's name does."""
    return question.intent in _OF_A_DOMAIN and not (question.subject or "")[:1].isdigit()


def _with_reply_code(question: Question, text: str) -> Question:
    """Of `550 5.7.1` the enhanced status code is understood, which says more; both are answered, as after `/smtp`."""
    codes = find(text)
    if codes is None or codes.paired is None or question.subject != codes.paired:
        return question
    return replace(question, subject=f"{codes.code} {codes.paired}")

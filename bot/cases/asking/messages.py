"""A text from outside, read: as a bounce, as domains, or as questions, each to be answered in its turn."""

from dataclasses import replace

from bot.cases.asking.about_mail import asks_about_mail
from bot.cases.asking.commands import (
    ask_bounce,
    ask_code,
    ask_domains,
    ask_mailcheck,
    pasted_bounce,
    pasted_mail,
    plain_bounce,
)
from bot.cases.asking.first_words import asks_help, greets
from bot.cases.asking.talk import bounce_in_talk
from bot.cases.asking.understand import Context, domain_named, understand
from bot.cases.values.asked import Answerable, By, Typed, Unread
from bot.cases.values.case import Case, Topic
from bot.cases.values.questions import Intent, Question
from bot.codes.find import find
from bot.domains import name
from bot.measures import MOST_CHARACTERS

_OF_A_DOMAIN = (
    Intent.CHECKLIST, Intent.SPAM, Intent.WHY, Intent.WHO, Intent.EXPLAIN, Intent.FIX, Intent.SHOW,
)  # fmt: skip
"""Questions about a domain that was checked."""


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

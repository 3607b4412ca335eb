"""An answer made a document in the words of a language, for any surface."""

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.cases.values.answers.reply import Reply
from bot.cases.values.questions import ALL, OPTIONAL, Intent, Question
from bot.languages import called
from bot.languages import language as language_named
from bot.replies.clean import shown
from bot.replies.document import Button, Document, Menu, Note
from bot.replies.engine import Engine, engine
from bot.replies.parse import parse_inline
from bot.replies.words.tables import checks

if TYPE_CHECKING:
    from bot.cases.values.answers.kinds import AnyAnswer

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def document(reply: "Reply | AnyAnswer", language: str) -> Document:
    """The reply in the language's words, for any surface."""
    if not isinstance(reply, Reply):
        reply = Reply(reply)
    answer = reply.answer
    words = engine(language)
    values: dict[str, object] = {"answer": answer, "uninvited": reply.uninvited}
    template = template_of(type(answer).__name__)
    blocks = words.blocks(template, **values)
    if reply.uninvited and template != "watch":  # which says more of it itself
        blocks += (Note(parse_inline(words.phrases.xml("reply.uninvited"))),)
    buttons = tuple(Button(_label(question, words), str(question)) for question in reply.next)
    line = _ticket(answer, words) if buttons else None
    ticket = Button(words.phrases.say("ask.ticket"), line) if line else None
    return Document(blocks, buttons, ticket, _menu(reply.more, words), parse_inline(words.phrases.xml("reply.rest")))


def _ticket(answer: "AnyAnswer", words: Engine) -> str | None:
    from bot.replies.tickets import ticket  # noqa: PLC0415  a terminal has no buttons, nor all kinds of answers

    return ticket(answer, words)


@cache
def template_of(kind: str) -> str:
    """`CodeListAnswer` is worded by `code-list.xml`."""
    return _WORD.sub("-", kind.removesuffix("Answer")).lower()


def _label(question: Question, words: Engine) -> str:
    """The button's label. With a subject the phrase `ask.<intent>-of`, without one `ask.<intent>`."""
    say, subject = words.phrases.say, question.subject
    if question.intent is Intent.LANGUAGE and subject:
        return language_named(subject).switch
    if question.intent is Intent.CUSTOMER and subject:
        return say("ask.customer-in", tongue=called(subject, words.phrases.language))
    if not subject:
        return say(f"ask.{question.intent}")
    if subject == OPTIONAL:
        return say("ask.explain-optional", num=int(question.detail)) if question.detail else say("optional.title")
    if subject == ALL and question.intent is Intent.FIX and question.detail:
        return say("ask.fix-several", num=int(question.detail))
    if subject == ALL:
        return say(f"ask.{question.intent}-all")
    return say(f"ask.{question.intent}-of", subject=_named(subject, words))


def _menu(questions: tuple[Question, ...], words: Engine) -> Menu | None:
    """The menu of further questions; where all are about checks in full, it is called so and lists the checks."""
    if not questions:
        return None
    in_full = all(question.intent is Intent.EXPLAIN and question.subject != ALL for question in questions)
    name = words.phrases.say("ask.details") if in_full else ""
    entries = ((_named(each.subject or "", words) if in_full else _label(each, words), str(each)) for each in questions)
    return Menu(name, tuple(Button(*entry) for entry in entries))


def _named(subject: str, words: Engine) -> str:
    check = words.texts.check(subject) if subject in checks(words.phrases.language) else None
    return str(check["name"]) if check else shown(subject)

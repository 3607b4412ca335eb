"""An answer in words: `document` makes it once, each surface writes it its own way."""

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.cases.values.answers.fixes import FixAnswer
from bot.cases.values.answers.further import ShorterAnswer
from bot.cases.values.answers.kinds import (
    AnyAnswer,
    BounceAnswer,
    CheckAnswer,
    CodeAnswer,
    CustomerAnswer,
    DomainAnswer,
    Reply,
)
from bot.cases.values.answers.watching import WatchAnswer
from bot.cases.values.questions import ALL, OPTIONAL, Intent, Question
from bot.languages import called
from bot.languages import language as language_named
from bot.replies.clean import shown
from bot.replies.document import Alert, Button, Document, HeaderBlock, Mark, Menu, Note, Paragraph
from bot.replies.engine import Engine, engine
from bot.replies.parse import parse, parse_inline
from bot.replies.parse import plain as plain_text
from bot.replies.surfaces import plain as plain_surface
from bot.replies.surfaces import slack as slack_surface
from bot.replies.surfaces import terminal as terminal_surface
from bot.replies.surfaces.slack import BlockJson, SlackMessage
from bot.replies.words.tables import checks

if TYPE_CHECKING:
    from bot.cases.answering.home import HomeAnswer

_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_FOR_TICKETS = (
    "BounceAnswer",
    "CheckAnswer",
    "ChecksAnswer",
    "CodeAnswer",
    "ComparisonAnswer",
    "DomainAnswer",
    "FixAnswer",
    "ShorterAnswer",
)
"""Kinds of answers that a ticket in another system may take in one sentence."""


def slack(reply: Reply | AnyAnswer, language: str) -> SlackMessage:
    """The reply as Slack's blocks with their `text`; within all of Slack's limits whatever the reply holds."""
    return slack_surface.write(document(reply, language))


def plain(reply: Reply | AnyAnswer, language: str) -> str:
    """The reply as text without markup, each paragraph on one line."""
    return plain_surface.write(document(reply, language))


def gist(reply: Reply | AnyAnswer, language: str) -> str:
    """What an answer says first, before its facts and steps, as text without any markup or sign."""
    paragraphs = []
    for block in document(reply, language).blocks:
        if not isinstance(block, Alert | HeaderBlock | Paragraph):
            break
        paragraphs.append(Paragraph(tuple(part for part in block.parts if not isinstance(part, Mark))))
    text = plain_surface.write(Document(tuple(paragraphs)))
    return "\n".join(line.strip() for line in text.splitlines())


def terminal(reply: Reply | AnyAnswer, language: str, *, colour: bool, width: int = 100) -> str:
    """The reply for a terminal of `width` columns; escape sequences only where `colour` is true."""
    return terminal_surface.write(document(reply, language), colour=colour, width=width)


def home(answer: "HomeAnswer", language: str) -> SlackMessage:
    """What the home tab shows beneath the help, as blocks; tables among them, which a view does not take."""
    return slack_surface.write(Document(engine(language).blocks("home", answer=answer)))


def picture_words(words: str, language: str) -> tuple[BlockJson, ...]:
    """The words that were read in a picture, quoted as Slack's blocks."""
    return slack_surface.write(Document(engine(language).blocks("picture-words", words=words))).blocks


def letter(answer: CustomerAnswer) -> str:
    """The customer's letter alone, as plain text in the customer's language: to copy, edit or post."""
    return plain_surface.write(
        Document(parse(f"<reply>{engine(answer.language).xml('letter', answer=answer)}</reply>"))
    )


def document(reply: Reply | AnyAnswer, language: str) -> Document:
    """The reply in the language's words, for any surface."""
    if not isinstance(reply, Reply):
        reply = Reply(reply)
    answer = reply.answer
    words = engine(language)
    values: dict[str, object] = {"answer": answer, "uninvited": reply.uninvited}
    if isinstance(answer, CustomerAnswer):
        values["letter"] = Markup(engine(answer.language).xml("letter", answer=answer))  # nosec B704  # noqa: S704  a template's output
    blocks = words.blocks(template_of(type(answer).__name__), **values)
    if reply.uninvited and not isinstance(answer, WatchAnswer):  # which says more of it itself
        blocks += (Note(parse_inline(words.phrases.xml("reply.uninvited"))),)
    buttons = tuple(Button(_label(question, words), str(question)) for question in reply.next)
    line = _ticket(answer, words) if buttons else None
    ticket = Button(words.phrases.say("ask.ticket"), line) if line else None
    return Document(blocks, buttons, ticket, _menu(reply.more, words), parse_inline(words.phrases.xml("reply.rest")))


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


def _ticket(answer: AnyAnswer, words: Engine) -> str | None:
    """The answer in one sentence of plain text, with the record to publish; None where there is nothing that a ticket
    would need, or nothing yet."""
    kind = type(answer).__name__
    if kind not in _FOR_TICKETS or not _whole(answer):
        return None
    return plain_text(words.inlines("ticket", kind=kind, answer=answer))


def _whole(answer: AnyAnswer) -> bool:
    match answer:
        case DomainAnswer(report):
            return report.done
        case BounceAnswer(diagnosis=diagnosis, checking=checking):
            return diagnosis is not None and not checking
        case CheckAnswer(domain, _, findings):
            return domain is not None and bool(findings)
        case FixAnswer():
            return bool(answer.wanted)
        case CodeAnswer() | ShorterAnswer():
            return True
        case _:
            return all(report.done for report in getattr(answer, "reports", ()))

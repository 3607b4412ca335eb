"""An answer in words: `document` makes it once, each surface writes it its own way."""

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.cases.values.answers.kinds import Answer, CustomerAnswer, Reply
from bot.cases.values.answers.watching import WatchAnswer
from bot.replies.buttons import label, menu
from bot.replies.document import Alert, Button, Document, Header, Mark, Note, Paragraph
from bot.replies.engine import engine
from bot.replies.parse import parse, parse_inline
from bot.replies.surfaces import plain as plain_surface
from bot.replies.surfaces import slack as slack_surface
from bot.replies.surfaces import terminal as terminal_surface
from bot.replies.surfaces.slack import BlockJson, SlackMessage
from bot.replies.ticket import ticket_line

if TYPE_CHECKING:
    from bot.cases.answering.home import HomeAnswer

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def slack(reply: Reply | Answer, language: str) -> SlackMessage:
    """The reply as Slack's blocks with their `text`; within all of Slack's limits whatever the reply holds."""
    return slack_surface.write(document(reply, language))


def plain(reply: Reply | Answer, language: str) -> str:
    """The reply as text without markup, each paragraph on one line."""
    return plain_surface.write(document(reply, language))


def gist(reply: Reply | Answer, language: str) -> str:
    """What an answer says first, before its facts and steps, as text without any markup or sign."""
    paragraphs = []
    for block in document(reply, language).blocks:
        if not isinstance(block, Alert | Header | Paragraph):
            break
        paragraphs.append(Paragraph(tuple(part for part in block.parts if not isinstance(part, Mark))))
    text = plain_surface.write(Document(tuple(paragraphs)))
    return "\n".join(line.strip() for line in text.splitlines())


def terminal(reply: Reply | Answer, language: str, *, colour: bool, width: int = 100) -> str:
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


def document(reply: Reply | Answer, language: str) -> Document:
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
    buttons = tuple(Button(label(question, words), str(question)) for question in reply.next)
    line = ticket_line(answer, words) if buttons else None
    ticket = Button(words.phrases.say("ask.ticket"), line) if line else None
    return Document(blocks, buttons, ticket, menu(reply.more, words), parse_inline(words.phrases.xml("reply.rest")))


@cache
def template_of(kind: str) -> str:
    """`CodeListAnswer` is worded by `code-list.xml`."""
    return _WORD.sub("-", kind.removesuffix("Answer")).lower()

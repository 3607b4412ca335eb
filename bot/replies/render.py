"""An answer in words: `documents` makes it a document, and a surface writes that its own way."""

from typing import TYPE_CHECKING

from bot.cases.values.answers.kinds import AnyAnswer, CustomerAnswer
from bot.cases.values.answers.reply import Reply
from bot.replies.document import Alert, Document, HeaderBlock, Mark, Paragraph
from bot.replies.documents import document
from bot.replies.engine import engine
from bot.replies.parse import parse
from bot.replies.surfaces import plain as plain_surface
from bot.replies.surfaces import slack as slack_surface
from bot.replies.surfaces.slack import BlockJson, SlackMessage

if TYPE_CHECKING:
    from bot.cases.answering.home import HomeAnswer


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

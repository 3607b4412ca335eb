"""What a worker does: takes a text or a mail, and returns what it asks or says, as JSON."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from bot.cases.asking.texts import read
from bot.cases.asking.understand import Context
from bot.cases.asking.understand.counts import examples
from bot.cases.values.asked import Answerable, Unread
from bot.cases.values.typed import By
from bot.codes.bounces.read import read_file
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.read import read as read_code
from bot.codes.values import BounceReading, CodeReading
from bot.domains.name import suffixes
from bot.mails.chain import Chain, verify_chain
from bot.mails.filters.knowledge import filters
from bot.mails.read import read_file as read_mail
from bot.mails.signatures import KeyRecord, Verified, verify
from bot.mails.values import MailReading
from bot.replies.words.index import word_index
from bot.reports.read import read_report
from bot.reports.values import Reading as Report


class RequestKind(StrEnum):
    """What is to be read."""

    FILE = "file"
    MAIL = "mail"
    SIGNATURES = "signatures"
    CHAIN = "chain"
    ASKED = "asked"
    CODE = "code"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """A file's name or a text; of what somebody asks also how it came, its language, and what it may speak of."""

    kind: RequestKind
    text: str
    way: By = By.FOLLOW_UP
    language: str = ""
    context: Context | None = None
    keys: tuple[KeyRecord, ...] = ()
    """Of the signatures that are to be verified."""


REQUEST = TypeAdapter(ReadingRequest)
READING = TypeAdapter(BounceReading)
MAIL = TypeAdapter(MailReading)
SIGNATURES: TypeAdapter[tuple[Verified, ...]] = TypeAdapter(tuple[Verified, ...])
CHAIN: TypeAdapter[Chain | None] = TypeAdapter(Chain | None)
ASKED: TypeAdapter[tuple[Answerable, ...]] = TypeAdapter(tuple[Answerable, ...])
CODE: TypeAdapter[CodeReading | None] = TypeAdapter(CodeReading | None)


REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def warm() -> None:
    """Loads now what the first request would otherwise wait for."""
    examples()
    knowledge()
    filters()
    suffixes()
    word_index().find("spf")


def perform(request: bytes, content: bytes) -> bytes:
    """The JSON of a `BounceReading` or a `MailReading`, of what is asked, of what a code says, or of a report."""
    job = REQUEST.validate_json(request)
    match job.kind:
        case RequestKind.FILE:
            return READING.dump_json(read_file(job.text, content))
        case RequestKind.MAIL:
            return MAIL.dump_json(read_mail(content))
        case RequestKind.SIGNATURES:
            return SIGNATURES.dump_json(verify(content, job.keys))
        case RequestKind.CHAIN:
            return CHAIN.dump_json(verify_chain(content, job.keys))
        case RequestKind.ASKED:
            return ASKED.dump_json(read(Unread(job.text, job.way), job.language, job.context or Context("domain")))
        case RequestKind.REPORT:
            return REPORT.dump_json(read_report(content))
        case RequestKind.CODE:
            return CODE.dump_json(read_code(job.text, word_index()))

"""Reads texts in this process, without limits: for the command line, which has nothing else to do."""

from collections.abc import Sequence

from bot.cases.asking.texts import context, read
from bot.cases.values.asked import Answerable, Unread
from bot.cases.values.case import Case
from bot.codes.bounces.read import read_file
from bot.codes.read import read as read_code
from bot.codes.search import WordIndex
from bot.codes.values import BounceReading, CodeReading
from bot.mails.chain import Chain, verify_chain
from bot.mails.read import read_file as read_mail
from bot.mails.signatures import KeyRecord, Verified, verify
from bot.mails.values import MailReading
from bot.reports.read import read_report
from bot.reports.values import Reading as Report
from bot.screenshots.recognise import Eyes
from bot.screenshots.values import PictureText


class ReaderHere:
    """A `Reader`. `words`: finds codes by a word."""

    def __init__(self, words: WordIndex) -> None:
        self._words = words
        self._eyes = Eyes()

    async def file(self, name: str, content: bytes) -> BounceReading:
        return read_file(name, content)

    async def mail(self, content: bytes) -> MailReading:
        return read_mail(content)

    async def report(self, content: bytes) -> Report:
        return read_report(content)

    async def picture(self, content: bytes) -> PictureText:
        return await self._eyes.look(content)

    async def signatures(self, content: bytes, keys: Sequence[KeyRecord]) -> tuple[Verified, ...]:
        return verify(content, keys)

    async def chain(self, content: bytes, keys: Sequence[KeyRecord]) -> Chain | None:
        return verify_chain(content, keys)

    async def asked(self, unread: Unread, case: Case) -> tuple[Answerable, ...]:
        return read(unread, case.language, context(case))

    async def code(self, text: str) -> CodeReading | None:
        return read_code(text, self._words)

"""The reader of a bot that answers many people: what is read by it is read in a worker."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.cases.asking.texts import context
from bot.cases.values.asked import Answerable, Unread
from bot.cases.values.case import Case
from bot.codes.values import BounceReading, CodeReading
from bot.mails.chain import Chain
from bot.mails.signatures import KeyRecord, Verified
from bot.mails.values import MailReading
from bot.reading.perform import (
    ASKED,
    CHAIN,
    CODE,
    MAIL,
    READING,
    REPORT,
    REQUEST,
    SIGNATURES,
    ReadingRequest,
    RequestKind,
)
from bot.reading.template import GENEROUS
from bot.reading.workers import Workers, template
from bot.reports.values import Reading as Report
from bot.screenshots.recognise import Eyes
from bot.screenshots.values import PictureText

_MODULE = "bot.reading.perform"
_AFTER = 10.0
"""Seconds until the workers are started, which takes some two seconds of processor time: a bot that starts has to
answer what came meanwhile, and what was left incomplete. Who asks before starts them at once."""


class WalledReader:
    """A `Reader`. `patient`: the worker that reads reports, which may take long: mails and texts do not
    wait for them."""

    def __init__(self, workers: Workers, patient: Workers) -> None:
        self._workers = workers
        self._patient = patient
        self._eyes = Eyes()

    async def file(self, name: str, content: bytes) -> BounceReading:
        return READING.validate_json(await self._ask(ReadingRequest(RequestKind.FILE, name), content))

    async def mail(self, content: bytes) -> MailReading:
        return MAIL.validate_json(await self._ask(ReadingRequest(RequestKind.MAIL, ""), content))

    async def signatures(self, content: bytes, keys: Sequence[KeyRecord]) -> tuple[Verified, ...]:
        return SIGNATURES.validate_json(
            await self._ask(ReadingRequest(RequestKind.SIGNATURES, "", keys=tuple(keys)), content)
        )

    async def chain(self, content: bytes, keys: Sequence[KeyRecord]) -> Chain | None:
        return CHAIN.validate_json(await self._ask(ReadingRequest(RequestKind.CHAIN, "", keys=tuple(keys)), content))

    async def asked(self, unread: Unread, case: Case) -> tuple[Answerable, ...]:
        request = ReadingRequest(RequestKind.ASKED, unread.text, unread.way, case.language, context(case))
        return ASKED.validate_json(await self._ask(request))

    async def code(self, text: str) -> CodeReading | None:
        return CODE.validate_json(await self._ask(ReadingRequest(RequestKind.CODE, text)))

    async def report(self, content: bytes) -> Report:
        request = REQUEST.dump_json(ReadingRequest(RequestKind.REPORT, ""))
        return REPORT.validate_json(await self._patient.ask(request, content))

    async def picture(self, content: bytes) -> PictureText:
        return await self._eyes.look(content)  # in a process of its own, too

    async def _ask(self, request: ReadingRequest, content: bytes = b"") -> bytes:
        return await self._workers.ask(REQUEST.dump_json(request), content)


@asynccontextmanager
async def walled_reader() -> AsyncIterator[WalledReader]:
    """The reader, its workers started a little later, ended when this ends."""
    workers, patient = Workers(template(_MODULE)), Workers(template(_MODULE), GENEROUS, at_once=1)
    starting = asyncio.create_task(_start_later(workers))
    try:
        yield WalledReader(workers, patient)
    finally:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        workers.close()
        patient.close()


async def _start_later(workers: Workers) -> None:
    await asyncio.sleep(_AFTER)
    await workers.start()

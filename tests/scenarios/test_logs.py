"""Whatever happens, the log names no secret, no address, and nothing that a person or a mail said."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.ops import logs
from bot.replies.words.phrases import phrases
from bot.storage.database import engine_for
from bot.workspace.faults import DELIVERY, RateLimited, Repeated, ServerError
from tests.scenarios.stage import DIRECT, GENERAL, Stage
from tests.scenarios.test_operating import figure, get

MAIL = """From: MAILER-DAEMON@mx.imone.example
To: <slaptas.siuntejas@imone.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8

<gavejas.pavardenis@kitaimone.example>: host mx.kitaimone.example[203.0.113.9] said:
    550 5.7.26 Unauthenticated email is not accepted (in reply to end of DATA)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.imone.example

Final-Recipient: rfc822; gavejas.pavardenis@kitaimone.example
Action: failed
Status: 5.7.26
Diagnostic-Code: smtp; 550 5.7.26 Unauthenticated email is not accepted

--b
Content-Type: text/rfc822

From: slaptas.siuntejas@imone.example
Subject: Konfidenciali sutartis

Algos priedas: 4321 EUR.
--b--
"""
SAID = ("slaptas.siuntejas", "gavejas.pavardenis", "Konfidenciali", "4321 EUR", "Unauthenticated email", "koks oras")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any logger writes, at every level: the production format, with the levels let loose."""
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before, level, own = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    logs.configure(json=True, stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    ours.setLevel(own)
    logging.captureWarnings(False)


async def test_the_log_of_a_whole_conversation_gives_nobody_away(written: io.StringIO, stage: Stage) -> None:
    ws = stage.ws
    await ws.command("/smtp", "550 5.7.26 <gavejas.pavardenis@kitaimone.example> Unauthenticated email")
    root = await stage.answer(1)
    await stage.ask("koks oras rytoj?", root)
    dropped = await ws.drop_file("atmesta.eml", MAIL.encode(), mimetype="message/rfc822")
    await stage.answer(1, thread=dropped.ts)
    await ws.command("/mailcheck", "imone.example")
    await stage.answer(2, has="Patikrinta")
    await ws.command("/smtp", "slaptas.siuntejas@imone.example 451", channel=GENERAL)
    await stage.answer(1, channel=GENERAL)
    await _trouble(stage)
    await ws.idle()
    if stage.address:
        _, page = await get(f"{stage.address.removesuffix('/slack/events')}/metrics")
        assert figure(page, "mailbot_failures_total") == 1
    log = written.getvalue()
    for line in ('"event": "answered"', "a question could not be answered", "OperationalError"):
        assert line in log, "what was to be logged was not, so nothing was tested"
    _nobody_is_in(log, stage)


async def _trouble(stage: Stage) -> None:
    """Makes everything log: Slack refuses and delivers again, and the database fails while a mail is being answered."""
    stage.ws.faults.add("chat.postMessage", ServerError(), times=4)
    await stage.ws.command("/smtp", "550 <slaptas.siuntejas@imone.example> koks oras")
    stage.ws.faults.add("chat.postMessage", RateLimited(retry_after=1))
    stage.ws.faults.add(DELIVERY, Repeated(1))
    message = await stage.ws.say("451 slaptas.siuntejas@imone.example koks oras", channel=DIRECT)
    await stage.answer(1, channel=DIRECT, thread=message.ts)
    async with _away(stage, "cases"):  # what only had to be remembered takes nothing from the answer
        dropped = await stage.ws.drop_file("antra.eml", MAIL.encode(), channel=DIRECT, mimetype="message/rfc822")
        await stage.answer(1, channel=DIRECT, thread=dropped.ts, has="5.7.26")
    async with _away(stage, "watches"):  # what is to be looked up there cannot be answered
        await stage.ws.command("/mailcheck", "stebimi", channel=DIRECT)
        await stage.answer(1, channel=DIRECT, has=phrases("lt").say("refusal.try-again"))


class _away:  # noqa: N801  # reads as a step of the scenario
    """A table is away, as after a restore that went wrong."""

    def __init__(self, stage: Stage, table: str) -> None:
        self._engine = engine_for(stage.settings.database_url)
        self._table = table

    async def __aenter__(self) -> None:
        await self._run(f"ALTER TABLE {self._table} RENAME TO away")

    async def __aexit__(self, *_: object) -> None:
        await self._run(f"ALTER TABLE away RENAME TO {self._table}")
        await self._engine.dispose()

    async def _run(self, statement: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(text(statement))


def _nobody_is_in(log: str, stage: Stage) -> None:
    secrets = stage.settings.secrets
    assert len(secrets) >= 3
    leaked = [word for word in (*SAID, *secrets) if word in log]
    assert not leaked, [line for line in log.splitlines() if any(word in line for word in leaked)]

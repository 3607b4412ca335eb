"""The n-th operation of a story fails, for every n: each answer stands once all the same, and each deed is done.

As SQLite is tested: https://sqlite.org/testing.html, "anomaly tests".
"""

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from bot.slack.blocks import POST_LETTER
from bot.slack.delivery import retries
from bot.slack.outbox import recovery
from bot.workspace.dns import sample_zones
from bot.workspace.faults import EVERYTHING, Dropped, Fault, ServerError, Slow
from bot.workspace.furnish import YOU
from bot.workspace.values import Message, View
from tests.scenarios.conftest import playing
from tests.scenarios.process import ANY_RATE
from tests.scenarios.stage import SUPPORT, Stage, words
from tests.scenarios.teams import CHECKED, WHOLE

BOUNCE = b"""From: MAILER-DAEMON@mx.imone.example
To: ona@imone.example
Subject: Undelivered Mail Returned to Sender

<jonas@sveika.example>: host mx.sveika.example said: 550 5.1.1 User unknown
"""
_WRITES = ("INSERT", "UPDATE", "DELETE")
_RENEWS = 'UPDATE owed SET until=(? + ?) WHERE owed."key" IN'
"""The background does it now and then. It is not counted, so that each operation of a story has its turn."""
_MOST = 40
"""No story has so many operations."""


@dataclass
class Nth:
    """Counts down to the operation that fails."""

    left: int = 0
    struck: bool = field(default=False, init=False)

    def now(self) -> bool:
        self.left -= 1
        self.struck = self.struck or self.left == 0
        return self.left == 0


@contextmanager
def failing_write(n: int) -> Iterator[Nth]:
    """The n-th statement that writes finds the disk full."""
    nth = Nth(n)

    def execute(_cursor: object, statement: str, _parameters: object, _context: object) -> None:
        if statement.startswith(_WRITES) and not statement.startswith(_RENEWS) and nth.now():
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(Engine, "do_execute", execute)
    try:
        yield nth
    finally:
        event.remove(Engine, "do_execute", execute)


@contextmanager
def failing_commit(n: int) -> Iterator[Nth]:
    """The n-th transaction cannot be written to the disk. A statement that is one by itself has no commit that could
    fail: it is among those of `failing_write`."""
    nth = Nth(n)

    def execute(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        alone = connection.connection.dbapi_connection.isolation_level is None
        connection.info[_RENEWS] = alone or statement.startswith(_RENEWS)

    def commit(connection: Connection) -> None:
        if not connection.info.get(_RENEWS) and nth.now():
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    hooks = (("before_cursor_execute", execute), ("commit", commit))
    for hook in hooks:
        event.listen(Engine, *hook)
    try:
        yield nth
    finally:
        for hook in hooks:
            event.remove(Engine, *hook)


@contextmanager
def failing_call(stage: Stage, n: int, fault: Fault) -> Iterator[Nth]:
    """The n-th request to Slack."""
    stage.ws.faults.add(EVERYTHING, Slow(0), times=n - 1)
    stage.ws.faults.add(EVERYTHING, fault)
    nth, before = Nth(n), len(stage.ws.calls)
    yield nth
    nth.struck = len(stage.ws.calls) - before >= n
    stage.ws.faults.clear()


class Memory:
    """The bot's database, looked at from outside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(query).fetchall()

    async def until(self, query: str, rows: list[tuple[object, ...]]) -> None:
        await self.true(lambda: self.rows(query) == rows)

    async def true(self, state: Callable[[], bool]) -> None:
        """Waits until it is. What waits for a second try meanwhile is hurried."""
        async with asyncio.timeout(60):
            while not state():
                await asyncio.to_thread(self._hurry)
                await asyncio.sleep(0.05)

    def _hurry(self) -> None:
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute("UPDATE owed SET until = 0 WHERE holder = '' AND until > 0")

    async def settled(self) -> None:
        """Waits until nothing is owed any more."""
        await self.until("SELECT 1 FROM owed", [])


@dataclass
class Story:
    """Something that is asked, and what must have come of it in the end."""

    stage: Stage
    memory: Memory
    root: Message
    turn: Iterator[bool] = field(default_factory=lambda: itertools.cycle((True, False)))
    letters: Iterator[int] = field(default_factory=itertools.count)
    draft: Message | None = None
    window: View | None = None

    async def ask(self, asking: Callable[[], Awaitable[object]], has: str, thread: str = "") -> None:
        """One more public message there that says so, and no other."""
        before = {message.ts for message in self._public(thread)}
        await asking()
        await self.memory.true(lambda: self._new(before, thread, has))
        await self.memory.settled()
        new = [message for message in self._public(thread) if message.ts not in before]
        assert [has in words(message) for message in new] == [True], [words(message)[:200] for message in new]
        root = thread or new[0].ts
        await self.memory.until(f"SELECT count(*) FROM cases WHERE thread = '{root}'", [(1,)])

    def _public(self, thread: str) -> list[Message]:
        posted = self.stage.posts(thread=thread) if thread else self.stage.posts()
        return [message for message in posted if not message.ephemeral_to]

    def _new(self, before: set[str], thread: str, has: str) -> bool:
        return any(message.ts not in before and has in words(message) for message in self._public(thread))

    async def code(self) -> None:
        counted = self.memory.rows("SELECT sum(count) FROM counts")
        await self.ask(lambda: self.stage.ws.command("/smtp", "552"), "552")
        await self.memory.true(lambda: self.memory.rows("SELECT sum(count) FROM counts") != counted)  # comes last

    async def check(self) -> None:
        # In Lithuanian, whatever the channel's language is by now.
        await self.ask(lambda: self.stage.ws.command("/mailcheck", "lt sveika.example"), WHOLE)

    async def follow_up(self) -> None:
        await self.ask(lambda: self.stage.ws.say("o kas dėl SPF?", thread_ts=self.root.ts), "SPF", thread=self.root.ts)

    async def dropped(self) -> None:
        before = len(self.stage.ws.state.messages(SUPPORT))
        mail = await self.stage.ws.drop_file("laiskas.eml", BOUNCE)
        assert len(self.stage.ws.state.messages(SUPPORT)) > before
        await self.ask(lambda: asyncio.sleep(0), "5.1.1", thread=mail.ts)

    async def vote(self) -> None:
        positive, before = next(self.turn), len(self.stage.ws.calls)
        await self.stage.ws.click(self.root, "vote", "positive" if positive else "negative")
        await self._kept("SELECT DISTINCT positive FROM votes", (int(positive),))
        await self.stage.ws.until(lambda _: len(self.stage.ws.calls) > before)  # thanks come last

    async def drafted(self) -> None:
        """A letter that only its asker sees, to be posted as it is."""
        before = {message.ts for message in self.stage.posts(thread=self.root.ts)}
        await self.stage.ws.say("parašyk klientui", thread_ts=self.root.ts)
        self.draft = await self.stage.ws.until(
            lambda _: next(
                (message for message in self.stage.posts(thread=self.root.ts) if message.ts not in before), None
            )
        )
        await self.memory.settled()

    async def letter(self) -> None:
        assert self.draft is not None
        draft = self.draft
        await self.ask(lambda: self.stage.ws.click(draft, POST_LETTER), "Laba diena,", thread=self.root.ts)

    async def opened(self) -> None:
        """A window with a letter in it."""
        buttons = [element for block in self.root.blocks if block["type"] == "actions" for element in block["elements"]]
        (action,) = [button["action_id"] for button in buttons if button.get("value") == "customer"]
        await self.stage.ws.click(self.root, str(action))
        self.window = await self.stage.ws.until(
            lambda state: next((view for view in state.modals(YOU.id) if "Laba diena," in str(view.content)), None)
        )

    async def edited(self) -> None:
        """Where it could not be posted in time the window stays open, and is sent off again."""
        assert self.window is not None
        text, window = f"Mano {next(self.letters)} laiškas.", self.window.id

        async def send() -> None:
            while open_ := self.stage.ws.state.view(window):
                await self.stage.ws.submit(open_, {"text": text})

        await self.ask(send, text, thread=self.root.ts)

    async def choice(self) -> None:
        language = "lt" if next(self.turn) else "en"
        await self.stage.ws.command("/smtp", f"lang {language} here")
        await self._kept("SELECT language FROM preferences WHERE scope = 'channel'", (language,))

    async def _kept(self, query: str, row: tuple[object, ...]) -> None:
        await self.memory.until(query, [row])
        await self.memory.settled()


class Part(NamedTuple):
    """What is asked, and what nothing fails in before that."""

    ask: Callable[[Story], Awaitable[None]]
    prepare: Callable[[Story], Awaitable[None]] | None = None


PARTS = (
    Part(Story.code),
    Part(Story.check),
    Part(Story.follow_up),
    Part(Story.dropped),
    Part(Story.letter, prepare=Story.drafted),
    Part(Story.edited, prepare=Story.opened),
    Part(Story.vote),
    Part(Story.choice),
)


@asynccontextmanager
async def beginning(folder: Path) -> AsyncIterator[Story]:
    """The bot, and a thread of its own."""
    async with playing("http", folder, sample_zones()) as stage:
        await stage.stop_bot()
        await stage.start_bot(user_rate=ANY_RATE, workspace_rate=ANY_RATE)
        await stage.ws.command("/mailcheck", "imone.example")
        memory = Memory(folder / "cases.db")
        root = await stage.answer(1, has=CHECKED)
        await memory.settled()
        yield Story(stage, memory, root)


FAILURES: Mapping[str, Callable[[Story, int], AbstractContextManager[Nth]]] = {
    "write": lambda _, n: failing_write(n),
    "commit": lambda _, n: failing_commit(n),
    "slack fails": lambda story, n: failing_call(story.stage, n, ServerError(500)),
    "slack breaks off": lambda story, n: failing_call(story.stage, n, Dropped(after=True)),
}


async def test_the_nth_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for waits, seconds in ((recovery, "_EVERY"), 0.2), ((retries, "_WAITS"), (0.02,) * 5):
        monkeypatch.setattr(*waits, seconds)
    async with beginning(tmp_path) as story:
        for (failure, failing), part in itertools.product(FAILURES.items(), PARTS):
            for n in range(1, _MOST):
                if part.prepare is not None:
                    await part.prepare(story)
                with failing(story, n) as nth:
                    await part.ask(story)
                if not nth.struck:
                    break
            assert 1 < n < _MOST, f"{failure}: {part.ask.__name__} had no such operation, or no end of them"

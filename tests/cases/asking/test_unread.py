"""Texts that cannot be read while Slack waits, or at all."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.cases.asking.texts import read_all, read_soon
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.asked import Answerable, Unread
from bot.cases.values.case import Case
from bot.cases.values.reader import TooHard
from bot.cases.values.typed import By, Refused, Typed
from bot.codes.values import BounceReading, CodeReading

PASTE = Unread("host mx.imone.lt said: 550 5.1.1 " + "x" * 300, By.SMTP)
CASE = Case("lt")
ANSWER = (Typed("550", By.SMTP),)


class Readers:
    """A reader to which this happens."""

    def __init__(self, happens: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._happens = happens

    async def file(self, name: str, content: bytes) -> BounceReading:
        raise NotImplementedError

    async def asked(self, unread: Unread, case: Case) -> tuple[Answerable, ...]:
        await self._happens()
        return ANSWER

    async def code(self, text: str) -> CodeReading | None:
        raise NotImplementedError


async def nothing() -> None:
    return


async def waits_for_others() -> None:
    await asyncio.Event().wait()


async def too_hard() -> None:
    raise TooHard


async def fault() -> None:
    raise ZeroDivisionError


async def test_what_is_read_at_once_is_known_before_the_acknowledgement() -> None:
    assert await read_soon(PASTE, CASE, Readers(nothing)) == ANSWER


async def test_what_has_to_wait_is_read_in_its_turn() -> None:
    assert await read_soon(PASTE, CASE, Readers(waits_for_others)) == (PASTE,)


async def test_what_takes_too_long_is_refused_whenever_it_is_read() -> None:
    refused = (Refused(Refusal.TOO_HARD),)
    assert await read_soon(PASTE, CASE, Readers(too_hard)) == refused
    assert await read_all((PASTE,), CASE, Readers(too_hard)) == refused


async def test_a_fault_is_left_for_its_turn_and_told_there() -> None:
    assert await read_soon(PASTE, CASE, Readers(fault)) == (PASTE,)
    with pytest.raises(ZeroDivisionError):
        await read_all((PASTE,), CASE, Readers(fault))


async def test_what_was_read_already_is_left_as_it_is() -> None:
    assert await read_all(ANSWER, CASE, Readers(fault)) == ANSWER

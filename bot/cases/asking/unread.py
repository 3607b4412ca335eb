"""Texts not read yet: read while Slack waits for its acknowledgement, where that is soon; else in their turn."""

import asyncio

from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.asked import Asked, By, Refused, Unread
from bot.cases.values.case import Case
from bot.cases.values.reader import Reader, TooHard

_SOON = 1.0
"""Seconds that an acknowledgement waits for a text's reading. Slack waits three, and writing it down comes after."""


async def read_soon(unread: Unread, case: Case, reader: Reader) -> tuple[Asked, ...]:
    """What a text asks, where that can be told while Slack waits; else the text itself, to be read in its turn."""
    try:
        async with asyncio.timeout(_SOON):
            return await reader.asked(unread, case)
    except TooHard:
        return (Refused(Refusal.TOO_HARD),)
    except TimeoutError:
        return (unread,)
    except Exception:  # noqa: BLE001  # it comes again when it is read in its turn, where it can be told
        return (unread,)


async def read_all(requests: tuple[Asked, ...], case: Case, reader: Reader) -> tuple[Asked, ...]:
    """The same requests with every text read: their turn has come."""
    read: list[Asked] = []
    for request in requests:
        if not isinstance(request, Unread):
            read.append(request)
            continue
        try:
            read += await reader.asked(request, case)
        except TooHard:
            read += () if request.way is By.UNASKED else (Refused(Refusal.TOO_HARD),)
    return tuple(read)

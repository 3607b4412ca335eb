"""Notices when the event loop stands still, so that nobody is answered: writes where, and counts it."""

import asyncio
import faulthandler
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ops.metrics import Metrics

log = logging.getLogger(__name__)
SILENCE = 2.0
"""Seconds without a sign of the loop that count as standing still: Slack waits three."""
_EVERY = 0.25
"""Seconds between two signs."""
_STDERR = 2


@asynccontextmanager
async def watched(metrics: Metrics, *, silence: float = SILENCE, file: int = _STDERR) -> AsyncIterator[None]:
    """Watches the running loop until this ends: one that gives no sign for `silence` seconds has the stack of every
    thread written to `file`, a descriptor, and is counted when it goes on. One a process.

    The stack holds files, lines and functions, and no values. It is written by `faulthandler`'s own thread, which needs
    no lock of Python's: a regular expression that runs for a minute keeps that lock, and every thread of ours with it.
    """
    signs = asyncio.create_task(_sign(metrics, silence, file))
    await asyncio.sleep(0)  # from here on, not from the loop's next turn on
    try:
        yield
    finally:
        signs.cancel()
        await asyncio.wait([signs])


async def _sign(metrics: Metrics, silence: float, file: int) -> None:
    loop = asyncio.get_running_loop()
    try:
        while True:
            faulthandler.dump_traceback_later(silence, file=file)
            last = loop.time()
            await asyncio.sleep(min(_EVERY, silence / 4))
            if (silent := loop.time() - last) >= silence:
                metrics.silent(silent)
                log.error("the event loop stood still for %.1f s; its stack was written to standard error", silent)
    finally:
        faulthandler.cancel_dump_traceback_later()

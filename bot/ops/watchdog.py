"""Notices when the event loop stands still, so that nobody is answered: writes where, and counts it."""

import asyncio
import faulthandler
import logging
import signal
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
    """Watches the running loop until this ends: one that gives no sign for `silence` seconds has the main
    thread's stack written to `file`, a descriptor, and is counted when it goes on. One a process, by SIGALRM.

    The stack holds files, lines and functions, and no values. The signal's handler writes it, in the main thread and
    without Python's lock: a regular expression that runs for a minute keeps that lock, and every thread of ours with
    it. No other thread may write it (`faulthandler.dump_traceback_later` does): it would read a stack that goes on
    changing, and has ended the process by a segmentation fault after a pause.
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
            faulthandler.register(signal.SIGALRM, file=file, all_threads=False)
            signal.setitimer(signal.ITIMER_REAL, silence)
            last = loop.time()
            await asyncio.sleep(min(_EVERY, silence / 4))
            if (silent := loop.time() - last) >= silence:
                metrics.silent(silent)
                log.error("the event loop stood still for %.1f s; its stack was written to standard error", silent)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.unregister(signal.SIGALRM)  # after the timer: a signal that nobody handles ends the process

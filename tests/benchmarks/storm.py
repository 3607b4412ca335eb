"""The storm of tests/scenarios, timed: how many of its commands are acknowledged in time, and how soon.

    python tests/benchmarks/storm.py [--way socket] [--loops 2]

`--loops`: so many endless loops run beside it, at the same priority. Over Socket Mode the connection is cut once, when
thirty commands are sent, and once replaced as Slack announces it. What is under way on a connection that is cut cannot
be acknowledged by anybody; it is counted apart.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.scenarios.storm import at_work, come, in_threads, storm

CUT = "connection_failed"


async def measure(way: str, loops: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(way, Path(folder)) as ws:
            start = time.perf_counter()
            with kept_busy(loops):
                outcome = await storm(ws, way, Path(folder))
                await come(ws, lambda: in_threads(ws) == outcome.threads)
            sent = [command for command in outcome.commands if command is not None]
            cut = sum(command.failure == CUT for command in sent)
            late = Counter(command.failure for command in sent if not command.acknowledged and command.failure != CUT)
            taken = sorted(command.seconds for command in sent if command.acknowledged)
            waited = [*taken, *[float("inf")] * late.total()]
            median, most = (waited[int(len(waited) * part)] for part in (0.5, 0.99))
            print(f"{way}, {loops} loops beside: {len(taken)} of {len(sent)} commands acknowledged, {cut} cut off,")
            print(f"{dict(late) or 'none'} otherwise not; of those not cut off half within {median:.2f} s, 99% within")
            print(f"{most:.2f} s; everything answered after {time.perf_counter() - start:.1f} s")


@contextmanager
def kept_busy(loops: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for loop in running:
            loop.kill()
            loop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", choices=["web", "socket"], default="socket")
    parser.add_argument("--loops", type=int, default=0)
    options = parser.parse_args()
    asyncio.run(measure(options.way, options.loops))

"""The storm of tests/scenarios, timed: how many of its commands are acknowledged in time, and how soon.

    python tests/benchmarks/storm.py [--way socket]

Deaf is the longest time in which commands were sent and none of them was acknowledged.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from itertools import groupby
from pathlib import Path

from tests.scenarios.storm import at_work, come, in_threads, storm


async def measure(way: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(way, Path(folder)) as ws:
            start = time.perf_counter()
            asked = await storm(ws, way, Path(folder))
            await come(ws, lambda: in_threads(ws) == asked.threads)
            sent = sorted((one for one in asked.commands if one), key=lambda one: one.sent)
            taken = sorted(one.seconds for one in sent if one.acknowledged)
            deaf = [[*run] for acknowledged, run in groupby(sent, lambda one: one.acknowledged) if not acknowledged]
            longest = max((run[-1].sent - run[0].sent for run in deaf), default=0.0)
            late = taken[int(len(taken) * 0.99)]
            print(f"{way}: {len(taken)} of {len(sent)} commands acknowledged, after {statistics.median(taken):.2f} s,")
            print(f"99% of them after {late:.2f} s, all after {taken[-1]:.2f} s; deaf for {longest:.2f} s at most;")
            print(f"everything answered after {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", choices=["web", "socket"], default="socket")
    asyncio.run(measure(parser.parse_args().way))

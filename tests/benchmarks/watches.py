"""Watched domains over three processes and one PostgreSQL, with one process killed in the middle.

    python tests/benchmarks/watches.py [--watches 2000] [--broken 50]

A `web` and two `worker` processes; this one is Slack and the DNS. All domains are due within a few seconds, faster
than they can be checked. Needs PostgreSQL's programs.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from pathlib import Path

from tests import postgres
from tests.scale.scene import Seen, play


def tell(seen: Seen, watches: int, broken: int) -> None:
    acks = sorted(seen.acks)
    print("| what | figure |\n| --- | --- |")
    print(f"| domains checked, of {watches} | {len(seen.times)} |")
    print(f"| times each | {dict(Counter(seen.times.values()))} |")
    print(f"| watches left overdue | {seen.overdue} |")
    print(f"| domains told of, of {broken} broken | {len(seen.news)} |")
    print(f"| messages about each | {dict(Counter(seen.news.values()))} |")
    print(f"| checks a second | {watches / seen.seconds:.0f} (all in {seen.seconds:.1f} s) |")
    print(f"| checks that the killed process left | {seen.left} |")
    print(f"| done by the others | {seen.moved:.1f} s after its death |")
    print(f"| commands acknowledged meanwhile | {len(acks)}, the median in {acks[len(acks) // 2]:.2f} s |")
    print(f"| the slowest | {acks[-1]:.2f} s |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, default=2000)
    parser.add_argument("--broken", type=int, default=50)
    options = parser.parse_args()
    programs = postgres.programs()
    assert programs is not None, "PostgreSQL is not installed"
    with postgres.cluster(programs) as cluster, tempfile.TemporaryDirectory() as folder:
        database = postgres.new_database(programs, cluster)
        seen = asyncio.run(play(options.watches, options.broken, database, Path(folder)))
    tell(seen, options.watches, options.broken)

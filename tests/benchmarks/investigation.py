"""From a pasted bounce to its root cause, over loopback DNS that takes 30 ms for each answer.

    python tests/benchmarks/investigation.py [--delay-ms 30] [--rounds 5]

Each recorded case is read from its text and followed to its root with a cold cache. Exit status 1 where the slowest
median passes a second.
"""

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.cases.answering.dropped import answer_mail
from bot.cases.root_cause.plans import plans
from bot.cases.values.answers.kinds import BounceAnswer
from bot.cases.values.case import Case
from bot.cases.values.investigation import CauseVerdict
from bot.codes.bounces.read import read_file
from bot.desk import open_desk
from bot.domains.engine.registry import all_checks
from bot.replies.render import slack
from bot.settings import Settings
from bot.workspace.dns import DnsServer
from tests.scenarios.recorded import Recorded, recorded

LIMIT_MS = 1000.0


async def once(case: Recorded, delay: float) -> float:
    """Milliseconds from the text to the finished answer's Slack blocks."""
    content = case.bounce.read_bytes()
    async with DnsServer(case.zones(), delay) as dns:
        address = f"{dns.host}:{dns.port}"
        async with open_desk(Settings(dns_nameservers=address, sample_nameserver=address)) as desk:
            started = time.perf_counter()
            turns = [turn async for turn in answer_mail(case.bounce.name, content, Case("lt"), desk)]
            slack(turns[-1].reply, "lt")
            elapsed = (time.perf_counter() - started) * 1000
    answer = turns[-1].reply.answer
    assert isinstance(answer, BounceAnswer)
    assert answer.investigation is not None
    assert answer.investigation.verdict is case.verdict, case.name
    return elapsed


def timed() -> list[Recorded]:
    """The cases that the DNS alone decides, and that it answers at all."""
    return [case for case in recorded() if case.policy is None and case.verdict is not CauseVerdict.UNKNOWN]


async def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--delay-ms", type=float, default=30.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    all_checks()
    plans()
    read_file("warm.txt", b"550 5.1.1 User unknown")
    worst = 0.0
    for case in timed():
        await once(case, 0.0)
        median = statistics.median([await once(case, options.delay_ms / 1000) for _ in range(options.rounds)])
        worst = max(worst, median)
        print(f"{case.name:22} {median:7.1f} ms")
    print(f"{'slowest median':22} {worst:7.1f} ms (limit {LIMIT_MS:.0f} ms, {options.delay_ms:.0f} ms an answer)")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

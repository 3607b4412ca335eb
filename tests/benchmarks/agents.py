"""Many agents at once: each sends a `/mailcheck` in the same moment, while every DNS answer takes its time.

    python tests/benchmarks/agents.py [--agents 200] [--delay 0.3]

The bot is a process of its own, as `python -m bot run web` starts it; this one is Slack and the DNS. Timed are the
acknowledgements, the first sign of an answer, and the whole answer; the memory is the bot's highest.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.furnish import YOU
from bot.workspace.values import Channel, ConversationKind
from bot.workspace.workspace import Workspace
from tests.scenarios.process import BotProcess

DOMAINS = (
    "imone.example",
    "sveika.example",
    "parduotuve.example",
    "acme.example",
    "kepykla.example",
    "listed.example",
    "nemokam.example",
    "senas.example",
    "zasis.example",
)
AGENTS_A_CHANNEL = 4
DONE = "Patikrinta"
LOOK_EVERY = 0.1


async def measure(agents: int, delay: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Workspace() as ws, DnsServer(sample_zones(), delay=delay) as dns:
            channels = [f"C0TEAM{number:03}" for number in range((agents + AGENTS_A_CHANNEL - 1) // AGENTS_A_CHANNEL)]
            for channel in channels:
                members = frozenset({YOU.id, ws.state.bot.id})
                ws.state.set_channel(Channel(channel, channel.lower(), ConversationKind.PUBLIC, members))
            async with BotProcess(ws, dns, Path(folder), "web", afresh=True) as bot:
                await bot.ready()
                await ws.command("/mailcheck", "imone.example", channel=channels[0])
                await ws.until(lambda _: len(complete(ws, channels)) == 1, timeout=60)
                for channel in channels[:1]:
                    for message in ws.state.messages(channel):
                        ws.state.delete(message)
                idle = bot.memory()
                start = time.perf_counter()
                shown: dict[str, float] = {}
                done: dict[str, float] = {}

                async def watch() -> None:
                    while len(done) < agents:
                        await asyncio.sleep(LOOK_EVERY)
                        now = time.perf_counter() - start
                        for channel in channels:
                            for message in ws.state.messages(channel):
                                shown.setdefault(message.ts, now)
                        for ts in complete(ws, channels):
                            done.setdefault(ts, now)

                requests = [
                    ws.command("/mailcheck", DOMAINS[number % len(DOMAINS)], channel=channels[number % len(channels)])
                    for number in range(agents)
                ]
                watching = asyncio.create_task(asyncio.wait_for(watch(), 180))
                deliveries = await asyncio.gather(*requests)
                await watching
                acks = [delivery.seconds for delivery in deliveries if delivery]
                assert all(delivery and delivery.acknowledged for delivery in deliveries)
                print(f"{agents} agents at once, every DNS answer after {delay * 1000:.0f} ms\n")
                print("| what | median | 99th percentile | slowest |\n| --- | --- | --- | --- |")
                for name, spent in (
                    ("acknowledged", acks),
                    ("first sign", list(shown.values())),
                    ("answer complete", list(done.values())),
                ):
                    print(f"| {name} | {line(spent)} |")
                print(f"\nmemory: {idle:.0f} MB before, {bot.peak_memory():.0f} MB at most")


def complete(ws: Workspace, channels: Sequence[str]) -> list[str]:
    """The ts of every answer that is complete."""
    return [message.ts for channel in channels for message in ws.state.messages(channel) if DONE in str(message.blocks)]


def line(spent: Sequence[float]) -> str:
    ordered = sorted(spent)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered):.2f} s | {late:.2f} s | {ordered[-1]:.2f} s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--delay", type=float, default=0.3)
    options = parser.parse_args()
    asyncio.run(measure(options.agents, options.delay))

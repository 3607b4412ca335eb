"""How long the bot is silent while somebody sends it texts and files that were made to stop it.

    python tests/benchmarks/hostile.py [--rounds 3]

The bot runs as a process of its own. Of each input so many come at once, as direct message, command or dropped file;
meanwhile `/healthz` is asked without a pause, and somebody else asks `/smtp 550`. Printed are the longest that either
waited, and what the bot's processes took of memory. The first line is the machine without any of them.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.manifest import read
from bot.workspace.workspace import Workspace
from tests.codes.bounces.msgbomb import ole_bomb
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import DIRECT
from tests.scenarios.test_hostile import EXIM, HONEST, MARKS, THAI, endless, with_recipients

AT_ONCE = 4
Send = Callable[[Workspace], Awaitable[object]]


@dataclass
class Longest:
    """Seconds."""

    health: float = 0.0
    acknowledged: float = 0.0


def said(text: str) -> Send:
    return lambda ws: ws.say(text, channel=DIRECT)


def typed(command: str, text: str) -> Send:
    return lambda ws: ws.command(command, text)


def dropped(name: str, content: bytes) -> Send:
    return lambda ws: ws.drop_file(name, content)


INPUTS: Sequence[tuple[str, Send]] = (
    ("nothing", lambda _: asyncio.sleep(0)),
    ("an honest mail", dropped("a.eml", HONEST)),
    ("300 letters", said("a" * 300)),
    ("300 Thai letters", said(THAI)),
    ("19,000 characters like Exim's log", typed("/smtp", EXIM)),
    ("18,000 combining marks", typed("/mailcheck", MARKS)),
    (".msg of 40 kB that says 2 GB", dropped("a.msg", ole_bomb(300))),
    (".msg of 5 MB that takes a minute", dropped("a.msg", endless())),
    (".eml of 3 MB, 25,800 recipients", dropped("a.eml", with_recipients(60, 430))),
)


async def health(address: str, longest: Longest) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            began = time.perf_counter()
            async with session.get(address) as answer:
                await answer.read()
            longest.health = max(longest.health, time.perf_counter() - began)
            await asyncio.sleep(0.01)


async def somebody_else(ws: Workspace, longest: Longest) -> None:
    while True:
        delivery = await ws.command("/smtp", "550")
        longest.acknowledged = max(longest.acknowledged, delivery.seconds)
        await asyncio.sleep(0.05)


async def measure(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Workspace(manifest=read(MANIFEST)) as ws,
            DnsServer(sample_zones()) as dns,
            BotProcess(ws, dns, Path(folder), "web", afresh=True) as bot,
        ):
            await bot.ready()
            await asyncio.sleep(6)  # its workers are started by then
            transport = ws.dispatcher.transport
            address = str(getattr(transport, "url", "")).replace("/slack/events", "/healthz")
            for name, send in INPUTS:
                longest = Longest()
                beside = [
                    asyncio.create_task(health(address, longest)),
                    asyncio.create_task(somebody_else(ws, longest)),
                ]
                for _ in range(rounds):
                    await asyncio.gather(*(send(ws) for _ in range(AT_ONCE)))
                    await ws.idle()
                    await asyncio.sleep(2)
                for task in beside:
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
                print(
                    f"{name:36} /healthz {longest.health:5.2f} s   /smtp 550 {longest.acknowledged:5.2f} s   "
                    f"memory {bot.memory():4.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    asyncio.run(measure(parser.parse_args().rounds))

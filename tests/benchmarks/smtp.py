"""`/smtp` over signed HTTP beside a bare Bolt app that answers a fixed sentence, in one run.

    python tests/benchmarks/smtp.py [--rounds 300]

Both get the same signed command and answer with `chat.postMessage`. Timed is from the command leaving Slack's stand-in

- `answered`: until the stand-in has read the message. What it does then is Slack's work, not an app's;
- `shown`: until it has also checked the message against Slack's rules. It goes through each block, and the bare app
  sends none;
- `processor`: as long as `shown`, the processor time of all three, which run in one process.

The two take turns, so that a slow machine is slow for both; on a busy one the fastest tenth tells more than the median.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.say.async_say import AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import over_http
from bot.settings import Settings
from bot.workspace.workspace import Workspace

SETTLED = 0.02
"""Seconds between two commands: what an app still does after its answer must not be timed as the other's."""
CODES = ("451", "550", "5.7.26", "421", "552", "en 450", "554 5.7.1", "250")


class Spent(NamedTuple):
    """Milliseconds from a command on; see above."""

    answered: float
    shown: float
    processor: float


@asynccontextmanager
async def bare(ws: Workspace) -> AsyncIterator[str]:
    """The least that Bolt can do: acknowledge, say."""
    client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
    app = AsyncApp(client=client, signing_secret=ws.signing_secret)

    @app.command("/smtp")
    async def smtp(ack: AsyncAck, say: AsyncSay) -> None:
        await ack()
        await say("The requested action was not taken.")

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", events)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


async def one(ws: Workspace, text: str) -> Spent:
    before = len(ws.state.messages())
    await asyncio.sleep(SETTLED)
    start, worked = time.perf_counter(), time.process_time()
    command = asyncio.create_task(ws.command("/smtp", text))
    await ws.until(lambda state: len(state.messages()) > before)
    shown, processor = time.perf_counter() - start, time.process_time() - worked
    answered = next(call.at for call in reversed(ws.calls) if call.method == "chat.postMessage") - start
    await command
    return Spent(answered * 1000, shown * 1000, processor * 1000)


def fastest(times: list[float]) -> float:
    """The mean of the fastest tenth."""
    return statistics.mean(sorted(times)[: max(1, len(times) // 10)])


async def measure(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Workspace() as ours_ws, Workspace() as bare_ws:
            settings = Settings(
                slack_bot_token=SecretStr(ours_ws.bot_token),
                slack_signing_secret=SecretStr(ours_ws.signing_secret),
                slack_api_url=ours_ws.url,
                host="127.0.0.1",
                port=0,
                user_rate="100000/minute",
                workspace_rate="100000/minute",
                database_url=f"sqlite+aiosqlite:///{Path(folder) / 'cases.db'}",
            )
            async with over_http(settings) as address, bare(bare_ws) as bare_url:
                await ours_ws.deliver_over_http(f"{address}/slack/events")
                await bare_ws.deliver_over_http(bare_url)
                ours, others = [], []
                for turn in range(rounds + 20):
                    text = CODES[turn % len(CODES)]
                    pair = (await one(ours_ws, text), await one(bare_ws, text))
                    if turn >= 20:
                        ours.append(pair[0])
                        others.append(pair[1])
    for what in Spent._fields:
        mine, bare_ones = ([getattr(spent, what) for spent in each] for each in (ours, others))
        for name, times in (("mailbot /smtp", mine), ("bare Bolt, fixed sentence", bare_ones)):
            p95 = statistics.quantiles(times, n=20)[-1]
            print(
                f"{what:10} {name:26} fastest tenth {fastest(times):6.2f} ms   "
                f"median {statistics.median(times):6.2f} ms   p95 {p95:6.2f} ms"
            )
        medians = statistics.median(mine) / statistics.median(bare_ones)
        print(
            f"{what:10} ratio: of the fastest tenths {fastest(mine) / fastest(bare_ones):.2f}, of medians {medians:.2f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    asyncio.run(measure(parser.parse_args().rounds))

"""What goes before what, while Slack waits."""

import asyncio

from bot.slack.wire.acknowledgements_first import AcknowledgementsFirst


async def test_an_event_lets_commands_pass_and_answers_wait_for_both() -> None:
    first, order = AcknowledgementsFirst(), list[str]()

    async def event() -> None:
        async with first.request(sent_again=True):
            order.append("event")

    async def answer() -> None:
        async with first.work():
            order.append("answer")

    async with first.request(sent_again=False):
        later = [asyncio.create_task(answer()), asyncio.create_task(event())]
        for _ in range(5):
            await asyncio.sleep(0)
        order.append("command")
    await asyncio.gather(*later)
    assert order == ["command", "event", "answer"]

"""What the workspace remembers, and how it tells of changes."""

import asyncio

import pytest

from bot.workspace import furnish
from bot.workspace.clock import Clock
from bot.workspace.values import ChangeKind


async def test_a_subscriber_hears_every_change_in_order(ws):
    heard = ws.state.subscribe()
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    message = await ws.say("labas")
    await ws.edit(message, "labas rytas")
    await ws.delete(message)
    changes = [await first, await anext(heard), await anext(heard)]
    await heard.aclose()
    assert [change.what for change in changes] == [ChangeKind.POSTED, ChangeKind.CHANGED, ChangeKind.DELETED]
    assert [change.message.text for change in changes] == ["labas", "labas rytas", "labas rytas"]


def test_no_two_messages_have_the_same_ts():
    state = furnish.furnished(clock=Clock(lambda: 1_700_000_000.0))
    stamps = [state.new_ts() for _ in range(100)]
    assert len(set(stamps)) == 100
    assert stamps == sorted(stamps)


async def test_waiting_in_vain_tells_what_happened_instead(ws, client):
    await client.auth_test()
    with pytest.raises(TimeoutError, match=r"auth\.test"):
        await ws.until(lambda state: state.messages(), timeout=0.1)


async def test_people_see_only_their_own_channels(ws):
    with pytest.raises(ValueError, match="sees no channel"):
        await ws.say("labas", channel=furnish.DIRECT, user=furnish.COLLEAGUE.id)

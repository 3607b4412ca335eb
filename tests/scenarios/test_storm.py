"""Everything misbehaves at once: each request is answered once, however long it takes."""

from pathlib import Path

import pytest

from tests.scenarios.storm import at_work, come, in_threads, storm
from tests.scenarios.teams import answered, ids


@pytest.mark.parametrize("way", ["web", "socket"])
async def test_five_hundred_requests_in_a_storm_are_each_answered_once(way: str, tmp_path: Path) -> None:
    async with at_work(way, tmp_path) as ws:
        requests = await storm(ws, way, tmp_path)
        taken, lost = ids(requests.commands, acknowledged=True), ids(requests.commands, acknowledged=False)
        await come(ws, lambda: in_threads(ws) == requests.threads and answered(ws).keys() >= {*taken})
        assert in_threads(ws) == requests.threads
        got = answered(ws)
        assert {key: got[key] for key in taken} == dict.fromkeys(taken, 1)
        # Of a command that was cut off, or acknowledged too late, the asker was told that it failed.
        assert all(got[key] <= 1 for key in lost)

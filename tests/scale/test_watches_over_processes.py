"""Three processes share the watches: each domain is checked once an interval, though one of them is killed."""

from pathlib import Path

from tests import postgres
from tests.scale.scene import play

WATCHES, BROKEN = 200, 20


async def test_every_domain_is_checked_once_and_every_change_posted_once(tmp_path: Path) -> None:
    programs = postgres.programs_or_skip()
    with postgres.cluster(programs) as cluster:
        seen = await play(WATCHES, BROKEN, postgres.new_database(programs, cluster), tmp_path)
    assert len(seen.times) == WATCHES
    assert set(seen.times.values()) == {1}
    assert seen.overdue == 0
    assert len(seen.news) == BROKEN
    assert set(seen.news.values()) == {1}
    assert seen.left > 0
    assert seen.acks, "commands were acknowledged meanwhile"
    assert seen.stopped == [0] * len(seen.stopped)

"""Where an answer may be what ends its process, it is begun among few, and the last time alone."""

import asyncio

from bot.slack.outbox.under_way import Company, Quarantine


class Room:
    """Who is inside, and who was met there."""

    def __init__(self) -> None:
        self.quarantine = Quarantine()
        self.inside: set[str] = set()
        self.met: dict[str, set[str]] = {}
        self.go = asyncio.Event()

    async def enter(self, name: str, company: Company) -> None:
        async with self.quarantine.beside(company):
            self.inside.add(name)
            for pair in self.inside:
                self.met.setdefault(pair, set()).update(self.inside - {pair})
            await self.go.wait()
            self.inside.discard(name)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_nobody_waits_where_nobody_is_suspected() -> None:
    room = Room()
    tasks = [asyncio.create_task(room.enter(str(number), Company.ANY)) for number in range(50)]
    await settle()
    assert len(room.inside) == 50
    room.go.set()
    await asyncio.gather(*tasks)


async def test_suspects_come_a_few_at_a_time_and_others_beside_them() -> None:
    room = Room()
    tasks = [asyncio.create_task(room.enter(f"suspect {number}", Company.FEW)) for number in range(50)]
    tasks.append(asyncio.create_task(room.enter("new", Company.ANY)))
    await settle()
    assert "new" in room.inside
    assert 1 < len(room.inside) < 50
    room.go.set()
    await asyncio.gather(*tasks)
    assert len(room.met) == 51


async def test_who_is_alone_meets_nobody() -> None:
    room = Room()
    names = [("new 1", Company.ANY), ("last", Company.NONE), ("new 2", Company.ANY), ("last too", Company.NONE)]
    tasks = [asyncio.create_task(room.enter(*name)) for name in names]
    await settle()
    assert room.inside == {"new 1"}
    room.go.set()
    await asyncio.gather(*tasks)
    assert room.met["last"] == room.met["last too"] == set()
    assert set(room.met) == {name for name, _ in names}

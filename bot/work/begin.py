"""Starts background work in the way that the database allows."""

from contextlib import AbstractAsyncContextManager

from bot.ops.metrics import Metrics
from bot.storage.database import SQLITE, asynchronous
from bot.work.chores import Chores
from bot.work.single_process import alone


def working(
    database_url: str, chores: Chores, metrics: Metrics, *, at_once: int, finish: float
) -> AbstractAsyncContextManager[None]:
    """Does the chores until this ends, together with every process on the same PostgreSQL. `at_once`: checks under way
    in this process; `finish`: seconds that they have when this ends."""
    if asynchronous(database_url).get_backend_name() == SQLITE:
        return alone(chores, metrics, at_once, finish)
    from bot.work.queue import shared  # noqa: PLC0415  # SQLite needs neither its library nor the library's driver

    return shared(database_url, chores, metrics, at_once, finish)

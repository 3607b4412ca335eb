"""Work that several processes share: a queue in PostgreSQL (procrastinate, https://procrastinate.readthedocs.io).

Every process works on it. Which of them calls for what is due, and which does what, PostgreSQL's own locks decide. A
process says every few seconds that it lives; what a dead one had begun another one begins again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from bot.ops.metrics import Metrics
from bot.storage.database import for_libpq
from bot.storage.queue_tables import SCHEMA
from bot.work.chores import RETRIES, Chores, Duty

log = logging.getLogger(__name__)
_ALIVE = 2.0
"""Seconds between two signs of life."""
DEAD = 10.0
"""Seconds without a sign of life after which a process counts as dead."""
_LOOK = 1.0
"""Seconds between two looks at the queue by an idle process."""
_AGAIN = 5.0
"""Seconds until a process starts again after the database was out of reach."""
_CONNECTIONS = 4
_PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
"""Seconds for a connection; milliseconds after which one whose packets nobody acknowledges is gone: the kernel itself
tries on for a quarter of an hour."""
_SOON = 10
"""The priority of what keeps the queue going; checks have 0."""
_CALL, _RESCUE, _FORGET = "* * * * * */5", "* * * * * 2-59/5", "17 */6 * * *"
"""When: seconds stand last."""
_WATCH = "watch"


@asynccontextmanager
async def shared(url: str, chores: Chores, metrics: Metrics, at_once: int, finish: float) -> AsyncIterator[None]:
    """Takes part in the work until this ends. Then it begins nothing new, and has `finish` seconds for what it began;
    other processes do the rest. `at_once`: checks under way here."""
    options: dict[str, Any] = {"options": f"-c search_path={SCHEMA}", **_PATIENCE}
    connector = PsycopgConnector(conninfo=for_libpq(url), kwargs=options, min_size=1, max_size=_CONNECTIONS)
    async with _app(connector, chores).open_async() as app:
        working = asyncio.create_task(_work(app, at_once, finish))
        counting = asyncio.create_task(_count(app, metrics))
        try:
            yield
        finally:
            for task in (working, counting):
                task.cancel()
            await asyncio.gather(working, counting, return_exceptions=True)


def _app(connector: PsycopgConnector, chores: Chores) -> App:
    app = App(connector=connector)
    waits = RetryStrategy(max_attempts=RETRIES, exponential_wait=5)

    @app.task(name=_WATCH, retry=waits, pass_context=True)
    async def watch(context: JobContext, *, team: str, channel: str, domain: str, due: float) -> None:
        await chores.attempt(Duty(team, channel, domain, due), context.job.attempts)

    async def take(duties: Sequence[Duty]) -> None:
        # No `queueing_lock`: where one check's job waits already, another's retry would be refused and never end.
        # The few jobs that are there twice are no harm: `lock` puts one after the other, and it finds nothing to do.
        jobs = [watch.configure(lock=duty.watch, task_kwargs=asdict(duty)).job for duty in duties]
        await app.job_manager.batch_defer_jobs_async(jobs)

    @app.periodic(cron=_CALL)
    @app.task(name="call", lock="call", queueing_lock="call", priority=_SOON)
    async def call(timestamp: int) -> None:
        await chores.hand_out(take, await _waiting(app))

    @app.periodic(cron=_RESCUE)
    @app.task(name="rescue", queueing_lock="rescue", priority=_SOON)
    async def rescue(timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD):
            await _rescue(app, job)

    @app.periodic(cron=_FORGET)
    @app.task(name="forget", queueing_lock="forget")
    async def forget(timestamp: int) -> None:
        await chores.forget()

    return app


async def _rescue(app: App, job: Job) -> None:
    """What a dead process had begun is begun again, or given up where it may be what kills: it is called for anew.
    So is everything periodic."""
    log.info("a job was left by a process that ended", extra={"task": job.task_name})
    if job.task_name == _WATCH and job.attempts <= RETRIES:
        await app.job_manager.retry_job(job)
    else:
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


async def _work(app: App, at_once: int, finish: float) -> None:
    while True:
        try:
            await app.run_worker_async(
                concurrency=at_once,
                fetch_job_polling_interval=_LOOK,
                listen_notify=False,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=finish,
                update_heartbeat_interval=_ALIVE,
                stalled_worker_timeout=DEAD,
            )
        except ConnectorException:
            log.exception("the queue is out of reach")
        if (task := asyncio.current_task()) is not None and task.cancelling():
            return
        await asyncio.sleep(_AGAIN)


async def _count(app: App, metrics: Metrics) -> None:
    while True:
        with suppress(ConnectorException):
            metrics.jobs_waiting(await _waiting(app))
        await asyncio.sleep(DEAD)


async def _waiting(app: App) -> int:
    """Jobs that nobody has begun."""
    return sum(queue["jobs_count"] for queue in await app.job_manager.list_queues_async(status="todo"))

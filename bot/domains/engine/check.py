"""All checks of one domain at once: a name in, growing reports out."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterable
from types import coroutine
from typing import Any

from bot.domains.declaration import FAILED, Check
from bot.domains.engine.gated import Gate
from bot.domains.engine.one_record import united
from bot.domains.engine.own_trouble import OwnTrouble, as_our_trouble
from bot.domains.engine.registry import all_checks, maker, place
from bot.domains.knowledge.providers import identify
from bot.domains.net.dns import Answer
from bot.domains.net.fetch import Fetcher
from bot.domains.net.resolver import Budget, CheckResolver, SharedResolver
from bot.domains.net.status_pages import StatusPages
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import guessed_addresses, mail_hosts
from bot.domains.values import Fact, Finding, Options, Report, Status, measured

_log = logging.getLogger(__name__)
Making = asyncio.Task[tuple[Finding, ...]]
"""A check under way."""
PATIENCE = 1.0
"""Seconds without an answer about the domain after which our own resolver is looked at."""
GROWS_EVERY = 0.1
"""Seconds between two growing reports: nobody reads faster, and each has to be judged as a whole."""


async def check(
    domain: str,
    resolver: SharedResolver,
    options: Options | None = None,
    *,
    fetch: Fetcher | None = None,
    status_pages: StatusPages | None = None,
    budget: Budget | None = None,
    fresh: bool = False,
    growing: bool = True,
    on_whole: Callable[[Report], None] | None = None,
) -> AsyncIterator[Report]:
    """Yields a report when more is known, at most every `GROWS_EVERY`, the last one `done`; where not `growing`, only
    that one.

    `domain` as `bot.domains.name.read` gives it. `fetch` and `status_pages` are used only with `options.network`.
    `fresh` asks everything again. `on_whole` is given the last report before it is yielded. If the domain does not
    exist, only checks declared `of_missing` run. Where our own resolver is in trouble, one finding says so. Never
    raises for what a check does.
    """
    options = options or Options()
    started = time.perf_counter()
    if not fresh:
        await resolver.bring(domain)
    view = resolver.for_check(budget, fresh=fresh, domain=domain)
    look = Look(domain, view, options, *((fetch, status_pages) if options.network else ()))
    wanted = [check for check in all_checks() if not options.only or check.name in options.only]
    if resolver.idle and not options.only:
        view.put([(domain, "MX"), *guessed_addresses(domain)])
    first = asyncio.create_task(view.ask_all(((domain, "MX"), (domain, "TXT"))))
    tasks = {
        asyncio.create_task(_metered(_make(check, look), view)): check
        for check in sorted(wanted, key=lambda check: not check.early)
    }
    findings: list[Finding] = []
    gate = Gate(look)
    provider: str | None = None
    trouble = OwnTrouble(resolver, domain)
    try:
        if not await _answered(first, look) and await trouble.before(first):
            await _cancel(tasks)
            tasks, findings = {}, as_our_trouble(())
        elif await _gone(look):
            tasks = await _keep(tasks)
        elif not all(check.of_missing for check in wanted):
            provider = await _provider(look)
        waiting = set(tasks)
        while True:
            finished, waiting = await _more(waiting, growing=growing)
            findings.extend(finding for task in tasks if task in finished for finding in task.result())
            pending = tuple(check.name for task, check in tasks.items() if task in waiting)
            if not pending and _leaves_unknown(findings) and await trouble.among(findings):
                findings = as_our_trouble(findings)
            elapsed = (time.perf_counter() - started) * 1000
            shown = measured(await _proposed(worst_first(findings), gate))
            report = Report(domain, shown, pending, elapsed, view.queries, provider)
            if report.done and on_whole is not None:
                on_whole(report)
            yield report
            if report.done:
                return
    finally:
        await _cancel([first, *tasks])
        await look.close()
        if trouble.asked is not None:
            await trouble.close()
        view.close()
        if view.queries:
            resolver.leave(domain, view.asked)


async def last(domain: str, reports: AsyncIterator[Report]) -> Report:
    """The last of a domain's growing reports."""
    report = Report(domain, ())
    async for report in reports:  # noqa: B007  # the last one is kept
        pass
    return report


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first; among equals in the order of the four questions."""
    return tuple(sorted(findings, key=lambda finding: (-finding.status.rank, place(finding.check), finding.code)))


async def _more(waiting: set[Making], *, growing: bool) -> tuple[set[Making], set[Making]]:
    """Waits until some are finished, or all where not `growing`; those, and the rest. None are where none wait."""
    if not growing:
        for task in waiting:
            await task  # most are finished when their turn comes, and call nobody back
        return waiting, set()
    finished: set[Making] = set()
    while waiting and not finished:
        finished, waiting = await asyncio.wait(waiting, timeout=GROWS_EVERY)
    return finished, waiting


async def _answered(first: asyncio.Task[list[Answer]], look: Look) -> bool:
    """Whether one of the first answers tells something of the domain in good time: then our own resolver works.

    Where none does, the checks that look for the cause want the SOA without validation, if the resolver fails and does
    not just wait. It is asked for now, so that a slow failure is waited for only once."""
    done, _ = await asyncio.wait([first], timeout=PATIENCE)
    if done and any(answer.outcome.known for answer in first.result()):
        return True
    look.resolver.put(((look.domain, "SOA"),), checking_disabled=True)
    return False


def _leaves_unknown(findings: Iterable[Finding]) -> bool:
    return any(finding.status is Status.UNKNOWN for finding in findings)


async def _proposed(findings: tuple[Finding, ...], gate: Gate) -> tuple[Finding, ...]:
    """The findings with their proposals united, and without the records that must not be proposed."""
    return await gate.passed(united(findings)) if any(finding.publish for finding in findings) else findings


async def _make(check: Check, look: Look) -> tuple[Finding, ...]:
    """A check's findings; one that breaks is told as unknown, and the rest goes on."""
    try:
        return await maker(check.name)(look)
    except Exception as error:  # noqa: BLE001 - whatever a check stumbles over, the others are still right
        _log.exception("the check %s of %s failed", check.name, look.domain)
        facts = (Fact("fault", type(error).__name__),)
        return (Finding(check.name, Status.UNKNOWN, f"{check.name}-{FAILED}", facts=facts),)


async def _metered(making: Coroutine[Any, Any, tuple[Finding, ...]], view: CheckResolver) -> tuple[Finding, ...]:
    """Awaits a check, and tells `view` the seconds that each of its steps took, from one wait to the next. What it
    waits for is not counted, nor are the tasks that it starts."""
    return await _stepped(making, view)


@coroutine
def _stepped(
    making: Coroutine[Any, Any, tuple[Finding, ...]], view: CheckResolver
) -> Generator[Any, Any, tuple[Finding, ...]]:
    error: BaseException | None = None
    while True:
        clock = view.clock
        begin = clock()
        try:
            waited = making.send(None) if error is None else making.throw(error)
        except StopIteration as end:
            findings: tuple[Finding, ...] = end.value
            return findings
        finally:
            view.worked(clock() - begin)
        try:
            yield waited
            error = None
        except BaseException as raised:  # noqa: BLE001 - a cancellation is the check's to hear of
            error = raised


async def _gone(look: Look) -> bool:
    """Whether the name does not exist at all (RFC 8020), so that every other question is idle."""
    return (await mail_hosts(look)).gone


async def _provider(look: Look) -> str | None:
    mail = await mail_hosts(look)
    return identify(mail.hosts, look.domain) if mail.known and not mail.null else None


async def _keep(tasks: dict[Making, Check]) -> dict[Making, Check]:
    """Ends every task but those that speak of a domain that does not exist."""
    kept = {task: check for task, check in tasks.items() if check.of_missing}
    await _cancel(task for task in tasks if task not in kept)
    return kept


async def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    ended = tuple(task for task in tasks if not task.done())
    for task in ended:
        task.cancel()
    await asyncio.gather(*ended, return_exceptions=True)

"""Watching domains: beginning, ending, and what is watched."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.cases.answering.subjects import about_domain
from bot.cases.over_time.changes import memory
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.watching import UnwatchAnswer, WatchAnswer, WatchesAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.questions import Intent, Question
from bot.cases.values.watch import Every, TooManyWatches, Watched, Watching
from bot.domains import name
from bot.domains.values import Status


async def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Begins or ends the watch of the question's domain, else of the case's; or lists all."""
    watching = desk.watching
    if watching is None:
        yield case, RefusalAnswer(Refusal.NOT_HERE)
    elif question.intent is Intent.WATCHES:
        yield case, WatchesAnswer(_worst_first(await watching.watched()))
    else:
        domain = about(case, question)
        if isinstance(domain, RefusalAnswer):
            yield case, domain
        elif question.intent is Intent.WATCH:
            yield await _begin(case, domain, question.detail, watching, desk)
        else:
            yield of_domain(case, domain), UnwatchAnswer(domain, await watching.end(domain))


def about(case: Case, question: Question) -> str | RefusalAnswer:
    """The domain that is asked about, ASCII: the one named, else the case's."""
    if question.subject is None:
        return case.domain or RefusalAnswer(Refusal.WHICH_DOMAIN)
    read = name.read(question.subject)
    return read.ascii if isinstance(read, name.Domain) else RefusalAnswer(Refusal.NOT_A_DOMAIN, question.subject)


def of_domain(case: Case, domain: str) -> Case:
    """The case from now on: a thread about nothing yet, or about another domain, is about this one."""
    if case.domain == domain:
        return case
    return replace(
        case,
        topic=Topic.DOMAIN,
        domain=domain,
        spoken_of=None,
        last_check=None,
        sender_ip=None,
        selectors=(),
        closed=False,
    )


def _worst_first(watched: Sequence[Watched]) -> tuple[Watched, ...]:
    """Each domain once, as its most frequent watch has it; of those that stand alike, the one checked longest ago is
    first. What was never checked is worst of all: nothing is known of it."""
    often = {entry.watch.domain: entry for entry in sorted(watched, key=lambda entry: -entry.watch.every.seconds)}
    return tuple(sorted(often.values(), key=_badness))


def _badness(entry: Watched) -> tuple[int, float, str]:
    return (-entry.worst.rank if entry.worst else -len(Status), entry.checked or 0.0, entry.watch.domain)


async def _begin(
    case: Case, domain: str, every: str | None, watching: Watching, desk: Desk
) -> tuple[Case, WatchAnswer | RefusalAnswer]:
    after = of_domain(case, domain)
    # The watch will check without this thread's sending address and selectors, so the first report does too.
    report = await about_domain.whole(replace(after, sender_ip=None, selectors=()), domain, desk)
    try:
        watch = await watching.begin(domain, Every(every) if every else None, case.language, report)
    except TooManyWatches:
        return case, RefusalAnswer(Refusal.TOO_MANY_WATCHES)
    if after.topic is Topic.DOMAIN:
        after = replace(after, last_check=memory(report))
    return after, WatchAnswer(watch, report)

"""Asking one blocklist, and whether to believe it: its test entry must be listed and its control entry must not."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from dns.rdtypes.IN.A import A

from bot.domains.knowledge.blocklists import (
    Blocklist,
    Interpretation,
    ListAnswer,
    Listing,
    Subject,
    interpret,
)
from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.shared.records import evidence
from bot.domains.values import Record


class ListState(StrEnum):
    """How far a list can be believed today."""

    WORKING = "working"
    REFUSING = "refusing"
    """It does not answer our resolver: too many questions, or no contract."""
    UNRELIABLE = "unreliable"
    """Its test entry is not listed, or it lists what nobody lists: a dead or changed zone."""
    SILENT = "silent"
    """No answer came."""


class Hit(NamedTuple):
    """One subject that a working list holds."""

    subject: Subject
    listings: tuple[Listing, ...]
    evidence: tuple[Record, ...]


class Consultation(NamedTuple):
    """What one list said of all that it was asked. `hits` is filled only when it is `WORKING`."""

    blocklist: Blocklist
    state: ListState
    hits: tuple[Hit, ...] = ()


class _FirstAnswers(NamedTuple):
    """What one list answered at first."""

    blocklist: Blocklist
    state: ListState
    listed: tuple[tuple[Subject, Answer, Interpretation], ...] = ()

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """What is asked then, where something is listed: the reasons, and the control entry."""
        control = self.blocklist.control
        reasons = tuple((answer.name, "TXT") for _, answer, _ in self.listed)
        return (*reasons, (self.blocklist.entry(control), "A")) if control is not None else reasons


async def consult(
    resolver: Resolver, wanted: Sequence[tuple[Blocklist, tuple[Subject, ...]]]
) -> tuple[Consultation, ...]:
    """Asks every list for its subjects and its test entry, all at once; where something is listed, then for the reason
    and the control entry."""
    answers = iter(await resolver.ask_all(questions(wanted)))
    first_answers = [_first(blocklist, subjects, answers) for blocklist, subjects in wanted]
    for each in first_answers:
        if each.listed:
            resolver.put(each.questions)
    return tuple(
        [
            await _consulted(resolver, each) if each.listed else Consultation(each.blocklist, each.state)
            for each in first_answers
        ]
    )


def tests_of(lists: Iterable[Blocklist]) -> list[tuple[str, str]]:
    """The questions about the lists' test entries, which `consult` asks with the others."""
    return [(blocklist.test_name, "A") for blocklist in lists]


def questions(wanted: Sequence[tuple[Blocklist, tuple[Subject, ...]]]) -> list[tuple[str, str]]:
    """What `consult` asks first: of each list the test entry, then the subjects."""
    return [
        (name, "A")
        for blocklist, subjects in wanted
        for name in (blocklist.test_name, *map(blocklist.question, subjects))
    ]


def _first(blocklist: Blocklist, subjects: tuple[Subject, ...], answers: Iterator[Answer]) -> _FirstAnswers:
    """Takes the list's own answers, which come next: the one about the test entry, then one for each subject. Most say
    only that there is nothing."""
    test = next(answers)
    telling = [
        (subject, answer, _read(blocklist, answer))
        for subject, answer in zip(subjects, answers, strict=False)
        if answer.records or not answer.outcome.known
    ]
    state = _state([(test, _read(blocklist, test)), *[(answer, reading) for _, answer, reading in telling]])
    if state is not ListState.WORKING or not telling:
        return _FirstAnswers(blocklist, state)
    return _FirstAnswers(blocklist, state, tuple(each for each in telling if each[2].word is ListAnswer.LISTED))


async def _consulted(resolver: Resolver, first: _FirstAnswers) -> Consultation:
    answers = await resolver.ask_all(first.questions)
    if len(answers) > len(first.listed) and answers[-1].records:
        return Consultation(first.blocklist, ListState.UNRELIABLE)
    hits = (
        Hit(subject, reading.listings, evidence(answer, reason))
        for (subject, answer, reading), reason in zip(first.listed, answers, strict=False)
    )
    return Consultation(first.blocklist, first.state, tuple(hits))


def _read(blocklist: Blocklist, answer: Answer) -> Interpretation:
    return interpret(blocklist, tuple([rdata.address for rdata in answer.records if isinstance(rdata, A)]))


def _state(answers: list[tuple[Answer, Interpretation]]) -> ListState:
    """`answers`: the one about the test entry first; those that say that there is nothing may be left out."""
    silent = strange = False
    for answer, reading in answers:
        if reading.word is ListAnswer.REFUSED or answer.outcome is Outcome.REFUSED:
            return ListState.REFUSING
        silent = silent or not answer.outcome.known
        strange = strange or reading.word is ListAnswer.STRANGE
    if silent:
        return ListState.SILENT
    listed = answers[0][1].word is ListAnswer.LISTED
    return ListState.WORKING if listed and not strange else ListState.UNRELIABLE

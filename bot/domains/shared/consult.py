"""Asking one blocklist, and whether to believe it: its test entry must be listed and its control entry must not."""

from dataclasses import dataclass
from enum import StrEnum

from dns.rdtypes.IN.A import A

from bot.domains.addresses import Address
from bot.domains.knowledge.blocklists import Blocklist, Listing, Reading, Word, interpret
from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.shared.records import evidence
from bot.domains.values import Record

Subject = Address | str


class State(StrEnum):
    """How far a list can be believed today."""

    WORKING = "working"
    REFUSING = "refusing"
    """It does not answer our resolver: too many questions, or no contract."""
    UNRELIABLE = "unreliable"
    """Its test entry is not listed, or it lists what nobody lists: a dead or changed zone."""
    SILENT = "silent"
    """No answer came."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One subject that a working list holds."""

    subject: Subject
    listings: tuple[Listing, ...]
    evidence: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Consultation:
    """What one list said of all that it was asked. `hits` is filled only when it is `WORKING`."""

    blocklist: Blocklist
    state: State
    hits: tuple[Hit, ...] = ()


async def consult(resolver: Resolver, blocklist: Blocklist, subjects: tuple[Subject, ...]) -> Consultation:
    """Asks for the subjects and the test entry at once; where something is listed, for the control entry after it."""
    questions = [blocklist.entry(blocklist.test), *(blocklist.question(subject) for subject in subjects)]
    test, *answers = await resolver.ask_all((name, "A") for name in questions)
    readings = [_read(blocklist, answer) for answer in answers]
    state = _state(blocklist, test, answers, readings)
    if state is not State.WORKING:
        return Consultation(blocklist, state)
    listed = [
        (subject, answer, reading)
        for subject, answer, reading in zip(subjects, answers, readings, strict=True)
        if reading.word is Word.LISTED
    ]
    if not listed:
        return Consultation(blocklist, state)
    control = blocklist.control
    queries = [(answer.name, "TXT") for _, answer, _ in listed]
    if control is not None:
        queries.append((blocklist.entry(control), "A"))
    *reasons, last = await resolver.ask_all(queries)
    if control is None:
        reasons.append(last)
    elif last.records:
        return Consultation(blocklist, State.UNRELIABLE)
    hits = [
        Hit(subject, reading.listings, evidence(answer, reason))
        for (subject, answer, reading), reason in zip(listed, reasons, strict=True)
    ]
    return Consultation(blocklist, state, tuple(hits))


def _read(blocklist: Blocklist, answer: Answer) -> Reading:
    return interpret(blocklist, tuple(rdata.address for rdata in answer.records if isinstance(rdata, A)))


def _state(blocklist: Blocklist, test: Answer, answers: list[Answer], readings: list[Reading]) -> State:
    words = {_read(blocklist, test).word, *(reading.word for reading in readings)}
    outcomes = {test.outcome, *(answer.outcome for answer in answers)}
    if Word.REFUSED in words or Outcome.REFUSED in outcomes:
        return State.REFUSING
    if not all(outcome.known for outcome in outcomes):
        return State.SILENT
    if Word.STRANGE in words or _read(blocklist, test).word is not Word.LISTED:
        return State.UNRELIABLE
    return State.WORKING

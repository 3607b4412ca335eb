"""The customer's letter: what it tells, what the customer is to do, and how it ends. `letter.xml` only words it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.cases.values.answers.kinds import CustomerAnswer
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.codes.values import Actor, Explanation, Resend
from bot.domains.declaration import Keeper
from bot.domains.engine.registry import check_named, code_of
from bot.domains.values import Finding, Record, Report, Status
from bot.mails.values import MailReading
from bot.replies.findings import FindingStep, steps
from bot.replies.words.texts import Texts

MOST = 4
"""Findings in one letter: more at once would overwhelm."""


class LetterBody(StrEnum):
    """What the letter tells after its greeting."""

    CODE = "code"
    MAIL = "mail"
    """What is wrong with a mail, with nothing found to add to it."""
    CAUSE = "cause"
    """A bounce's cause, with nothing found to add to it."""
    LIMITS = "limits"
    """The cause, and the sending limits."""
    FOUND = "found"
    """The fault in the customer's domain that made the mail come back."""
    FOUND_ADDRESS = "found-address"
    """The fault in the address that sent it."""
    FOUND_RECIPIENT = "found-recipient"
    """The fault in the recipient's domain, told to the one who wrote to it."""
    FOR_OWNER = "for-owner"
    """The same, told to whoever owns that domain: perhaps the customer."""
    FIXED = "fixed"
    UNKNOWN = "unknown"
    MISSING = "missing"
    """There is no such domain."""
    WRONG = "wrong"
    UNCHECKED = "unchecked"
    """Nothing about the domain could be checked."""
    PARTLY = "partly"
    """What could be checked is right."""
    FINE = "fine"


class Ending(StrEnum):
    """How the letter ends, after the steps."""

    NOTHING = "nothing"
    WAIT_SEND = "wait-send"
    """Wait for the DNS, then send again."""
    WAIT_WRITE = "wait"
    """Wait for the DNS, then write to us."""
    SEND = "then-send"
    WRITE = "then-write"


class Again(StrEnum):
    """What the letter about a code says of sending again."""

    NOTHING = "nothing"
    AUTOMATIC = "automatic"
    LATER = "later"
    AFTER_YOU = "after-you"
    """Once the customer has done what the letter says."""
    AFTER_RECIPIENT = "after-recipient"
    AFTER_OTHERS = "after-others"
    NO = "no"


@dataclass(frozen=True, slots=True)
class LetterChange:
    """One record to be changed or made by the customer."""

    name: str
    type: str
    label: str | None
    """The name within its zone, as control panels ask for it: `_dmarc`; empty: the zone's own name; None: not known."""
    before: tuple[str, ...]
    """What stands there now, as far as the check saw it."""
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered thing to be done."""

    finding: Finding
    changes: tuple[LetterChange, ...]
    above: bool
    """An earlier item's record settles this one too."""


@dataclass(frozen=True, slots=True)
class Letter:
    told: LetterBody
    items: tuple[Item, ...] = ()
    more: bool = False
    """There are further findings, left for later."""
    unchecked: tuple[str, ...] = ()
    """Names of the checks that could not be made."""
    findings: tuple[Finding, ...] = ()
    """All that was found, to tell who keeps the zone."""
    then: Ending = Ending.NOTHING
    again: Again = Again.NOTHING

    @property
    def edits_zone(self) -> bool:
        """Whether there is a record to change in the domain's zone; a PTR record stands in none of the customer's."""
        return _edits_zone(self.items)

    @property
    def edits_mx(self) -> bool:
        return any(change.type == "MX" for item in self.items for change in item.changes)


def plan(answer: CustomerAnswer, texts: Texts) -> Letter:
    """What to write to the customer. `texts`: those of the letter's language, which have words for a correspondent."""
    if answer.mail is not None:
        return _about_mail(answer.mail, answer.investigation)
    if answer.diagnosis is not None:
        return _about_bounce(answer.investigation, texts)
    if answer.explanation is not None:
        return Letter(LetterBody.CODE, again=_again(answer.explanation.exact))
    return _about_domain(answer.report or Report("", ()))


def _again(code: Explanation) -> Again:
    match code.resend, code.actors[0]:
        case Resend.NOT_NEEDED, _:
            return Again.NOTHING
        case Resend.AUTOMATIC, _:
            return Again.AUTOMATIC
        case Resend.LATER, _:
            return Again.LATER
        case Resend.NO, _:
            return Again.NO
        case Resend.AFTER_FIX, Actor.SENDER:
            return Again.AFTER_YOU
        case Resend.AFTER_FIX, Actor.RECIPIENT | Actor.RECIPIENT_ADMIN:
            return Again.AFTER_RECIPIENT
        case _:
            return Again.AFTER_OTHERS


def _about_bounce(seen: Investigation | None, texts: Texts) -> Letter:
    if seen is None or (seen.verdict is CauseVerdict.NOTHING_TO_CHECK and not seen.limits):
        return Letter(LetterBody.CAUSE)
    if seen.limits:
        return Letter(LetterBody.LIMITS)
    if seen.verdict is CauseVerdict.NOT_CONFIRMED:
        return Letter(LetterBody.FIXED)
    if seen.verdict is CauseVerdict.UNKNOWN or seen.root is None:
        return Letter(LetterBody.UNKNOWN)
    root = seen.root
    if seen.about_recipient:
        text = texts.finding(root, seen.domain)
        if text and "correspondent" in text:
            return Letter(LetterBody.FOUND_RECIPIENT, _items((root,), seen.findings))
        return _found(LetterBody.FOR_OWNER, root, seen)
    of_address = seen.address is not None and check_named(root.check).keeper is Keeper.ADDRESS
    return _found(LetterBody.FOUND_ADDRESS if of_address else LetterBody.FOUND, root, seen)


def _about_mail(mail: MailReading, seen: Investigation | None) -> Letter:
    """The fault in the customer's domain where one was found; the problem's own words come before it. Whoever got a
    dangerous mail is warned, and asked for no record: the domain is perhaps not theirs."""
    if mail.problem.is_dangerous or seen is None or seen.root is None or seen.verdict is not CauseVerdict.CONFIRMED:
        return Letter(LetterBody.MAIL)
    of_address = seen.address is not None and check_named(seen.root.check).keeper is Keeper.ADDRESS
    if of_address:
        return Letter(LetterBody.MAIL)
    items = _items((seen.root,), seen.findings)
    ending = Ending.WAIT_WRITE if _edits_zone(items) else Ending.WRITE
    return Letter(LetterBody.FOUND, items, findings=seen.findings, then=ending)


def _found(message: LetterBody, root: Finding, seen: Investigation) -> Letter:
    items = _items((root,), seen.findings)
    return Letter(message, items, findings=seen.findings, then=Ending.WAIT_SEND if _edits_zone(items) else Ending.SEND)


def _about_domain(report: Report) -> Letter:
    findings = report.findings
    missing = tuple(finding for finding in findings if code_of(finding).no_such_domain)
    if missing:
        return Letter(LetterBody.MISSING, _items(missing, findings), findings=findings)
    wrong = tuple(finding for finding in findings if finding.status in (Status.ERROR, Status.WARNING))
    unchecked = tuple(dict.fromkeys(finding.check for finding in findings if finding.status is Status.UNKNOWN))
    if wrong:
        items = _items(wrong[:MOST], findings)
        ending = Ending.WAIT_WRITE if _edits_zone(items) else Ending.WRITE
        return Letter(LetterBody.WRONG, items, len(wrong) > MOST, unchecked, findings, ending)
    if unchecked:
        known = any(finding.status is not Status.UNKNOWN for finding in findings)
        return Letter(LetterBody.PARTLY if known else LetterBody.UNCHECKED, unchecked=unchecked)
    return Letter(LetterBody.FINE)


def _items(wrong: tuple[Finding, ...], findings: Iterable[Finding]) -> tuple[Item, ...]:
    zones = {record.name for finding in findings for record in finding.evidence if record.type == "NS"}
    return tuple(Item(step.finding, _changes(step, zones), step.above) for step in steps(wrong))


def _edits_zone(items: tuple[Item, ...]) -> bool:
    return any(change.type != "PTR" for item in items for change in item.changes)


def _changes(step: FindingStep, zones: set[str]) -> tuple[LetterChange, ...]:
    values: dict[tuple[str, str], list[str]] = {}
    for record in step.records:
        values.setdefault((record.name, record.type), []).append(record.value)
    return tuple(
        LetterChange(name, type_, _label(name, zones), _before(step.finding, name, type_, after), tuple(after))
        for (name, type_), after in values.items()
    )


def _label(name: str, zones: set[str]) -> str | None:
    """The name within the deepest zone that holds it."""
    holding = [zone for zone in zones if name == zone or name.endswith(f".{zone}")]
    return name.removesuffix(max(holding, key=len)).rstrip(".") if holding else None


def _before(finding: Finding, name: str, type_: str, after: list[str]) -> tuple[str, ...]:
    """The records that the new ones take the place of: a name may hold other TXT records, which stay."""
    there = [record for record in finding.evidence if (record.name, record.type) == (name, type_)]
    return tuple(record.value for record in there if type_ != "TXT" or _same_kind(record, after[0]))


def _same_kind(record: Record, new: str) -> bool:
    """Whether both are SPF records, or both DMARC records: told by their version, however it is misspelt."""
    kind = new.partition(";")[0].split(" ")[0].lower().removeprefix("v=").rstrip("1")
    return kind in record.value.lower()

"""Finding the record that applies to a domain: the DNS tree walk of RFC 9989, 4.10, all its names asked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domains.net.dns import Answer
from bot.domains.shared.look import Look
from bot.domains.shared.records import texts
from bot.domains.standards.dmarc.record import DmarcRecord, Policy, is_dmarc, read

LONGEST_WALK = 8
"""Questions of one walk (4.10)."""


class WalkStep(NamedTuple):
    """One name of the walk. `record` is None where there is none, or several, which count as none."""

    domain: str
    answer: Answer
    record: DmarcRecord | None
    several: bool


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the walk found for one domain."""

    domain: str
    steps: tuple[WalkStep, ...]
    """From the domain upwards, as far as a receiver would go."""
    applied: WalkStep | None
    """Whose record applies; None where none does."""
    organisational: str
    fault: Answer | None
    """The answer that failed, where what applies hangs on it."""

    @property
    def inherited(self) -> bool:
        return self.applied is not None and self.applied.domain != self.domain

    @property
    def policy(self) -> Policy | None:
        """What is asked for mail from this very domain, which exists; None where DMARC does not apply."""
        if self.applied is None or self.applied.record is None:
            return None
        return self.applied.record.below if self.inherited else self.applied.record.own

    @property
    def several(self) -> WalkStep | None:
        """The nearest step with more than one record."""
        return next((step for step in self.steps if step.several), None)


def walk(domain: str) -> tuple[str, ...]:
    """The names whose `_dmarc` is asked for: the domain, then its parents down to the top-level domain."""
    labels = domain.split(".")
    start = 1 if len(labels) < LONGEST_WALK else len(labels) - (LONGEST_WALK - 1)
    return (domain, *(".".join(labels[index:]) for index in range(start, len(labels))))


async def discover(look: Look) -> Discovery:
    """One round trip; concluded once for all checks."""
    names = walk(look.domain)
    answers = await look.resolver.ask_all((f"_dmarc.{name}", "TXT") for name in names)
    return look.once(_concluded, look.domain, names, answers)


def _concluded(domain: str, names: tuple[str, ...], answers: Sequence[Answer]) -> Discovery:
    return conclude(domain, tuple(_step(name, answer) for name, answer in zip(names, answers, strict=True)))


def conclude(domain: str, every: tuple[WalkStep, ...]) -> Discovery:
    """What applies, from the answers alone (4.10.1, 4.10.2). A `psd` tag of `y` or `n` ends the walk."""
    end = next((n for n, step in enumerate(every) if step.record is not None and step.record.psd != "u"), len(every))
    steps = every[: end + 1]
    with_record = [step for step in steps if step.record is not None]
    organisational = _organisational(domain, with_record)
    own, above = steps[0], [step for step in with_record if step.domain != domain]
    applied: WalkStep | None = own if own.record is not None else None
    if applied is None:
        applied = next((step for step in above if step.domain == organisational), None)
    if applied is None:
        applied = next((step for step in above if step.record is not None and step.record.psd == "y"), None)
    return Discovery(domain, steps, applied, organisational, _fault(steps, applied))


def _step(domain: str, answer: Answer) -> WalkStep:
    records = [text for text in texts(answer) if is_dmarc(text)]
    return WalkStep(domain, answer, read(records[0]) if len(records) == 1 else None, len(records) > 1)


def _organisational(domain: str, with_record: list[WalkStep]) -> str:
    for step in with_record:
        if step.record is None:
            continue
        if step.record.psd == "n":
            return step.domain
        if step.record.psd == "y" and step.domain != domain:
            labels = domain.split(".")
            return ".".join(labels[-(step.domain.count(".") + 2) :])
    return with_record[-1].domain if with_record else domain


def _fault(steps: tuple[WalkStep, ...], applied: WalkStep | None) -> Answer | None:
    """A failed answer matters unless a nearer record applies anyway; a top-level domain's hardly ever does."""
    for step in steps:
        if step is applied and step is steps[0]:
            return None
        if not step.answer.outcome.known and (applied is None or "." in step.domain or step is steps[0]):
            return step.answer
    return None

"""Answers to what people ask on: why, more plainly, what else it can be, what follows. Values; `replies` words them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cases.values.investigation import Investigation
    from bot.codes.values import Diagnosis, Explanation
    from bot.domains.declaration import Risk
    from bot.domains.values import Finding, Report


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """The same in words that need no knowledge of the field. One of the three is there."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class ShorterAnswer:
    """The same in the one sentence that a ticket takes. One of the first four is there."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    """Of one check, where that was spoken of last."""
    domain: str | None = None
    """Whose findings they are."""
    investigation: Investigation | None = None
    """What was looked up about the bounce."""


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """What lies behind a code, a bounce, or a domain's worst fault."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    investigation: Investigation | None = None
    domain: str | None = None
    findings: tuple[Finding, ...] = ()
    """Of the domain: what is wrong, worst first."""


@dataclass(frozen=True, slots=True)
class SpamAnswer:
    """Why mail lands in the spam folder, as far as the domain's records tell."""

    domain: str | None
    wrong: tuple[Finding, ...] = ()
    """Faults that filters weigh, the heaviest first."""
    weak: tuple[Finding, ...] = ()
    """What is no fault, yet vouches for nothing: a DMARC policy that only watches."""
    unknown: tuple[Finding, ...] = ()
    """What could not be checked."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One change that was proposed, with what it can do."""

    finding: Finding
    risk: Risk


@dataclass(frozen=True, slots=True)
class SafeAnswer:
    """Whether the proposed changes can do harm."""

    domain: str | None
    proposed: tuple[Proposed, ...] = ()

    @property
    def worst(self) -> Risk | None:
        """None where nothing was proposed."""
        return max((proposal.risk for proposal in self.proposed), key=lambda risk: risk.rank, default=None)


@dataclass(frozen=True, slots=True)
class OursAnswer:
    """What follows if the sending server is one's own, and what if it is not."""

    domain: str | None
    address: str | None = None
    """The server's, where one was named."""
    finding: Finding | None = None
    """What SPF says of that address."""
    allowed: bool | None = None
    """None where it is not known."""


@dataclass(frozen=True, slots=True)
class RepeatsAnswer:
    """What to do if the error comes again and again."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    domain: str | None = None
    findings: tuple[Finding, ...] = ()
    """Of the domain: what keeps it coming."""
    permanent: bool = False
    """A refusal for good: it comes each time until its cause is gone."""


@dataclass(frozen=True, slots=True)
class DeniedAnswer:
    """The customer says that they sent no such mail: a stolen password, or a forged sender."""

    domain: str | None = None
    policy: Finding | None = None
    """What DMARC says of the domain, where there is one."""
    limits: bool = False
    """The code is one of those that the guide's sending limits give."""


@dataclass(frozen=True, slots=True)
class StillAnswer:
    """What was advised is done, and the error remains."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None


FurtherAnswer = (
    PlainAnswer
    | ShorterAnswer
    | WhyAnswer
    | SpamAnswer
    | SafeAnswer
    | OursAnswer
    | RepeatsAnswer
    | DeniedAnswer
    | StillAnswer
)

"""The budget of one check: time, questions, bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds what a hostile or broken zone can cost; past it every further answer is `Outcome.BUDGET`."""

    seconds: float = 15.0
    """From the check's first question."""
    queries: int = 600
    """Different questions that the check may put. A healthy domain needs about a hundred."""
    outside: int = 100
    """Of these, how many about names that the zone could choose: a zone must not turn its checks on somebody else's
    name servers. Questions below the domain, blocklists' and known providers' are not counted."""
    bytes: int = 4 * 1024 * 1024
    """Of all answers together: they are held until the check is over. A healthy domain's have some 20,000."""
    work: float = 2.0
    """Seconds of processor time that the checks may take between their questions. A healthy domain takes some 0.05."""

"""What one check may spend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds what a hostile or broken zone can cost; past it every further answer is `Outcome.BUDGET`."""

    seconds: float = 15.0
    """From the check's first question."""
    queries: int = 600
    """Different questions that the check may put. A healthy domain needs about a hundred."""

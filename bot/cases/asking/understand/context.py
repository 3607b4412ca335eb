"""What a follow-up is said in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """The thread's case, as far as understanding needs it."""

    kind: str
    """`code`, `domain` or `bounce`."""
    value: str = ""
    """The code, or the domain in ASCII; empty where there is none."""
    spoken_of: str | None = None
    """What was last spoken of, a check's name or a code: what "it" and "tai" mean."""

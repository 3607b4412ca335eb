"""What is to be done about findings, one after another: a record that several of them want is given once."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domains.values import Finding, Record


@dataclass(frozen=True, slots=True)
class Step:
    """One finding's place in an answer."""

    finding: Finding
    records: tuple[Record, ...]
    """Those to publish that no earlier step gave."""
    above: bool
    """An earlier step gave a record that this finding wants too."""


def steps(findings: Iterable[Finding]) -> tuple[Step, ...]:
    """The findings in their order; their records united by `bot.domains.engine.one_record`."""
    earlier: set[Record] = set()
    made = []
    for finding in findings:
        records = tuple(record for record in finding.publish if record not in earlier)
        made.append(Step(finding, records, len(records) < len(finding.publish)))
        earlier.update(records)
    return tuple(made)

"""Who can put a finding right: every check has somebody."""

import pytest

from bot.domains.declaration import Keeper
from bot.domains.engine.keepers import by_keeper, keeper
from bot.domains.engine.registry import all_checks
from bot.domains.values import Finding, Status

FINDINGS = [Finding(check.name, status, code) for check in all_checks() for code, status in check.statuses().items()]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda one: one.code)
def test_every_finding_has_a_keeper(finding: Finding) -> None:
    assert (keeper(finding) is Keeper.UNKNOWN) == (finding.status is Status.UNKNOWN)


def test_a_reverse_name_and_a_blocklist_are_no_matter_of_the_zone() -> None:
    found = tuple(Finding(code.partition("-")[0], Status.ERROR, code) for code in ("ptr-missing", "spf-several"))
    listed = Finding("blocklist", Status.ERROR, "blocklist-listed")
    groups = by_keeper((*found, listed))
    assert [(one.keeper, [f.code for f in one.findings]) for one in groups] == [
        (Keeper.ADDRESS, ["ptr-missing", "blocklist-listed"]),
        (Keeper.ZONE, ["spf-several"]),
    ]

"""Who can put a finding right: every check has somebody."""

from bot.domains.declaration import Keeper
from bot.domains.engine.keepers import by_keeper, keeper
from bot.domains.engine.registry import all_checks
from bot.domains.values import Finding, Status


def test_every_finding_has_a_keeper() -> None:
    statuses = [(check.name, code, status) for check in all_checks() for code, status in check.statuses().items()]
    findings = [Finding(name, status, code) for name, code, status in statuses]
    assert findings
    keepers = [(finding.code, keeper(finding), finding.status is Status.UNKNOWN) for finding in findings]
    assert [each for each in keepers if (each[1] is Keeper.UNKNOWN) != each[2]] == []


def test_a_reverse_name_and_a_blocklist_are_no_matter_of_the_zone() -> None:
    findings = tuple(Finding(code.partition("-")[0], Status.ERROR, code) for code in ("ptr-missing", "spf-several"))
    listed = Finding("blocklist", Status.ERROR, "blocklist-listed")
    groups = by_keeper((*findings, listed))
    assert [(group.keeper, [f.code for f in group.findings]) for group in groups] == [
        (Keeper.ADDRESS, ["ptr-missing", "blocklist-listed"]),
        (Keeper.ZONE, ["spf-several"]),
    ]

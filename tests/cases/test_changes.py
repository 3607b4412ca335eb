"""What "check again" says."""

from bot.cases.case import CheckMemory
from bot.cases.changes import all_fixed, changes, memory
from bot.domains.values import Finding, Report, Status


def report(*findings: Finding) -> Report:
    return Report("imone.lt", findings)


MISSING = Finding("spf", Status.WARNING, "spf-missing")
OK = Finding("spf", Status.OK, "spf-ok")
NONE = Finding("dmarc", Status.WARNING, "dmarc-missing")
SILENT = Finding("spf", Status.UNKNOWN, "spf-unknown")


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_fixed_new_and_same_are_told_apart() -> None:
    said = changes(memory(report(MISSING, NONE)), report(OK, NONE, Finding("mx", Status.ERROR, "mx-missing")))
    assert said.fixed == ("spf-missing",)
    assert codes(said.new) == ["mx-missing"]
    assert codes(said.same) == ["dmarc-missing"]
    assert not said.first


def test_what_could_not_be_checked_now_is_not_called_fixed() -> None:
    said = changes(memory(report(MISSING)), report(SILENT))
    assert said.fixed == ()
    assert codes(said.new) == ["spf-unknown"]
    assert not all_fixed(said)


def test_there_may_be_nothing_to_compare_with() -> None:
    assert changes(None, report(MISSING)).first
    assert changes(CheckMemory("kita.lt", ("spf-missing",), 0.0), report(OK)).first


def test_all_is_fixed_only_where_something_was_wrong_and_nothing_is() -> None:
    assert all_fixed(changes(memory(report(MISSING)), report(OK)))
    assert not all_fixed(changes(memory(report(OK)), report(OK)))
    assert not all_fixed(changes(memory(report(MISSING, NONE)), report(OK, NONE)))

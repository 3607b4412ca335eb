"""What "check again" says."""

from bot.cases.over_time.changes import changes, changes_of, memory, memory_of
from bot.cases.values.case import CheckMemory
from bot.cases.values.investigation import CauseVerdict, Investigation
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
    answer = changes(memory(report(MISSING, NONE)), report(OK, NONE, Finding("mx", Status.ERROR, "mx-missing")))
    assert answer.fixed == ("spf-missing",)
    assert codes(answer.new) == ["mx-missing"]
    assert codes(answer.same) == ["dmarc-missing"]
    assert not answer.first


def test_what_could_not_be_checked_now_is_not_called_fixed() -> None:
    answer = changes(memory(report(MISSING)), report(SILENT))
    assert answer.fixed == ()
    assert codes(answer.new) == ["spf-unknown"]
    assert not answer.solved


def test_there_may_be_nothing_to_compare_with() -> None:
    assert changes(None, report(MISSING)).first
    assert changes(CheckMemory("kita.lt", ("spf-missing",), 0.0), report(OK)).first


def test_all_is_fixed_only_where_something_was_wrong_and_nothing_is() -> None:
    assert changes(memory(report(MISSING)), report(OK)).solved
    assert not changes(memory(report(OK)), report(OK)).solved
    assert not changes(memory(report(MISSING, NONE)), report(OK, NONE)).solved


def test_what_never_could_be_determined_keeps_no_case_open() -> None:
    unknown_selector = Finding("dkim", Status.UNKNOWN, "dkim-not-found")
    assert changes(memory(report(MISSING, unknown_selector)), report(OK, unknown_selector)).solved


def test_a_bounce_is_solved_when_its_cause_is_gone() -> None:
    before = memory_of(Investigation(CauseVerdict.CONFIRMED, "imone.lt", (MISSING,), MISSING))
    passing = Finding("spf", Status.OK, "spf-sender-pass")
    answer = changes_of(before, Investigation(CauseVerdict.NOT_CONFIRMED, "imone.lt", (passing,), against=passing))
    assert (answer.fixed, answer.solved) == (("spf-missing",), True)
    still = changes_of(before, Investigation(CauseVerdict.CONFIRMED, "imone.lt", (MISSING,), MISSING))
    assert (still.fixed, still.solved, codes(still.same)) == ((), False, ["spf-missing"])


def test_only_checks_that_were_made_both_times_are_compared() -> None:
    narrow = memory_of(Investigation(CauseVerdict.CONFIRMED, "imone.lt", (MISSING,), MISSING))
    whole = changes(narrow, report(MISSING, NONE))
    assert codes(whole.new) == []
    assert changes_of(memory(report(MISSING, NONE)), Investigation(CauseVerdict.UNKNOWN, "imone.lt", (OK,))).fixed == (
        "spf-missing",
    )

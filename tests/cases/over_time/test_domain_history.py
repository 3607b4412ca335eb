"""What a domain's history says."""

from bot.cases.over_time.changes import changes, memory
from bot.cases.over_time.history import earlier, standing
from bot.cases.values.answers.changes import Earlier, WrongSince
from bot.cases.values.differences import Difference
from bot.cases.values.history import FindingMark, RecordMark, Stretch
from bot.domains.values import Finding, Record, Report, Status

DAY = 86_400.0
NOW = 100 * DAY
MISSING = Finding("spf", Status.WARNING, "spf-missing")
NONE = Finding("dmarc", Status.WARNING, "dmarc-missing")
OK = FindingMark("spf", "spf-ok", Status.OK)
WRONG = FindingMark("spf", "spf-missing", Status.WARNING)
SILENT = FindingMark("spf", "spf-unknown", Status.UNKNOWN)


def stretch(day: float, *marks: FindingMark, records: tuple[RecordMark, ...] = ()) -> Stretch:
    return Stretch(day * DAY, day * DAY, 1, marks, records)


def test_since_when_something_is_wrong() -> None:
    history = [stretch(1, WRONG), stretch(2, OK), stretch(3, WRONG), stretch(4, SILENT), stretch(5, WRONG)]
    assert standing(history, [MISSING, NONE], NOW) == (WrongSince("spf-missing", 3 * DAY, at_least=False),)


def test_what_was_there_at_the_first_check_is_there_at_least_since_then() -> None:
    history = [stretch(1, SILENT), stretch(2, WRONG), stretch(3, WRONG)]
    assert standing(history, [MISSING], NOW) == (WrongSince("spf-missing", 2 * DAY, at_least=True),)


def test_what_is_wrong_since_today_or_not_any_more_needs_no_date() -> None:
    assert standing([stretch(99.5, WRONG)], [MISSING], NOW) == ()
    assert standing([stretch(1, WRONG), stretch(2, OK)], [MISSING], NOW) == ()
    assert standing([], [MISSING], NOW) == ()


def test_what_changed_at_earlier_checks_the_newest_first() -> None:
    mx = [RecordMark("imone.lt", "MX", digest) for digest in ("one", "two", "three")]
    history = [
        stretch(1, WRONG, records=(mx[0],)),
        stretch(2, OK, records=(mx[0], RecordMark("imone.lt", "TXT", "a"))),
        stretch(3, OK, records=(mx[1], mx[2], RecordMark("mx.ovh.com", "TXT", "b"))),
        stretch(4, OK, records=(mx[2], mx[1], RecordMark("mx.ovh.com", "TXT", "c"))),
        stretch(5, WRONG, records=(mx[1], mx[2])),
    ]
    assert earlier(history, "imone.lt") == (
        Earlier(5 * DAY, ("spf-missing",), (), ()),
        Earlier(3 * DAY, (), (), (mx[1],)),
        Earlier(2 * DAY, (), ("spf-missing",), ()),
    )


def test_a_check_that_failed_is_no_change() -> None:
    history = [stretch(1, WRONG), stretch(2, SILENT), stretch(3), stretch(4, WRONG), stretch(5, SILENT), stretch(6, OK)]
    assert earlier(history, "imone.lt") == (Earlier(6 * DAY, (), ("spf-missing",), ()),)
    half = FindingMark("dmarc", "dmarc-rua-unknown", Status.UNKNOWN)
    ok = FindingMark("dmarc", "dmarc-ok", Status.OK)
    bad = FindingMark("dmarc", "dmarc-rua-unauthorised", Status.WARNING)
    assert earlier([stretch(1, ok, bad), stretch(2, ok, half), stretch(3, ok, bad)], "imone.lt") == ()


def report(*findings: Finding) -> Report:
    return Report("imone.lt", findings)


def spf(value: str) -> Finding:
    return Finding("spf", Status.OK, "spf-ok", (Record("imone.lt", "TXT", value),))


def test_a_records_parts_that_changed_since_the_cases_last_check() -> None:
    answer = changes(memory(report(spf("v=spf1 mx a -all"), NONE)), report(spf("v=spf1 mx ~all"), NONE))
    assert answer.records == (Difference("imone.lt", "TXT", ("a", "-all"), ("~all",)),)
    silent = Finding("spf", Status.UNKNOWN, "spf-unknown")
    assert changes(memory(report(silent)), report(spf("v=spf1 mx ~all"))).records == ()
    assert changes(memory(report(spf("v=spf1 mx ~all"))), report(silent)).records == ()
    assert changes(memory(report(spf("v=spf1 mx ~all"))), report(MISSING)).records == (
        Difference("imone.lt", "TXT", ("v=spf1 mx ~all",), ()),
    )


def test_one_record_that_two_checks_show_changed_once() -> None:
    def mail(value: str) -> Report:
        records = (Record("imone.lt", "MX", value),)
        return report(
            Finding("mx", Status.OK, "mx-ok", records), Finding("provider", Status.OK, "provider-ok", records)
        )

    assert changes(memory(mail("1 a.")), mail("1 b.")).records == (Difference("imone.lt", "MX", ("1 a",), ("1 b",)),)


def test_earlier_checks_are_told_where_they_are_asked_for_and_not_twice() -> None:
    before = memory(report(NONE))
    past = [
        stretch(1, OK),
        stretch(2, WRONG),
        stretch(3, OK),
        Stretch(before.at + 1, before.at + 1, 1, (WRONG,), ()),
    ]
    answer = changes(before, report(MISSING, NONE), past, whole_past=True)
    assert [change.at for change in answer.earlier] == [3 * DAY, 2 * DAY]
    assert changes(before, report(MISSING, NONE), past).earlier == ()
    assert changes(before, report(NONE), past, whole_past=True).earlier[0].at == before.at + 1

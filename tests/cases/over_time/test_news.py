"""What a watch tells of, what it keeps to itself, and since when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.over_time.news import known, news
from bot.cases.values.answers.watching import Change, WatchNewsAnswer
from bot.cases.values.history import FindingMark, Stretch, marks
from bot.cases.values.watch import Every, Watch
from bot.domains.values import Fact, Finding, Record, Report, Status

WATCH = Watch("T1", "C1", "imone.lt", Every.DAILY, "U1", "lt", 0.0, 9000.0)
WITH_OVH = Finding("spf", Status.OK, "spf-ok", (Record("imone.lt", "TXT", "v=spf1 include:mx.ovh.com a -all"),))
WITHOUT = Finding(
    "spf", Status.WARNING, "spf-provider-missing", (Record("imone.lt", "TXT", "v=spf1 a -all"),), (Fact("term", "x"),)
)
NO_SPF = Finding("spf", Status.WARNING, "spf-missing")
SPF_SILENT = Finding("spf", Status.UNKNOWN, "spf-unknown")
REJECT = Finding("dmarc", Status.OK, "dmarc-ok", (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=reject"),))
NONE = Finding("dmarc", Status.NOTICE, "dmarc-monitoring", (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none"),))
REFUSED = Finding("blocklist", Status.UNKNOWN, "blocklist-refused", facts=(Fact("lists", "Spamhaus ZEN"),))
CLEAN = Finding("blocklist", Status.OK, "blocklist-clean")
EXISTS = Finding("domain", Status.OK, "domain-ok")
SIGNED = Finding("dnssec", Status.OK, "dnssec-secure")
REGISTERED = Finding("domain", Status.OK, "domain-registered", facts=(Fact("days", 200),))


def report(*findings: Finding) -> Report:
    return Report("imone.lt", findings)


def listed(name: str) -> Finding:
    return Finding("blocklist", Status.ERROR, "blocklist-listed", facts=(Fact("list", name),))


def expires(days: int) -> Finding:
    return Finding("domain", Status.WARNING, "domain-expires", facts=(Fact("days", days),))


def signatures_end(days: int) -> Finding:
    return Finding("dnssec", Status.WARNING, "dnssec-signatures-expiring", facts=(Fact("days", days),))


def changes_told(before: Report, now: Report, *history: Stretch) -> tuple[list[str], list[str]]:
    """The codes of what got worse and of what was fixed."""
    answer = news(WATCH, before, now, history) or WatchNewsAnswer(WATCH, (), (), now)
    return [change.finding.code for change in answer.worse], [change.finding.code for change in answer.fixed]


def stretch(at: float, *findings: Finding) -> Stretch:
    return Stretch(at, at + 500.0, 6, *marks(report(*findings)))


def only(changes: tuple[Change, ...]) -> Change:
    (change,) = changes
    return change


def test_a_term_that_is_gone_is_told_with_since_when_all_was_well() -> None:
    history = [stretch(1000.0, NO_SPF), stretch(2000.0, WITH_OVH), stretch(3000.0, WITH_OVH, NONE)]
    answer = news(WATCH, report(WITH_OVH), report(WITHOUT), history)
    assert answer is not None
    assert only(answer.worse) == Change(WITHOUT, 2000.0, ("include:mx.ovh.com",))
    assert answer.fixed == ()


def test_what_is_fixed_is_told_with_since_when_it_was_wrong() -> None:
    history = [stretch(1000.0, WITH_OVH), stretch(2000.0, WITHOUT), stretch(3000.0, WITHOUT, NONE)]
    answer = news(WATCH, report(WITHOUT), report(WITH_OVH), history)
    assert answer is not None
    assert only(answer.fixed) == Change(WITHOUT, 2000.0, (), ("include:mx.ovh.com",))


def test_a_colleagues_check_in_between_takes_nothing_from_since_when() -> None:
    history = [stretch(1000.0, WITH_OVH), stretch(2000.0, SPF_SILENT), stretch(3000.0, WITHOUT)]
    answer = news(WATCH, report(WITH_OVH), report(WITHOUT), history)
    assert answer is not None
    assert only(answer.worse).since == 1000.0


def test_since_when_is_not_claimed_where_it_is_not_known() -> None:
    other = Finding("spf", Status.WARNING, "spf-no-all")
    for history in ([], [stretch(1000.0, SPF_SILENT)], [stretch(1000.0, WITH_OVH), stretch(2000.0, other)]):
        answer = news(WATCH, report(WITH_OVH), report(WITHOUT), history)
        assert answer is not None
        assert only(answer.worse).since is None


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((WITH_OVH, REJECT), (REJECT, WITH_OVH)),
        ((WITH_OVH,), (SPF_SILENT,)),
        ((WITHOUT,), (SPF_SILENT,)),
        ((WITHOUT,), ()),
        ((SPF_SILENT,), (WITHOUT,)),
        ((), (WITHOUT,)),
        ((CLEAN, REFUSED), (CLEAN,)),
        ((expires(20), EXISTS), (EXISTS,)),
        ((expires(20),), (expires(8),)),
        ((expires(7),), (expires(2),)),
    ],
    ids=[
        "another order",
        "fine, then unknown",
        "wrong, then unknown",
        "a check that was not made",
        "never known before",
        "not checked before",
        "a list that answers again",
        "a registry that does not answer",
        "days go by",
        "days go by after the seventh",
    ],
)
def test_no_news(before: tuple[Finding, ...], now: tuple[Finding, ...]) -> None:
    assert news(WATCH, report(*before), report(*now), ()) is None


@pytest.mark.parametrize(
    ("before", "now", "worse", "fixed"),
    [
        ((CLEAN, REFUSED), (listed("UCEPROTECT"), REFUSED), ["blocklist-listed"], []),
        ((listed("A"), REFUSED), (CLEAN, REFUSED), [], ["blocklist-listed"]),
        ((listed("A"),), (listed("A"), listed("B")), ["blocklist-listed"], []),
        ((listed("A"),), (CLEAN, REFUSED), [], []),
        ((NO_SPF,), (Finding("spf", Status.ERROR, "spf-several"),), ["spf-several"], []),
        ((Finding("spf", Status.ERROR, "spf-several"),), (WITHOUT,), ["spf-provider-missing"], ["spf-several"]),
        ((REJECT,), (NONE,), ["dmarc-monitoring"], []),
        ((NONE,), (REJECT,), [], ["dmarc-monitoring"]),
        ((REJECT,), (REJECT, Finding("dmarc", Status.NOTICE, "dmarc-strict")), [], []),
        ((REGISTERED, EXISTS), (expires(30), EXISTS), ["domain-expires"], []),
        ((expires(8),), (expires(7),), ["domain-expires"], []),
        ((SIGNED,), (signatures_end(2),), ["dnssec-signatures-expiring"], []),
        ((signatures_end(2),), (signatures_end(1),), ["dnssec-signatures-expiring"], []),
        ((signatures_end(1),), (signatures_end(0),), [], []),
        ((signatures_end(1),), (SIGNED,), [], ["dnssec-signatures-expiring"]),
        ((expires(2),), (expires(1),), ["domain-expires"], []),
        ((expires(5),), (expires(0),), ["domain-expires"], []),
        ((expires(5),), (REGISTERED,), [], ["domain-expires"]),
        ((expires(1),), (Finding("domain", Status.ERROR, "domain-expired"),), ["domain-expired"], []),
        ((EXISTS, WITH_OVH), (Finding("domain", Status.ERROR, "domain-missing"),), ["domain-missing"], []),
    ],
)
def test_news(before: tuple[Finding, ...], now: tuple[Finding, ...], worse: list[str], fixed: list[str]) -> None:
    assert changes_told(report(*before), report(*now)) == (worse, fixed)


def test_the_worst_is_told_first_and_a_checks_records_once() -> None:
    now = report(WITHOUT, Finding("mx", Status.ERROR, "mx-missing"), Finding("spf", Status.WARNING, "spf-no-all"))
    answer = news(WATCH, report(WITH_OVH, Finding("mx", Status.OK, "mx-ok")), now, ())
    assert answer is not None
    assert [change.finding.code for change in answer.worse] == ["mx-missing", "spf-no-all", "spf-provider-missing"]
    assert [change.gone for change in answer.worse] == [(), ("include:mx.ovh.com",), ()]


def test_records_that_two_checks_show_are_told_once() -> None:
    servers = tuple(Record("imone.lt", "MX", value) for value in ("1 a.", "100 c.", "5 b."))
    before = report(Finding("provider", Status.OK, "provider-ok", servers), Finding("mx", Status.OK, "mx-ok", servers))
    implicit = Finding("mx", Status.WARNING, "mx-implicit")
    moved = Finding("provider", Status.NOTICE, "provider-moved")
    now = report(Finding("provider", Status.WARNING, "provider-other-self"), moved, implicit)
    answer = news(WATCH, before, now, ())
    assert answer is not None
    assert [change.finding.code for change in answer.worse] == ["provider-other-self", "mx-implicit"]
    assert [change.gone for change in answer.worse] == [("1 a", "5 b", "100 c"), ()]


def test_a_key_that_is_gone_is_told_by_its_name() -> None:
    name, target = "s1._domainkey.imone.lt", "s1._domainkey.provider.net"
    key = Record(target, "TXT", "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A")
    before = report(Finding("dkim", Status.OK, "dkim-ok", (Record(name, "CNAME", f"{target}."), key)))
    answer = news(WATCH, before, report(Finding("dkim", Status.WARNING, "dkim-none")), ())
    assert answer is not None
    assert only(answer.worse).gone == (name,)


def test_a_check_that_failed_for_a_day_hides_no_change() -> None:
    day_one = known(report(WITH_OVH, REJECT), report(SPF_SILENT, REJECT))
    assert changes_told(day_one, report(WITHOUT, REJECT)) == (["spf-provider-missing"], [])
    assert known(report(WITHOUT), report(SPF_SILENT)) == report(WITHOUT)


def test_what_is_half_known_stays_open_until_it_is_known() -> None:
    unreachable = Finding("dmarc", Status.WARNING, "dmarc-rua-unauthorised")
    unsure = Finding("dmarc", Status.UNKNOWN, "dmarc-rua-unknown")
    state = report(REJECT, unreachable)
    for _ in range(3):
        assert changes_told(state, report(REJECT, unsure)) == ([], [])
        state = known(state, report(REJECT, unsure))
    assert changes_told(state, report(REJECT)) == ([], ["dmarc-rua-unauthorised"])
    assert changes_told(state, report(REJECT, unreachable)) == ([], [])


def test_the_same_news_are_not_told_twice() -> None:
    for now in (report(WITHOUT, REFUSED), report(listed("A"), SPF_SILENT), report(expires(7))):
        state = known(report(WITH_OVH, CLEAN, REGISTERED), now)
        assert news(WATCH, state, now, ()) is None
        assert known(state, now) == state


def test_only_marks_are_needed_of_the_past() -> None:
    past = Stretch(1.0, 2.0, 2, (FindingMark("spf", "spf-ok", Status.OK),), ())
    answer = news(WATCH, report(WITH_OVH), report(WITHOUT), [past])
    assert answer is not None
    assert only(answer.worse).since == 1.0


POOL = (
    *(WITH_OVH, WITHOUT, NO_SPF, SPF_SILENT, REJECT, NONE, REFUSED, CLEAN, EXISTS, REGISTERED),
    *(listed("A"), listed("B"), expires(20), expires(7), expires(1)),
    Finding("dmarc", Status.WARNING, "dmarc-missing"),
    Finding("dmarc", Status.UNKNOWN, "dmarc-rua-unknown"),
    Finding("blocklist", Status.UNKNOWN, "blocklist-silent", facts=(Fact("lists", "B"),)),
)
reports = st.lists(
    st.sampled_from(POOL),
    unique_by=lambda spotted: (spotted.code, *(fact.value for fact in spotted.facts if fact.name == "list")),
).map(lambda findings: report(*findings))


@given(reports, reports)
def test_whatever_is_found_is_told_once_and_only_what_is_so(before: Report, now: Report) -> None:
    answer = news(WATCH, before, now, ()) or WatchNewsAnswer(WATCH, (), (), now)
    assert all(change.finding in now.findings for change in answer.worse)
    assert all(change.finding in before.findings for change in answer.fixed)
    assert not {change.finding for change in answer.fixed} & set(now.findings)
    state = known(before, now)
    assert news(WATCH, state, now, ()) is None
    assert known(state, now) == state


@given(reports)
def test_a_check_that_determines_nothing_changes_nothing(before: Report) -> None:
    silent = report(*(Finding(check, Status.UNKNOWN, f"{check}-unknown") for check in ("spf", "dmarc", "domain")))
    assert news(WATCH, before, silent, ()) is None
    assert set(before.findings) <= set(known(before, silent).findings)

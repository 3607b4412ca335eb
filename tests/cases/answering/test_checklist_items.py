"""The guide's questions, answered as far as a domain's report can."""

from bot.cases.answering.checklist import ITEMS, checklist
from bot.domains.values import Finding, Report, Status

FINE = Finding("domain", Status.OK, "domain-ok")
MX = Finding("mx", Status.OK, "mx-ok")
MOVED = Finding("provider", Status.NOTICE, "provider-moved")
SILENT = Finding("mx", Status.UNKNOWN, "mx-unknown")


def answers(*findings: Finding, ticked: tuple[str, ...] = ()) -> dict[str, bool | None]:
    return {item.name: item.answer for item in checklist(Report("imone.lt", findings), ticked)}


def test_what_the_records_tell_is_answered_and_the_rest_is_asked() -> None:
    assert answers(FINE, MX) == {**dict.fromkeys(ITEMS), "domain": True, "mx": True}


def test_mail_that_still_goes_to_the_old_host_does_not_point_right() -> None:
    assert answers(MX, MOVED)["mx"] is False


def test_what_could_not_be_checked_is_asked_and_may_be_ticked() -> None:
    assert answers(SILENT)["mx"] is None
    assert answers(SILENT, ticked=("mx",))["mx"] is True

"""Which live checks bear on which cause: the data holds together."""

import tomllib
from pathlib import Path

import pytest

from bot.cases.root_cause.judge import judge
from bot.cases.root_cause.plans import About, Plan, PlanError, parse, plans
from bot.cases.root_cause.relation import CodesError, causes_by_code, relation
from bot.cases.root_cause.relation import parse as parse_codes
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.codes.table import all_entries
from bot.domains.engine.address import CHECKS as ADDRESS_CHECKS
from bot.domains.engine.registry import all_checks
from bot.domains.values import Finding, Report, Status

CAUSES = Path(__file__).parents[3] / "bot" / "codes" / "bounces" / "data" / "causes.toml"


def test_every_cause_and_check_named_exists() -> None:
    causes = set(tomllib.loads(CAUSES.read_text("utf-8")))
    checks = {check.name for check in all_checks()}
    assert set(plans()) <= causes
    assert {check for plan in plans().values() for check in (*plan.checks, *plan.address)} <= checks
    assert {check for plan in plans().values() for check in plan.address} <= ADDRESS_CHECKS


def test_every_pattern_can_match_some_finding() -> None:
    from fnmatch import fnmatchcase

    known = [code for check in all_checks() for code in check.codes]
    idle = [
        (cause, pattern)
        for cause, plan in plans().items()
        for pattern in (*plan.confirmed_by, *plan.refuted_by)
        if not any(fnmatchcase(code, pattern) for code in known)
    ]
    assert idle == []


def test_a_wrong_entry_is_named() -> None:
    with pytest.raises(PlanError, match="authfailure"):
        parse('[authfailure]\nabout = "nobody"\nchecks = []\nconfirmed_by = []')


def test_a_misspelt_key_is_named() -> None:
    with pytest.raises(PlanError, match="confirmd_by"):
        parse('[authfailure]\nabout = "sender"\nchecks = []\nconfirmed_by = []\nconfirmd_by = []')


def test_every_code_with_causes_is_a_known_code() -> None:
    assert set(causes_by_code()) <= {entry.code for entry in all_entries()}


def test_a_wrong_code_is_named() -> None:
    with pytest.raises(CodesError, match="451"):
        parse_codes('451 = ["niekas"]')


PLAN = Plan(
    About.SENDER,
    ("spf", "dkim"),
    ("dkim-revoked", "spf-missing", "spf-sender-fail", "dmarc-*", "mx-null"),
    refuted_by=("spf-sender-pass",),
)
SPF = Finding("spf", Status.WARNING, "spf-missing")
DKIM = Finding("dkim", Status.ERROR, "dkim-revoked")
FINE = Finding("spf", Status.OK, "spf-ok")
PASSES = Finding("spf", Status.OK, "spf-sender-pass")
SILENT = Finding("dkim", Status.UNKNOWN, "dkim-unknown")


def investigated(*findings: Finding, plan: Plan = PLAN, listed: bool = False) -> Investigation:
    return judge(plan, "imone.lt", findings, listed=listed)


def test_the_likeliest_fault_is_the_root() -> None:
    assert (investigated(SPF, DKIM).verdict, investigated(SPF, DKIM).root) == (CauseVerdict.CONFIRMED, DKIM)


def test_a_whole_code_counts_whatever_its_status_and_a_pattern_only_for_faults() -> None:
    null = Finding("mx", Status.OK, "mx-null")
    assert investigated(null).root == null
    assert investigated(Finding("dmarc", Status.OK, "dmarc-ok")).root is None


def test_what_works_now_is_not_confirmed_whatever_else_is_unknown() -> None:
    assert investigated(PASSES, SILENT).verdict is CauseVerdict.NOT_CONFIRMED
    assert investigated(PASSES).against == PASSES


def test_beside_what_refutes_it_nothing_of_the_same_check_confirms() -> None:
    assert investigated(SPF, PASSES).verdict is CauseVerdict.NOT_CONFIRMED
    assert investigated(DKIM, PASSES).root == DKIM


def test_what_could_not_be_checked_leaves_it_open() -> None:
    assert investigated(FINE, SILENT).verdict is CauseVerdict.UNKNOWN
    assert investigated().verdict is CauseVerdict.UNKNOWN


def test_a_cause_that_the_dns_cannot_show_is_not_called_fixed() -> None:
    assert investigated(FINE).verdict is CauseVerdict.NOTHING_TO_CHECK
    healthy = Finding("mx", Status.OK, "mx-ok")
    assert investigated(healthy, plan=plans()["userunknown"]).verdict is CauseVerdict.NOTHING_TO_CHECK


def test_where_the_bounce_names_its_list_only_that_list_confirms() -> None:
    nameless = Finding("ptr", Status.ERROR, "ptr-missing-sender")
    clean = Finding("blocklist", Status.OK, "blocklist-clean")
    assert investigated(nameless, clean, plan=plans()["blocked"]).root == nameless
    assert investigated(nameless, clean, plan=plans()["blocked"], listed=True).verdict is CauseVerdict.NOT_CONFIRMED


@pytest.mark.parametrize("code", ["451", "550 5.7.26", "4.7.23", "X.7.26"])
def test_a_code_about_authentication_is_explained_by_spf(code: str) -> None:
    related = relation(code, Report("imone.lt", (SPF,)))
    assert related is not None
    assert related.root == SPF


def test_a_code_of_which_records_tell_nothing_is_related_to_nothing() -> None:
    assert relation("354", Report("imone.lt", (SPF,))) is None
    assert relation(None, Report("imone.lt", (SPF,))) is None

"""Which live checks bear on which cause: the data holds together."""

import tomllib
from pathlib import Path

import pytest

from bot.cases.answers import Verdict
from bot.cases.investigate import judge
from bot.cases.plans import About, Plan, PlanError, parse, plans
from bot.domains.check import all_checks
from bot.domains.values import Finding, Report, Status

CAUSES = Path(__file__).parents[2] / "bot" / "codes" / "bounces" / "data" / "causes.toml"


def test_every_cause_and_check_named_exists() -> None:
    causes = set(tomllib.loads(CAUSES.read_text("utf-8")))
    checks = {check.name for check in all_checks()}
    assert set(plans()) <= causes
    assert {check for plan in plans().values() for check in plan.checks} <= checks


def test_every_pattern_can_match_some_finding() -> None:
    from fnmatch import fnmatchcase

    known = [code for check in all_checks() for code in check.codes]
    idle = [
        (cause, pattern)
        for cause, plan in plans().items()
        for pattern in plan.confirmed_by
        if not any(fnmatchcase(code, pattern) for code in known)
    ]
    assert idle == []


def test_a_wrong_entry_is_named() -> None:
    with pytest.raises(PlanError, match="authfailure"):
        parse('[authfailure]\nabout = "nobody"\nchecks = []\nconfirmed_by = []')


PLAN = Plan(About.SENDER, ("spf", "dkim"), ("spf-missing", "dkim-*"))
SPF = Finding("spf", Status.WARNING, "spf-missing")
DKIM = Finding("dkim", Status.ERROR, "dkim-revoked")
FINE = Finding("spf", Status.OK, "spf-ok")
SILENT = Finding("dkim", Status.UNKNOWN, "dkim-unknown")


def test_the_likeliest_fault_is_the_root() -> None:
    said = judge(PLAN, Report("imone.lt", (DKIM, SPF)))
    assert (said.verdict, said.root) == (Verdict.CONFIRMED, SPF)


def test_nothing_wrong_now_is_not_confirmed() -> None:
    assert judge(PLAN, Report("imone.lt", (FINE,))).verdict is Verdict.NOT_CONFIRMED


def test_what_could_not_be_checked_leaves_it_open() -> None:
    assert judge(PLAN, Report("imone.lt", (FINE, SILENT))).verdict is Verdict.UNKNOWN

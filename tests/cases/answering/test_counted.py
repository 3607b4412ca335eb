"""What counts for the workspace's week: a code or a bounce once, however long its thread grows."""

from dataclasses import replace

from bot.cases.answering.counted import counted
from bot.cases.values.case import Case, Topic
from bot.cases.values.votes import Counted, CountedKind
from bot.codes.bounces.read import read_text

BOUNCE = "host mx.example said: 552 5.2.2 The email account that you tried to reach is over quota\nmailbox full"


def test_a_code_counts_when_it_is_asked_and_not_again() -> None:
    case = Case("lt", Topic.CODE, code="451")
    assert counted(Case("lt"), case) == (Counted(CountedKind.CODE, "451"),)
    assert counted(case, replace(case, language="en", spoken_of="451")) == ()
    assert counted(case, replace(case, code="550")) == (Counted(CountedKind.CODE, "550"),)


def test_a_bounce_counts_as_its_cause_and_its_code() -> None:
    bounced = Case("lt", Topic.BOUNCE, reading=read_text(BOUNCE))
    entries = counted(Case("lt"), bounced)
    assert Counted(CountedKind.CAUSE, "mailboxfull") in entries
    assert Counted(CountedKind.CODE, "552 5.2.2") in entries
    assert counted(bounced, replace(bounced, spoken_of="spf")) == ()


def test_a_domain_is_not_counted() -> None:
    assert counted(Case("lt"), Case("lt", Topic.DOMAIN, domain="imone.lt")) == ()

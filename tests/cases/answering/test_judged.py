"""What a vote on an answer is a vote on."""

from bot.cases.answering.turns import judged
from bot.cases.values.answers.kinds import BounceAnswer, DomainAnswer
from bot.cases.values.answers.typed import CodeAnswer, HelpAnswer
from bot.cases.values.votes import Judged, JudgedKind
from bot.codes.bounces.read import read_text
from bot.codes.read import read
from bot.codes.values import Explanation
from bot.domains.values import Finding, Report, Status

OK = Finding("mx", Status.OK, "mx-fine")
WRONG = tuple(Finding("spf", Status.ERROR, f"spf-{n}") for n in range(5))
BOUNCE = "host mx.example said: 552 5.2.2 The email account that you tried to reach is over quota\nmailbox full"


def test_a_code_with_its_pair_is_one() -> None:
    explanation = read("550 5.7.1")
    assert isinstance(explanation, Explanation)
    assert judged(CodeAnswer(explanation)) == (Judged(JudgedKind.CODE, "550 5.7.1"),)


def test_a_bounce_is_its_rule_once_it_is_checked() -> None:
    reading = read_text(BOUNCE)
    diagnosis = reading.diagnoses[0]
    assert judged(BounceAnswer(reading, diagnosis)) == (Judged(JudgedKind.RULE, diagnosis.rule),)
    assert judged(BounceAnswer(reading, diagnosis, checking=True)) == ()


def test_a_domain_is_the_findings_that_are_told() -> None:
    wrong = Report("imone.lt", (*WRONG, OK))
    assert [finding.name for finding in judged(DomainAnswer(wrong))] == ["spf-0", "spf-1"]


def test_that_all_is_well_can_be_wrong_too() -> None:
    assert judged(DomainAnswer(Report("imone.lt", (OK,)))) == (Judged(JudgedKind.FINDING, "mx-fine"),)


def test_what_is_under_way_or_no_answer_is_not_judged() -> None:
    assert judged(DomainAnswer(Report("imone.lt", WRONG, pending=("mx",)))) == ()
    assert judged(HelpAnswer()) == ()

"""The buttons under an answer: the few likeliest next questions, the other language, and a menu of what is left."""

from functools import cache

import pytest

from bot.cases.answering.next_questions import further_questions, next_questions
from bot.cases.values.answers.kinds import AnyAnswer, DomainAnswer, Relation
from bot.cases.values.case import Case, Topic
from bot.cases.values.questions import ALL, OPTIONAL, Intent, Question
from bot.domains.values import Report
from tests.replies.samples import DMARC_UNKNOWN, HEALTHY, MX_UNKNOWN, NO_DMARC, NO_SPF, samples

LANGUAGES = ("en", "lt")
UNDER_WAY = "-checking"
"""How growing answers end, which are replaced within seconds."""
NO_BUTTONS = ("customer", "preferences", "watches-ended", "dmarc-report-damaged")
"""A letter has buttons of its own; a choice that was made, or what ended by itself, asks for nothing more; a report
that names no domain leads to none."""


@cache
def answers() -> dict[str, AnyAnswer]:
    return {name: reply.answer for name, reply in samples("lt").items()}


@pytest.mark.parametrize("topic", Topic)
def test_there_are_never_more_than_four_beside_the_language(topic: Topic) -> None:
    case = Case("lt", topic, domain="imone.lt")
    offers = {name: next_questions(answer, case, LANGUAGES) for name, answer in answers().items()}
    assert {name: offered for name, offered in offers.items() if len(set(offered)) != len(offered)} == {}
    beside = {
        name: [each for each in offered if each.intent is not Intent.LANGUAGE] for name, offered in offers.items()
    }
    assert {name: offered for name, offered in beside.items() if len(offered) > 4} == {}


def test_every_answer_leads_on() -> None:
    case = Case("lt", Topic.DOMAIN, domain="imone.lt")
    finished = {name for name in answers() if not name.endswith(UNDER_WAY) and not name.startswith(NO_BUTTONS)}
    assert finished
    assert {name for name in finished if not next_questions(answers()[name], case, LANGUAGES)} == set()


def test_answers_to_a_whole_case_offer_the_other_language() -> None:
    for name in ("code-451", "domain-broken", "bounce-confirmed"):
        offered = next_questions(answers()[name], Case("lt"), LANGUAGES)
        more = further_questions(answers()[name], Case("lt"), LANGUAGES)
        assert (*offered, *more)[-1].intent is Intent.LANGUAGE


def test_another_language_is_offered_for_this_very_answer() -> None:
    more = further_questions(answers()["domain-broken"], Case("lt"), LANGUAGES)
    assert more[-1] == Question.parse(str(more[-1])) == Question(Intent.LANGUAGE, "en", "check:imone.lt")


def test_a_domains_answer_offers_to_check_again_and_leads_to_all_that_it_leaves_out() -> None:
    two = DomainAnswer(Report("imone.lt", (NO_SPF, NO_DMARC)))
    assert Intent.RECHECK in {question.intent for question in next_questions(two, Case("lt"), LANGUAGES)}
    more = further_questions(two, Case("lt"), LANGUAGES)
    assert {Question(Intent.EXPLAIN, subject) for subject in (ALL, "spf", "dmarc")} <= set(more)
    assert Question(Intent.EXPLAIN, OPTIONAL, "1") in next_questions(DomainAnswer(HEALTHY), Case("lt"), LANGUAGES)
    broken = next_questions(answers()["domain-broken"], Case("lt"), LANGUAGES)
    assert Question(Intent.FIX, ALL, "4") in broken


def test_what_to_ask_the_customer_is_offered_where_nothing_was_found() -> None:
    """Or where what was found does not explain the code that the thread began with."""

    def asks(answer: DomainAnswer) -> bool:
        return Question(Intent.CHECKLIST) in next_questions(answer, Case("lt"), LANGUAGES)

    assert asks(DomainAnswer(Report("imone.lt", (MX_UNKNOWN, DMARC_UNKNOWN))))
    assert asks(DomainAnswer(HEALTHY, relation=Relation("550 5.7.1", None)))
    assert not asks(DomainAnswer(HEALTHY))
    assert not asks(answers()["domain-missing"])
    assert not asks(answers()["domain-parked"])


def test_what_is_fine_is_offered_no_fix() -> None:
    assert Intent.FIX not in intents("check-fine", Case("lt", Topic.DOMAIN, domain="imone.lt"))


def test_a_growing_answer_offers_nothing_yet() -> None:
    assert next_questions(answers()["bounce-checking"], Case("lt"), LANGUAGES) == ()
    assert next_questions(answers()["domain-checking"], Case("lt"), LANGUAGES) == ()


def test_a_domains_answer_offers_to_watch_it_and_a_watch_to_end() -> None:
    case = Case("lt", Topic.DOMAIN, domain="imone.lt")
    assert Question(Intent.WATCH) in further_questions(answers()["domain-broken"], case, LANGUAGES)
    assert Intent.UNWATCH in intents("watch", case)
    assert Intent.HISTORY in intents("watch", case)


def test_a_list_of_watches_leads_to_the_worst_of_them() -> None:
    offered = next_questions(answers()["watches"], Case("lt"), LANGUAGES)
    assert [question.subject for question in offered if question.intent is Intent.CHECK] == ["imone.lt"]


def intents(name: str, case: Case) -> set[Intent]:
    return {question.intent for question in next_questions(answers()[name], case, LANGUAGES)}

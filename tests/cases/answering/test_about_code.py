"""A thread about a code, played through: both codes are kept, and every follow-up speaks of the more exact one."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from bot.cases.values.answers.fixes import CodeFixAnswer
from bot.cases.values.answers.kinds import CustomerAnswer, RetryAnswer, WhoAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.questions import Intent, Question
from tests.cases.playing import answered, played

FOLLOW_UPS = (Intent.EXPLAIN, Intent.FIX, Intent.WHO, Intent.RETRY, Intent.CUSTOMER)
ABOUT_CODES = (CodeAnswer, CodeFixAnswer, CustomerAnswer, RetryAnswer, WhoAnswer)


@pytest.mark.parametrize("intent", FOLLOW_UPS)
def test_a_follow_up_speaks_of_the_enhanced_status_code_that_was_typed(intent: Intent) -> None:
    first = played("550 5.7.26")
    answer = answered(first.case, Question(intent)).reply.answer
    assert isinstance(answer, ABOUT_CODES)
    assert answer.explanation is not None
    assert answer.explanation.exact.code == "5.7.26"
    assert answer.explanation.codes == "550 5.7.26"


def test_both_codes_are_still_there_after_the_case_was_stored() -> None:
    as_json = TypeAdapter(Case)
    stored = as_json.validate_json(as_json.dump_json(played("550 5.7.26").case))
    answer = answered(stored, Question(Intent.WHO)).reply.answer
    assert isinstance(answer, WhoAnswer)
    assert answer.explanation is not None
    assert answer.explanation.exact.code == "5.7.26"


def test_a_case_that_was_stored_with_one_code_alone_is_still_answered() -> None:
    answer = answered(
        replace(Case("lt"), topic=Topic.CODE, code="550", spoken_of="550"), Question(Intent.FIX)
    ).reply.answer
    assert isinstance(answer, CodeFixAnswer)
    assert answer.explanation is not None
    assert answer.explanation.codes == "550"


def test_an_enhanced_status_code_that_no_table_has_leaves_the_word_to_the_reply_code() -> None:
    answer = answered(played("550 5.7.999").case, Question(Intent.FIX)).reply.answer
    assert isinstance(answer, CodeFixAnswer)
    assert answer.explanation is not None
    assert answer.explanation.exact.code == "550"


def test_where_no_domain_is_named_the_one_whose_records_spread_is_asked_for() -> None:
    answer = answered(played("550").case, Question(Intent.SPREAD)).reply.answer
    assert isinstance(answer, RefusalAnswer)
    assert answer.reason is Refusal.WHICH_DOMAIN_SPREAD

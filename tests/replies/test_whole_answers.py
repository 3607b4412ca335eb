"""No part of an answer contradicts another: every code, every cause and every finding, in every language."""

import pytest

from bot.cases.values.answers.fixes import FixAnswer
from bot.cases.values.answers.kinds import DomainAnswer, WhoAnswer
from bot.domains.declaration import Keeper
from bot.domains.engine.keepers import keeper
from bot.domains.engine.registry import all_checks
from bot.domains.values import Finding, Record, Status
from bot.languages import languages
from bot.replies.render import plain
from bot.replies.words.phrases import phrases
from tests.replies.contradictions import contradictions
from tests.replies.parts import parts
from tests.replies.samples import samples

each_language = pytest.mark.parametrize("language", languages())


@each_language
def test_no_answer_about_a_code_or_a_bounce_contradicts_itself(language: str) -> None:
    broken = [f"{answer.about}: {rule}" for answer in parts(language) for rule in contradictions(answer, language)]
    assert broken == []


def findings() -> list[Finding]:
    return [Finding(check.name, status, code) for check in all_checks() for code, status in check.statuses().items()]


@each_language
def test_who_acts_is_not_the_keeper_of_the_zone_where_the_fault_stands_elsewhere(language: str) -> None:
    zone = phrases(language).say("keeper.zone")
    for finding in findings():
        by_check = plain(WhoAnswer(findings=(finding,), domain="imone.lt"), language)
        assert (zone in by_check) == (keeper(finding) is Keeper.ZONE), finding.code


@each_language
def test_how_to_fix_waits_for_the_dns_only_where_a_record_is_to_be_published(language: str) -> None:
    wait = phrases(language).say("fix.after")
    record = Record("imone.lt", "TXT", "v=spf1 mx ~all")
    for finding in findings():
        assert wait not in plain(FixAnswer("imone.lt", None, (finding,)), language), finding.code
    published = Finding("spf", Status.WARNING, "spf-missing", publish=(record,))
    assert wait in plain(FixAnswer("imone.lt", None, (published,)), language)


@each_language
def test_all_is_not_well_while_others_can_send_in_the_domains_name(language: str) -> None:
    well = phrases(language).say("verdict.fine")
    open_to_all = phrases(language).say("brief.pose-open")
    for name, reply in samples(language).items():
        if isinstance(reply.answer, DomainAnswer):
            text = plain(reply, language)
            assert not (well in text and open_to_all in text), name
    assert open_to_all in plain(samples(language)["domain-open"], language)


@each_language
def test_the_questions_to_the_customer_are_asked_only_where_they_are_asked_for(language: str) -> None:
    message = phrases(language).say("checklist.title")
    by_name = {name: plain(reply, language) for name, reply in samples(language).items()}
    assert [name for name, text in by_name.items() if name.startswith("domain-") and message in text] == []
    assert message in by_name["checklist"]

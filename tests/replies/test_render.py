"""From an answer to words: what every surface shares, and what a new language needs."""

import json
import re
from itertools import product

import pytest

from bot.cases.values.answers.kinds import BounceAnswer, DomainAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import HelpAnswer
from bot.cases.values.questions import Intent, Question
from bot.codes.values import BounceReading, MailKind
from bot.domains.values import Finding, Report, Status
from bot.languages import languages
from bot.replies import render
from bot.replies.clean import shown
from bot.replies.engine import source_link
from bot.replies.words.index import word_index
from tests.replies.samples import DOMAIN, UNAUTHENTICATED, samples


def test_a_bounces_addresses_are_masked_for_all_but_the_asker() -> None:
    reading = BounceReading(MailKind.BOUNCE, (UNAUTHENTICATED,))
    there = render.slack(BounceAnswer(reading, UNAUTHENTICATED), "lt")
    assert "jonas.jonaitis@" not in str(there)
    assert "j***@gmail.com" in there.text
    assert "jonas.jonaitis@gmail.com" in render.plain(BounceAnswer(reading, UNAUTHENTICATED, private=True), "lt")


def test_where_the_bot_is_no_member_it_says_what_an_invitation_gives() -> None:
    assert "/invite" in render.plain(Reply(HelpAnswer(), uninvited=True), "en")
    assert "/invite" not in render.plain(Reply(HelpAnswer()), "en")


@pytest.mark.parametrize(
    ("question", "label"),
    [
        (Question(Intent.FIX, "spf"), "Sutvarkyti: SPF"),
        (Question(Intent.SHOW, "spf"), "Rodyti įrašus: SPF"),
        (Question(Intent.EXPLAIN, "all"), "Visos patikros"),
        (Question(Intent.CUSTOMER), "Parašyti klientui"),
        (Question(Intent.RECHECK), "Patikrinti iš naujo"),
        (Question(Intent.LANGUAGE, "en"), "In English"),
        (Question(Intent.CHECK, "xn--sis-hpa81d.lt"), "Patikrinti žąsis.lt"),
        (Question(Intent.CODE, "5.7.26"), "Kodas 5.7.26"),
    ],
)
def test_a_button_says_its_question_in_few_words(question: Question, label: str) -> None:
    button = render.slack(Reply(HelpAnswer(), (question,)), "lt").blocks[-1]["elements"][0]
    assert button["text"]["text"] == label
    assert Question.parse(button["value"]) == question


def test_every_kind_of_question_has_a_button() -> None:
    questions = tuple(
        Question(intent) for intent in Intent if intent not in (Intent.CODE, Intent.CHECK, Intent.UNKNOWN)
    )
    for language, question in product(languages(), questions):  # one message holds 25 buttons
        (button,) = render.slack(Reply(HelpAnswer(), (question,)), language).blocks[-1]["elements"]
        assert button["value"] == str(question)


def test_a_check_that_broke_is_said_to_have_broken_and_not_to_be_fine() -> None:
    report = Report("imone.lt", (Finding("spf", Status.UNKNOWN, "spf-failed"), DOMAIN))
    plain = render.plain(DomainAnswer(report), "lt")
    assert "Nepavyko patikrinti: SPF." in plain
    assert "gali gauti ir siųsti" not in plain


def test_codes_are_found_by_words_of_either_language() -> None:
    index = word_index()
    assert "550" in index.find("pašto dėžutė neprieinama") or index.find("dėžutė")
    assert index.find("greylisting")


def test_a_reference_leads_to_its_rfc() -> None:
    assert source_link("RFC 5321, 4.2.2") == "https://www.rfc-editor.org/rfc/rfc5321.html#section-4.2.2"
    assert source_link("RFC 7505, RFC 7504") == "https://www.rfc-editor.org/rfc/rfc7505.html"
    assert source_link("guide") == ""


def test_a_domain_is_shown_in_its_own_letters_where_it_has_some() -> None:
    assert shown("xn--sis-hpa81d.lt") == "žąsis.lt"
    assert shown("xn--.lt") == "xn--.lt"


def test_an_hour_is_shown_in_the_readers_own_zone_with_utc_for_who_reads_it_elsewhere() -> None:
    """https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""
    sample = samples("en")["spread-resolvers"]
    assert re.search(r"at <!date\^\d+\^\{date_num\} \{time\}\|[^>]+ UTC>", str(render.slack(sample, "en").blocks))
    assert "UTC" in render.plain(sample, "en")
    assert "date" not in render.plain(sample, "en")


@pytest.mark.parametrize("language", languages())
def test_until_when_a_resolver_may_keep_old_records_is_told_in_the_readers_own_time(language: str) -> None:
    message = render.slack(samples(language)["spread-resolvers"], language)
    assert json.dumps(message.blocks).count("<!date^1764502800^") == 2  # the verdict, and the resolver that is last

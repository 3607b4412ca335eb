"""Whatever is asked is answered by the module that it concerns, and the case is about it from then on."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.cases.answering.answer import answer
from bot.cases.answering.dropped import LARGEST_FILE, answer_mail
from bot.cases.asking.read_here import ReaderHere
from bot.cases.values.answers.kinds import CheckAnswer, ComparisonAnswer, DomainAnswer, LanguageAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.typed import CodeAnswer, HelpAnswer
from bot.cases.values.asked import Answerable, Domains
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Turn
from bot.cases.values.questions import Intent, Question
from bot.cases.values.typed import By, Refused, Typed
from bot.domains.engine.live import LiveChecker
from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import nameserver
from bot.languages import languages
from bot.replies.words.index import word_index
from bot.workspace.dns import DnsServer, sample_zones

DOMAIN, OTHER = "imone.example", "sveika.example"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """As in a terminal, over the sample zones, each answer 0.1 s late: what is known at once is not shown growing."""
    async with DnsServer(sample_zones(), delay=0.1) as dns:
        world = resolver_over([nameserver(f"{dns.host}:{dns.port}")], timeout=3.0, direct=False)
        yield Desk(LiveChecker(world, None, world), word_index(), ReaderHere(word_index()), languages())
        await world.close()


async def turns(question: Answerable, desk: Desk, case: Case | None = None) -> list[Turn]:
    return [turn async for turn in answer(question, case or Case("lt"), desk)]


async def test_a_domains_answer_grows_and_the_thread_is_about_it(desk: Desk) -> None:
    *growing, last = await turns(Domains((DOMAIN,)), desk)
    assert growing
    assert all(isinstance(turn.reply.answer, DomainAnswer) and not turn.reply.answer.report.done for turn in growing)
    assert isinstance(last.reply.answer, DomainAnswer)
    assert last.reply.answer.report.done
    assert (last.case.topic, last.case.domain) == (Topic.DOMAIN, DOMAIN)
    assert last.case.last_check is not None


async def test_several_domains_are_shown_side_by_side_and_the_thread_is_about_the_first(desk: Desk) -> None:
    first, last = await turns(Domains((DOMAIN, OTHER)), desk)
    for turn in (first, last):
        assert isinstance(turn.reply.answer, ComparisonAnswer)
        assert [report.domain for report in turn.reply.answer.reports] == [DOMAIN, OTHER]
    assert last.case.domain == DOMAIN


@pytest.mark.parametrize(
    ("text", "by", "kind"),
    [("", By.SMTP, HelpAnswer), ("en", By.MAILCHECK, HelpAnswer), ("451", By.SMTP, CodeAnswer)],
)
async def test_what_is_typed_is_one_answer(desk: Desk, text: str, by: By, kind: type) -> None:
    (turn,) = await turns(Typed(text, by), desk)
    assert isinstance(turn.reply.answer, kind)


async def test_a_code_is_what_the_thread_is_about(desk: Desk) -> None:
    (turn,) = await turns(Typed("451", By.SMTP), desk)
    assert (turn.case.topic, turn.case.code) == (Topic.CODE, "451")


@pytest.mark.parametrize(
    ("text", "by", "reason"),
    [
        ("qwxz", By.SMTP, Refusal.NO_CODE),
        ("x" * 100_000, By.SMTP, Refusal.TOO_LONG),
        ("good morning", By.SHORTCUT, Refusal.NOT_A_BOUNCE),
    ],
)
async def test_what_is_not_understood_is_refused_and_the_thread_stays_as_it_was(
    desk: Desk, text: str, by: By, reason: Refusal
) -> None:
    (turn,) = await turns(Typed(text, by), desk)
    assert isinstance(turn.reply.answer, RefusalAnswer)
    assert turn.reply.answer.reason is reason
    assert turn.case == Case("lt")


async def test_a_refusal_is_handed_on(desk: Desk) -> None:
    (turn,) = await turns(Refused(Refusal.TOO_LONG, "…"), desk)
    assert turn.reply.answer == RefusalAnswer(Refusal.TOO_LONG, "…")


async def test_a_follow_up_about_one_check_makes_that_check_alone(desk: Desk) -> None:
    case = Case("lt", Topic.DOMAIN, domain=DOMAIN)
    (turn,) = await turns(Question(Intent.EXPLAIN, "spf"), desk, case)
    assert isinstance(turn.reply.answer, CheckAnswer)
    assert {finding.check for finding in turn.reply.answer.findings} == {"spf"}
    assert turn.case.spoken_of == "spf"


async def test_in_another_language_the_last_answer_is_said_again(desk: Desk) -> None:
    case = Case("lt", Topic.CODE, code="451", spoken_of="451")
    (turn,) = await turns(Question(Intent.LANGUAGE, "en"), desk, case)
    assert isinstance(turn.reply.answer, CodeAnswer)
    assert turn.case == replace(case, language="en")


async def test_where_nothing_was_said_yet_the_language_alone_changes(desk: Desk) -> None:
    (turn,) = await turns(Question(Intent.LANGUAGE, "en"), desk)
    assert turn.reply.answer == LanguageAnswer("en")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"x" * (LARGEST_FILE + 1), Refusal.TOO_LARGE), (b"Subject: Hi\n\nSee you", Refusal.NOT_A_BOUNCE)],
    ids=["too large", "a letter"],
)
async def test_a_mail_that_is_no_bounce_is_refused_by_its_name(desk: Desk, content: bytes, reason: Refusal) -> None:
    (turn,) = [turn async for turn in answer_mail("a.eml", content, Case("lt"), desk)]
    assert turn.reply.answer == RefusalAnswer(reason, "a.eml")

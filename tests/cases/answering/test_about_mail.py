"""A delivered mail, dropped or pasted: one cause first, checked live, and the follow-ups about it in its thread."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cases.answering.answer import answer
from bot.cases.answering.dropped import answer_mail
from bot.cases.answering.subjects.about_mail import verified
from bot.cases.asking.pasted import pasted_bounce
from bot.cases.asking.read_here import ReaderHere
from bot.cases.asking.texts import ask_bounce, ask_code, context, read
from bot.cases.values.answers.kinds import AnyAnswer, CustomerAnswer
from bot.cases.values.answers.mails import AnswerPart, MailAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.asked import DeliveredMail, Unread
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk
from bot.cases.values.investigation import CauseVerdict
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.questions import Question
from bot.cases.values.reader import TooHard
from bot.cases.values.typed import By
from bot.domains.engine.live import LiveChecker
from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import nameserver
from bot.languages import languages
from bot.mails.chain import Chain, ChainOutcome
from bot.mails.read import read_file
from bot.mails.signatures import KeyRecord, SignatureResult, Verified
from bot.mails.values import Problem
from bot.replies.render import plain
from bot.replies.words.index import word_index
from bot.workspace.dns import DnsServer, Zones, sample_zones
from tests.mails.test_chain import FORWARDER
from tests.mails.test_chain import KEYS as CHAIN_KEYS
from tests.mails.test_chain import forwarded as sealed_once
from tests.mails.test_signatures import KEYS, MAIL, signed

STORIES = Path(__file__).parents[2] / "mails" / "stories"


@asynccontextmanager
async def sample_desk(zones: dict[str, list[Any]] | None = None) -> AsyncIterator[Desk]:
    """As in a terminal, over the sample zones or these."""
    async with DnsServer(Zones(zones) if zones else sample_zones()) as dns:
        world = resolver_over([nameserver(f"{dns.host}:{dns.port}")], timeout=1.0, direct=False)
        yield Desk(LiveChecker(world, None, world), word_index(), ReaderHere(word_index()), languages())
        await world.close()


def story(name: str) -> str:
    return (STORIES / f"{name}.eml").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", [By.SMTP, By.SHORTCUT, By.OPENING, By.FOLLOW_UP])
def test_a_pasted_header_is_a_mail_and_no_refusal_whatever_way_it_comes(way: By) -> None:
    (question,) = read(Unread(story("greylisted"), way), "en", context(Case("en")))
    assert isinstance(question, DeliveredMail)
    assert question.reading.problem is Problem.DELAYED_GREYLISTED


def test_a_delivered_mail_is_never_read_as_a_bounce() -> None:
    for path in STORIES.glob("*.eml"):
        text = path.read_text(encoding="utf-8")
        assert isinstance(ask_code(text), DeliveredMail)
        assert isinstance(ask_bounce(text), DeliveredMail)


async def test_a_dropped_mail_is_explained_at_once_and_then_checked_live() -> None:
    async with sample_desk() as desk:
        raw = story("microsoft-softfail").encode()
        turns = [turn async for turn in answer_mail("laiskas.eml", raw, Case("en"), desk)]
        first, last = (turn.reply.answer for turn in (turns[0], turns[-1]))
        assert isinstance(first, MailAnswer)
        assert first.checking
        assert isinstance(last, MailAnswer)
        assert last.investigation is not None
        assert last.investigation.verdict is CauseVerdict.CONFIRMED
        case = turns[-1].case
        assert (case.topic, case.domain, case.sender_ip) == (Topic.MAIL, "imone.example", "46.105.33.14")
        assert case.mail is not None
        assert "ona@" not in repr(case)
        assert case.mail.subject == ""

        async def answer_to(text: str, language: str = "en") -> AnyAnswer:
            (question,) = read(Unread(text), language, context(case))
            assert isinstance(question, Question)
            return [turn async for turn in answer(question, case, desk)][-1].reply.answer

        for text, language, part in [
            ("who delayed it?", "en", AnswerPart.PATH),
            ("show the hops", "en", AnswerPart.PATH),
            ("is it forged?", "en", AnswerPart.FORGED),
            ("kodėl šlamštas?", "lt", AnswerPart.CAUSE),
            ("ką daryti?", "lt", AnswerPart.FIX),
            ("kas turi tvarkyti?", "lt", AnswerPart.WHO),
            ("trumpiau", "lt", AnswerPart.SHORT),
        ]:
            reply = await answer_to(text, language)
            assert isinstance(reply, MailAnswer)
            assert reply.part is part, text
        assert isinstance(await answer_to("write to the customer"), CustomerAnswer)


async def test_a_signature_that_failed_then_and_passes_now_is_told_side_by_side() -> None:
    raw = signed("rsa").replace(b"\r\n", b"\n")
    head = story("greylisted").partition("From:")[0].encode()
    results = (
        b"Authentication-Results: mx.mokykla.example; dkim=permerror (no key for signature) header.d=imone.example "
        b"header.s=rsa; spf=pass smtp.mailfrom=imone.example\n"
    )
    key = {"rsa._domainkey.imone.example": [{"TXT": KEYS["rsa._domainkey.imone.example"]}]}
    async with sample_desk(key) as desk:
        turns = [turn async for turn in answer_mail("a.eml", results + head + raw, Case("en"), desk)]
        reply = turns[-1].reply.answer
        assert isinstance(reply, MailAnswer)
        assert reply.reading.problem is Problem.DKIM
        assert [(signature.domain, signature.outcome) for signature in reply.signatures] == [
            ("imone.example", SignatureResult.VALID)
        ]
        assert "DKIM permerror – imone.example, same as From; now: ✓ the signature is valid" in plain(reply, "en")


async def test_a_forwarded_mail_is_explained_by_its_chain() -> None:
    head = (
        b"Authentication-Results: mx.kepykla.example; spf=fail smtp.mailfrom=imone.example;"
        b" dmarc=fail header.from=imone.example\r\n"
        b"Received: from mail.persiuntejas.example (mail.persiuntejas.example [91.200.14.3]) by mx.kepykla.example"
        b" with ESMTPS id 1 for <jonas@kepykla.example>; Tue, 24 Nov 2026 09:02:11 +0000\r\n"
        b"X-Forwarded-To: jonas@kepykla.example\r\n"
    )
    texts = {}
    for name, key in (("there", CHAIN_KEYS[FORWARDER]), ("gone", None)):
        async with sample_desk({FORWARDER: [{"TXT": key}] if key else []}) as desk:
            turns = [turn async for turn in answer_mail("a.eml", head + sealed_once(), Case("en"), desk)]
            answered = turns[-1].reply.answer
            assert isinstance(answered, MailAnswer)
            assert answered.reading.problem is Problem.FORWARDED
            texts[name] = [plain(answered, language) for language in ("en", "lt")]
    assert "ARC –; now: ✓ the chain is valid, sealed last by persiuntejas.example" in texts["there"][0]
    assert "persiuntejas.example says under its ARC seal that the mail passed the checks" in texts["there"][0]
    assert "ARC –; dabar: ✓ grandinė galioja, paskutinis ją pasirašė persiuntejas.example" in texts["there"][1]
    assert "there is no key any more for instance 1 (persiuntejas.example)" in texts["gone"][0]
    assert "says under its ARC seal" not in texts["gone"][0]


class Overtaxed(ReaderHere):
    """Whose worker was ended over a chain."""

    async def chain(self, content: bytes, keys: Sequence[KeyRecord]) -> Chain | None:
        raise TooHard


async def test_a_chain_that_takes_too_long_is_unknown_and_costs_the_signature_nothing() -> None:
    key = {"rsa._domainkey.imone.example": [{"TXT": KEYS["rsa._domainkey.imone.example"]}], FORWARDER: []}
    raw = sealed_once().removesuffix(MAIL) + signed("rsa")
    async with sample_desk(key) as desk:
        worked = replace(desk, reader=Overtaxed(word_index()))
        signatures, chain = await verified(read_file(raw), raw, worked)
    assert [each.outcome for each in signatures] == [SignatureResult.VALID]
    assert chain == Chain(ChainOutcome.UNKNOWN)


class Exhausted(ReaderHere):
    """Whose worker was ended over the signatures."""

    async def signatures(self, content: bytes, keys: Sequence[KeyRecord]) -> tuple[Verified, ...]:
        raise TooHard


async def test_signatures_that_take_too_long_are_said_to_be_unknown() -> None:
    async with sample_desk({"rsa._domainkey.imone.example": []}) as desk:
        reading = read_file(signed("rsa"))
        signatures, _ = await verified(reading, signed("rsa"), replace(desk, reader=Exhausted(word_index())))
    assert signatures == (Verified("imone.example", "rsa", SignatureResult.UNKNOWN),)
    assert "the signature could not be verified" in plain(MailAnswer(reading, signatures=signatures), "en")
    assert "parašo patikrinti nepavyko" in plain(MailAnswer(reading, signatures=signatures), "lt")


async def test_a_service_with_an_envelope_of_its_own_is_not_to_be_added_to_spf() -> None:
    async with sample_desk() as desk:
        turns = [turn async for turn in answer_mail("a.eml", story("newsletter").encode(), Case("en"), desk)]
        reply = turns[-1].reply.answer
        assert isinstance(reply, MailAnswer)
        assert reply.reading.problem is Problem.ALIGNMENT
        assert reply.investigation is not None
        assert reply.investigation.root is None
        assert "v=spf1" not in plain(reply, "en")


async def test_a_text_without_a_servers_trace_is_refused_kindly() -> None:
    async with sample_desk() as desk:
        turns = [turn async for turn in answer_mail("a.eml", b"Subject: Hi\n\nSee you", Case("en"), desk)]
        assert turns[-1].reply.answer == RefusalAnswer(Refusal.NOT_A_BOUNCE, "a.eml")


async def test_a_pasted_mail_answers_as_a_dropped_one() -> None:
    async with sample_desk() as desk:
        question = ask_code(story("own-rule"))
        assert isinstance(question, DeliveredMail)
        reply = [turn async for turn in answer(question, Case("lt"), desk)][-1].reply.answer
        assert isinstance(reply, MailAnswer)
        assert reply.reading.problem is Problem.OWN_RULE
    assert pasted_bounce("why is it in spam?") is None


def test_a_mail_that_waits_for_its_answer_is_stored_with_its_addresses_masked() -> None:
    waiting = Owed("Ev1", Place("T1", "C1", "U1"), Case("en"), (DeliveredMail(read_file(story("forwarded").encode())),))
    (question,) = waiting.discreet().asked
    assert isinstance(question, DeliveredMail)
    assert "jonas@" not in repr(question)
    assert question.reading.subject == ""

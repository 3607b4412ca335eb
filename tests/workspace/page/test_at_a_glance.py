"""How much of a screen a first answer takes: the whole message, its buttons among it."""

import pytest

from bot.cases.answering.next_questions import further_questions, next_questions
from bot.cases.values.answers.kinds import AnyAnswer, BounceAnswer, DomainAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.case import Case, Topic
from bot.codes.read import explain
from bot.codes.values import BounceReading, MailKind
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.slack.blocks import message_of
from bot.workspace import furnish
from bot.workspace.workspace import Workspace
from tests.replies.samples import (
    CONFIRMED,
    DMARC,
    DOMAIN,
    MX,
    NO_BIMI,
    NO_DMARC,
    NO_DNSSEC,
    SERVERS,
    SPF,
    TLS_RPT,
    UNAUTHENTICATED,
)
from tests.workspace.page.conftest import ONE_LOOP, Open, by_app

pytestmark = ONE_LOOP
NO_PROVIDER = Finding(
    "spf",
    Status.WARNING,
    "spf-provider-missing",
    (Record("imone.lt", "TXT", "v=spf1 a mx -all"),),
    (Fact("provider", "OVHcloud"), Fact("term", "include:mx.ovh.com")),
    (Record("imone.lt", "TXT", "v=spf1 include:mx.ovh.com a mx -all"),),
)
NO_MAILBOX = Finding(
    "dmarc", NO_DMARC.status, NO_DMARC.code, (), (Fact("mailbox", "dmarc@imone.lt"),), NO_DMARC.publish
)
WARNED = Report("imone.lt", (NO_PROVIDER, NO_MAILBOX, NO_BIMI, NO_DNSSEC, DOMAIN, SERVERS, MX, TLS_RPT))
HEALTHY = Report("imone.lt", (NO_BIMI, NO_DNSSEC, DOMAIN, SERVERS, MX, SPF, DMARC, TLS_RPT))
REFUSED_BOUNCE = BounceAnswer(BounceReading(MailKind.BOUNCE, (UNAUTHENTICATED,)), UNAUTHENTICATED, CONFIRMED)
MOST_PIXELS = {(1280, "warned"): 420, (1280, "healthy"): 240, (390, "warned"): 900, (390, "healthy"): 480}
MOST_BEFORE_THE_FOLD, MOST_IN_A_THREAD = 420, 800
MOST_WORDS = 90
ASKER = "Ona Kazlauskienė"


def posted(ws: Workspace, answer: AnyAnswer, language: str, asker: str | None = ASKER, **more: str) -> str:
    """The message's ts: the answer with its buttons."""
    case = Case(language, Topic.DOMAIN, domain="imone.lt")
    reply = Reply(answer, *(ask(answer, case, ("en", "lt")) for ask in (next_questions, further_questions)))
    message = message_of(reply, language, asker)
    return by_app(ws, message.text, *message.blocks, **more).ts


@pytest.mark.parametrize("language", ["en", "lt"])
async def test_a_domains_first_answer_is_taken_in_without_scrolling(
    language: str, ws: Workspace, open_page: Open
) -> None:
    heights = {}
    for name, report in (("warned", WARNED), ("healthy", HEALTHY)):
        ts = posted(ws, DomainAnswer(report, at=1_795_000_000.0), language)
        for width in (1280, 390):
            page = await open_page(viewport={"width": width, "height": 1000})
            box = await page.locator(f'article.message[data-ts="{ts}"]').bounding_box()
            assert box is not None
            heights[width, name] = round(box["height"])
    assert {key: height for key, height in heights.items() if height > MOST_PIXELS[key]} == {}


@pytest.mark.parametrize("language", ["en", "lt"])
async def test_a_bounces_first_answer_is_taken_in_without_scrolling(
    language: str, ws: Workspace, open_page: Open
) -> None:
    """In the channel all that stands before the fold; in a thread, a quarter as wide, the whole message."""
    root = await ws.say("550 5.7.26")
    in_channel, in_thread = (
        posted(ws, REFUSED_BOUNCE, language),
        posted(ws, REFUSED_BOUNCE, language, thread_ts=root.ts),
    )
    page = await open_page(f"/c/{furnish.SUPPORT}?thread={root.ts}")
    thread = await page.locator(f'#thread article[data-ts="{in_thread}"]').bounding_box()
    assert thread is not None
    assert thread["height"] <= MOST_IN_A_THREAD
    message = page.locator(f'#channel article[data-ts="{in_channel}"]')
    top, fold = await message.bounding_box(), await message.locator(".folded").bounding_box()
    assert top is not None
    assert fold is not None
    assert fold["y"] - top["y"] <= MOST_BEFORE_THE_FOLD


@pytest.mark.parametrize("language", ["en", "lt"])
async def test_a_codes_answer_is_ninety_words_with_its_buttons(language: str, ws: Workspace, open_page: Open) -> None:
    explained = explain("451")
    assert explained is not None
    ts = posted(ws, CodeAnswer(explained), language, asker=None)
    page = await open_page()
    blocks = page.locator(f'#channel article[data-ts="{ts}"] .blocks')
    await blocks.locator("summary").evaluate("menu => menu.parentElement.remove()")
    shown = [word for word in (await blocks.inner_text()).split() if any(map(str.isalnum, word))]
    assert len(shown) <= MOST_WORDS

"""How much of a screen a domain's first answer takes: the whole message, its buttons among it."""

import pytest

from bot.cases.answering.next_questions import further_questions, next_questions
from bot.cases.values.answers.kinds import DomainAnswer, Reply
from bot.cases.values.case import Case, Topic
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.slack.blocks.blocks import message_of
from bot.workspace.workspace import Workspace
from tests.replies.samples import DMARC, DOMAIN, MX, NO_BIMI, NO_DMARC, NO_DNSSEC, SERVERS, SPF, TLS_RPT
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
MOST_PIXELS = {(1280, "warned"): 420, (1280, "healthy"): 240, (390, "warned"): 900, (390, "healthy"): 480}


@pytest.mark.parametrize("language", ["en", "lt"])
async def test_a_domains_first_answer_is_taken_in_without_scrolling(
    language: str, ws: Workspace, open_page: Open
) -> None:
    heights = {}
    for name, report in (("warned", WARNED), ("healthy", HEALTHY)):
        answer, case = DomainAnswer(report, at=1_795_000_000.0), Case(language, Topic.DOMAIN, domain=report.domain)
        reply = Reply(answer, *(ask(answer, case, ("en", "lt")) for ask in (next_questions, further_questions)))
        message = message_of(reply, language, "Ona Kazlauskienė")
        ts = by_app(ws, message.text, *message.blocks).ts
        for width in (1280, 390):
            page = await open_page(viewport={"width": width, "height": 1000})
            box = await page.locator(f'article.message[data-ts="{ts}"]').bounding_box()
            assert box is not None
            heights[width, name] = round(box["height"])
    assert {key: height for key, height in heights.items() if height > MOST_PIXELS[key]} == {}

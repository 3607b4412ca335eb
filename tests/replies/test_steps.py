"""Changes to one name are one record, wherever they are told: each answer gives it once, with everything in it."""

import pytest

from bot.cases.values.answers.fixes import FixAnswer
from bot.cases.values.answers.kinds import CheckAnswer, CustomerAnswer, DomainAnswer
from bot.domains.engine.one_record import united
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.languages import languages
from bot.replies.documents import document
from bot.replies.pages import Made, report_page
from bot.replies.render import letter, plain
from bot.replies.surfaces import terminal

FOUND = (Record("imone.lt", "TXT", "v=spf1 a mx -all"),)
WANTED = "v=spf1 ip4:203.0.113.7 include:mx.ovh.com a mx -all"


def spf(code: str, status: Status, value: str, **facts: str) -> Finding:
    named = tuple(Fact(name, fact) for name, fact in facts.items())
    return Finding("spf", status, code, FOUND, named, (Record("imone.lt", "TXT", value),))


FINDINGS = united(
    (
        spf(
            "spf-sender-fail",
            Status.ERROR,
            "v=spf1 ip4:203.0.113.7 a mx -all",
            ip="203.0.113.7",
            term="-all",
            name="imone.lt",
            result="fail",
        ),
        spf(
            "spf-provider-missing",
            Status.WARNING,
            "v=spf1 include:mx.ovh.com a mx -all",
            term="include:mx.ovh.com",
            provider="OVHcloud",
        ),
    )
)
REPORT = Report("imone.lt", FINDINGS)


@pytest.mark.parametrize("language", languages())
def test_every_answer_gives_the_one_record_once(language: str) -> None:
    answers = (
        DomainAnswer(REPORT),
        DomainAnswer(REPORT, full=True),
        CheckAnswer("imone.lt", "spf", FINDINGS),
        FixAnswer("imone.lt", None, FINDINGS),
        FixAnswer("imone.lt", "spf", FINDINGS),
    )
    texts = [plain(answer, language) for answer in answers]
    texts += [terminal.write(document(answer, language), colour=False, width=200) for answer in answers]
    texts += [letter(CustomerAnswer(language, report=REPORT)), report_page(REPORT, language, Made(0, 86_400))]
    for text in texts:
        assert text.count(WANTED) == 1
        assert "v=spf1 ip4:203.0.113.7 a mx" not in text
        assert "v=spf1 include:mx.ovh.com a mx" not in text

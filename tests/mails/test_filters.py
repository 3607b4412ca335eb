# ruff: noqa: E501  # fields as they are written
"""What filters write: verdict, score and signs, each filter by its data file."""

import pytest

from bot.mails.filters.knowledge import filters
from bot.mails.read import read_file
from bot.mails.values import FilterVerdict

HOP = """Received: from mail.siuntejas.example (mail.siuntejas.example [185.12.44.7])
 by mx.kepykla.example with ESMTPS id 1; Tue, 24 Nov 2026 09:02:11 +0000
From: a@siuntejas.example
To: b@kepykla.example
"""


@pytest.mark.parametrize(
    ("field", "by", "verdict", "score", "sign"),
    [
        ("X-Spam-Status: Yes, score=6.9 required=5.0 tests=[BAYES_99=3.5,\n HTML_MESSAGE=0.001]", "spamassassin", "spam", 6.9, "BAYES_99"),
        ("X-Spam-Status: No, score=-1.9\nX-Spam-Score: -18\nX-Spam-Bar: -", "spamassassin", "ham", -1.9, None),
        ("X-Spam-Score: 65\nX-Spam-Bar: ++++++\nX-Spam-Flag: YES", "spamassassin", "spam", 6.5, "X-Spam-Flag:YES"),
        ("X-Imone-MailScanner-SpamCheck: spam, SpamAssassin (not cached, score=12.3,\n required 6, BAYES_99 3.50)", "spamassassin", "spam", 12.3, "BAYES_99"),
        ("X-Spamd-Result: default: True [16.10 / 15.00];\n\tBAYES_SPAM(5.10)[99.99%];\n\tR_SPF_FAIL(1.00)[-all:c]", "rspamd", "spam", 16.1, "R_SPF_FAIL"),
        ("X-Rspamd-Action: add header\nX-Rspamd-Score: 8.1", "rspamd", "spam", 8.1, None),
        ("X-VR-SPAMSTATE: SPAM\nX-VR-SPAMSCORE: 350", "ovh", "spam", 350, "X-VR-SPAMSTATE:SPAM"),
        ("X-Ovh-Spam-Status: OK\nX-Ovh-Spam-Reason: vr: OK; dkim: disabled; spf: disabled", "ovh", "ham", None, "vr: OK"),
        ("X-Proofpoint-Spam-Details: rule=spam policy=default score=100 phishscore=0", "proofpoint", "spam", 100, "rule=spam"),
        ("X-Proofpoint-Spam-Details: rule=notspam policy=default score=0", "proofpoint", "ham", 0, "rule=notspam"),
        ("X-Barracuda-Spam-Status: Yes, SCORE=7.1 using global scores of TAG_LEVEL=3.5 tests=BSF_SC0_X", "barracuda", "spam", 7.1, "BSF_SC0_X"),
        ("X-Mimecast-Spam-Score: 2", "mimecast", "ham", 2, None),
        ("X-YahooFilteredBulk: 185.12.44.7", "yahoo", "spam", None, "X-YahooFilteredBulk"),
        ("X-Yandex-Spam: 4", "yandex", "spam", None, "X-Yandex-Spam:4"),
        ("X-Spampanel-Class: spam", "spamexperts", "spam", None, "X-Spampanel-Class:spam"),
        ("X-Virus-Status: Infected (Eicar)", "scanners", "spam", None, "X-Virus-Status:Infected (Eicar)"),
        ("X-UI-Filterresults: junk:10;V03:K0", "gmx", "spam", None, None),
    ],
)  # fmt: skip
def test_a_filters_verdict_score_and_signs(
    field: str, by: str, verdict: str, score: float | None, sign: str | None
) -> None:
    spam = read_file(f"{field}\n{HOP}\nx\n".encode()).spam
    assert (spam.by, spam.verdict, spam.score) == (by, verdict, score)
    assert sign is None or sign in {each.name for each in spam.signs}


def test_without_a_filters_field_nothing_is_known() -> None:
    spam = read_file(f"{HOP}\nx\n".encode()).spam
    assert (spam.verdict, spam.by, spam.signs) == (FilterVerdict.UNKNOWN, None, ())


def test_every_filter_names_its_source() -> None:
    assert all(meaning.source for known in filters() for meaning in known.meanings)
    assert {"microsoft", "spamassassin", "rspamd", "amavis", "ovh", "google", "yahoo", "proofpoint", "mimecast"} <= {
        known.name for known in filters()
    }

"""A finding's title keeps what it names, where only its mark is left, and where many domains are counted together."""

import pytest

from bot.cases.over_time.periods import by_check
from bot.cases.values.history import NAMED, Stretch, marks
from bot.domains.engine.registry import all_checks
from bot.domains.values import Fact, Finding, Report, Status
from bot.languages import languages
from bot.replies.words.texts import Texts

LISTED = Finding("blocklist", Status.ERROR, "blocklist-listed", facts=(Fact("list", "Spamhaus ZEN"),))


@pytest.mark.parametrize("language", languages())
def test_a_history_says_the_title_with_what_it_names(language: str) -> None:
    findings, records = marks(Report("imone.lt", (LISTED,)))
    ((history,),) = (by_check([Stretch(1.0, 2.0, 2, findings, records)]),)
    (period,) = history.periods
    assert "Spamhaus ZEN" in str(Texts(language).bare_title(period.code, "imone.lt", period.named))
    assert Texts(language).bare_title(period.code, "imone.lt") == Texts(language).plain_title(period.code)


@pytest.mark.parametrize("language", languages())
def test_every_title_can_be_said_of_a_mark_and_of_many_domains(language: str) -> None:
    texts = Texts(language)
    assert texts.plain_title("spf-never-was") is None
    named = [(name, "x") for name in NAMED]
    for check in all_checks():
        for code in check.codes:
            gone = texts.gone(code)
            assert gone is not None, code
            plain = texts.plain_title(code)
            assert plain, code
            assert "…" not in plain, code
            # What a mark keeps is all that a title names; with less, the plain one is said.
            assert (texts.bare_title(code, "imone.lt", named) == plain) == ("plain-title" not in gone), code
            assert texts.bare_title(code, "imone.lt") == plain, code

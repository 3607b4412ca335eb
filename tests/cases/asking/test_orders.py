"""What `/mailcheck` reads as an order, in both languages, and what stays a domain to check."""

import pytest

from bot.cases.asking.orders import read_order
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.questions import Intent, Question
from bot.cases.values.typed import Refused


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("watch imone.lt", Question(Intent.WATCH, "imone.lt")),
        ("watch imone.lt hourly", Question(Intent.WATCH, "imone.lt", "hourly")),
        ("Watch hourly IMONE.LT.", Question(Intent.WATCH, "imone.lt", "hourly")),
        ("watch imone.lt every day", Question(Intent.WATCH, "imone.lt", "daily")),
        ("imone.lt watch", Question(Intent.WATCH, "imone.lt")),
        ("watch <http://imone.lt|imone.lt>", Question(Intent.WATCH, "imone.lt")),
        ("watch žąsis.lt", Question(Intent.WATCH, "xn--sis-hpa81d.lt")),
        ("stebėti imone.lt", Question(Intent.WATCH, "imone.lt")),
        ("stebek imone.lt kas valanda", Question(Intent.WATCH, "imone.lt", "hourly")),
        ("Stebėk imone.lt kasdien", Question(Intent.WATCH, "imone.lt", "daily")),
        ("unwatch imone.lt", Question(Intent.UNWATCH, "imone.lt")),
        ("stop watching imone.lt", Question(Intent.UNWATCH, "imone.lt")),
        ("nebestebėk imone.lt", Question(Intent.UNWATCH, "imone.lt")),
        ("nestebėti imone.lt", Question(Intent.UNWATCH, "imone.lt")),
        ("watches", Question(Intent.WATCHES)),
        ("stebimi", Question(Intent.WATCHES)),
        ("Stebimi domenai", Question(Intent.WATCHES)),
        ("history imone.lt", Question(Intent.HISTORY, "imone.lt")),
        ("imone.lt istorija", Question(Intent.HISTORY, "imone.lt")),
        ("report imone.lt", Question(Intent.REPORT, "imone.lt")),
        ("ataskaita imone.lt", Question(Intent.REPORT, "imone.lt")),
        ("imone.lt spread", Question(Intent.SPREAD, "imone.lt")),
        ("spread imone.lt dkim=s1", Question(Intent.SPREAD, "imone.lt", "s1")),
        ("imone.lt ar jau pasklido?", Question(Intent.SPREAD, "imone.lt")),
        ("pasklido imone.lt", Question(Intent.SPREAD, "imone.lt")),
        ("watch", Question(Intent.WATCH)),
        ("watch hourly", Question(Intent.WATCH, None, "hourly")),
        ("watch watch.lt", Question(Intent.WATCH, "watch.lt")),
    ],
)
def test_an_order_is_read(text: str, question: Question) -> None:
    assert read_order(text) == (question,)


@pytest.mark.parametrize(
    "text", ["", "imone.lt", "watch.lt", "history.com", "istorija.lt", "imone.lt watch.lt", "imone.lt 203.0.113.7"]
)
def test_a_domain_is_a_domain_whatever_it_is_called(text: str) -> None:
    assert read_order(text) is None


def test_several_domains_are_watched_at_once() -> None:
    assert read_order("watch a.lt, b.lt hourly") == (
        Question(Intent.WATCH, "a.lt", "hourly"),
        Question(Intent.WATCH, "b.lt", "hourly"),
    )


def test_what_is_no_domain_is_refused_as_in_a_check() -> None:
    assert read_order("watch imone hourly") == (Refused(Refusal.NOT_A_DOMAIN, "imone"),)
    assert read_order("watch a.lt b.lt c.lt d.lt e.lt f.lt") == (
        Refused(Refusal.TOO_MANY_DOMAINS, "a.lt b.lt c.lt d.lt e.lt f.lt"),
    )

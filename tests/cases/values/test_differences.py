"""Which parts of records went and came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.values.differences import Difference, differences
from bot.domains.values import Record

DOMAIN = "imone.lt"


def shows(*records: tuple[str, str, str]) -> tuple[Record, ...]:
    return tuple(Record(*record) for record in records)


def between(before: tuple[Record, ...], now: tuple[Record, ...]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(difference.name, difference.gone, difference.come) for difference in differences(DOMAIN, before, now)]


def txt(value: str, name: str = DOMAIN) -> tuple[Record, ...]:
    return shows((name, "TXT", value))


@pytest.mark.parametrize(
    ("before", "now", "gone", "come"),
    [
        ("v=spf1 include:mx.ovh.com a -all", "v=spf1 a -all", ["include:mx.ovh.com"], []),
        ("v=spf1 a -all", "v=spf1 a ?all", ["-all"], ["?all"]),
        ("v=spf1 a mx -all", "v=spf1  MX +a -all", [], []),
        ("v=spf1 redirect=a.lt", "v=spf1 redirect=b.lt", ["redirect=a.lt"], ["redirect=b.lt"]),
        ("v=DMARC1; p=reject; rua=mailto:a@x.lt", "v=DMARC1;p=none", ["p=reject", "rua=mailto:a@x.lt"], ["p=none"]),
        ("v=DMARC1; p=reject; pct=50", "v=DMARC1;pct=50 ; p=reject;", [], []),
        ("v=STSv1; id=1", "v=STSv1; id=2", ["id=1"], ["id=2"]),
        ("v=TLSRPTv1; rua=mailto:a@x", "v=TLSRPTv1; rua=mailto:b@x", ["rua=mailto:a@x"], ["rua=mailto:b@x"]),
        ("v=DKIM1; p=" + "A" * 400, "v=DKIM1; p=", ["p=" + "A" * 24 + "…"], ["p="]),
        ("v=BIMI1; l=https://a.lt/l.svg", "v=BIMI1; l=", ["l=https://a.lt/l.svg"], ["l="]),
    ],
)  # fmt: skip
def test_a_record_by_its_parts(before: str, now: str, gone: list[str], come: list[str]) -> None:
    changes = between(txt(before), txt(now))
    assert changes == ([(DOMAIN, tuple(gone), tuple(come))] if gone or come else [])


def test_mail_and_name_servers_by_their_values_whatever_their_order() -> None:
    a, b, c = ((DOMAIN, "MX", value) for value in ("1 a.", "5 b.", "9 c."))
    assert between(shows(a, b), shows(b, a)) == []
    assert between(shows(a, b), shows(b, c)) == [(DOMAIN, ("1 a",), ("9 c",))]
    assert between(shows((DOMAIN, "MX", "0 .")), shows(a)) == [(DOMAIN, ("0 .",), ("1 a",))]
    assert between(shows((DOMAIN, "NS", "A.ns.")), shows((DOMAIN, "NS", "a.ns."))) == []


def test_a_record_that_went_or_came_whole() -> None:
    nothing = shows()
    assert between(txt("v=spf1 a -all"), nothing) == [(DOMAIN, ("v=spf1 a -all",), ())]
    assert between(nothing, txt("v=DMARC1; p=none", "_dmarc.imone.lt")) == [
        ("_dmarc.imone.lt", (), ("v=DMARC1; p=none",))
    ]
    two = shows((DOMAIN, "TXT", "v=spf1 a -all"), (DOMAIN, "TXT", "v=spf1 mx -all"))
    assert between(txt("v=spf1 a -all"), two) == [(DOMAIN, (), ("v=spf1 mx -all",))]


def test_what_a_finding_merely_does_not_show_is_not_called_gone() -> None:
    """A good SPF record is shown with all that it includes, a faulty one alone."""
    tree = shows((DOMAIN, "TXT", "v=spf1 include:_spf.imone.lt -all"), ("_spf.imone.lt", "TXT", "v=spf1 ip4:192.0.2.1"))
    alone = txt("v=spf1 include:_spf.imone.lt ~all")
    assert between(tree, alone) == [(DOMAIN, ("-all",), ("~all",))]
    assert between(tree, shows()) == [(DOMAIN, ("v=spf1 include:_spf.imone.lt -all",), ())]
    assert between(shows((DOMAIN, "MX", "1 a.lt."), ("a.lt", "A", "192.0.2.1")), shows((DOMAIN, "MX", "1 a.lt."))) == []


def test_a_change_in_what_is_included_stands_after_the_domains_own() -> None:
    before = shows(("_spf.x.lt", "TXT", "v=spf1 ip4:192.0.2.1"), (DOMAIN, "TXT", "v=spf1 include:_spf.x.lt -all"))
    now = shows(("_spf.x.lt", "TXT", "v=spf1 ip4:192.0.2.2"), (DOMAIN, "TXT", "v=spf1 include:_spf.x.lt ~all"))
    assert [difference.name for difference in differences(DOMAIN, before, now)] == [DOMAIN, "_spf.x.lt"]


terms = st.lists(st.sampled_from(["a", "mx", "include:x.lt", "ip4:192.0.2.1", "-all"]), unique=True)


@given(terms, terms)
def test_nothing_is_both_gone_and_come(before: list[str], now: list[str]) -> None:
    changes = differences(DOMAIN, txt(" ".join(["v=spf1", *before])), txt(" ".join(["v=spf1", *now])))
    difference = changes[0] if changes else Difference(DOMAIN, "TXT", (), ())
    assert set(difference.gone) == set(before) - set(now)
    assert set(difference.come) == set(now) - set(before)

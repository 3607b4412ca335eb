"""Reading SPF records by the grammar of RFC 7208, 12, and putting them right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.knowledge.providers import provider
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.standards.spf.parse import parse, select
from bot.domains.standards.spf.values import SpfSyntaxError


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1",
        "v=spf1 ",
        "V=SPF1 +MX -ALL",
        "v=spf1 a/24//64 mx:imone.lt//64 -all",
        "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ?all",
        "v=spf1 ip6:::ffff:192.0.2.1 ~all",
        "v=spf1 exists:%{ir}.%{l1r-}._spf.%{d2} -all",
        "v=spf1 include:_spf.imone.lt. redirect=%{d}",
        "v=spf1 unknown-modifier=%{s}/what:ever -all",
        "v=spf1 a:foo:bar/baz.example.com -all",
        "v=spf1 a:imone.xn--zckzah -all",
    ],
)
def test_records_of_the_grammar_are_read(record: str) -> None:
    assert parse(record).text == record


@pytest.mark.parametrize(
    ("record", "term"),
    [
        ("v=spf1 ip4:185.5.53.300 -all", "ip4:185.5.53.300"),
        ("v=spf1 ip4:192.0.2.01 -all", "ip4:192.0.2.01"),
        ("v=spf1 ip4:192.0.2.0/33 -all", "ip4:192.0.2.0/33"),
        ("v=spf1 ip4:192.0.2.0/024 -all", "ip4:192.0.2.0/024"),
        ("v=spf1 ip4:2001:db8::1 -all", "ip4:2001:db8::1"),
        ("v=spf1 ip6:192.0.2.1 -all", "ip6:192.0.2.1"),
        ("v=spf1 ip6:fe80::1%eth0 -all", "ip6:fe80::1%eth0"),
        ("v=spf1 ipv4:192.0.2.1 -all", "ipv4:192.0.2.1"),
        ("v=spf1 include -all", "include"),
        ("v=spf1 include:imone -all", "include:imone"),
        ("v=spf1 include: imone.lt -all", "include:"),
        ("v=spf1 a:192.0.2.1 -all", "a:192.0.2.1"),
        ("v=spf1 mx.imone.lt -all", "mx.imone.lt"),
        ("v=spf1 -all.", "-all."),
        ("v=spf1 --all", "--all"),
        ("v=spf1 mx; -all", "mx;"),
        ("v=spf1 mx\t-all", "mx\t-all"),
        ("v=spf1 exists:%{d0} -all", "exists:%{d0}"),
        ("v=spf1 exists:%{x}.imone.lt -all", "exists:%{x}.imone.lt"),
        ("v=spf1 a:%{t}.imone.lt -all", "a:%{t}.imone.lt"),
        ("v=spf1 redirect=a.lt redirect=b.lt", "redirect=b.lt"),
        ("v=spf1 exp= -all", "exp="),
        ("v=spf1 redirect:imone.lt", "redirect:imone.lt"),
    ],
)
def test_the_offending_term_is_named(record: str, term: str) -> None:
    with pytest.raises(SpfSyntaxError) as caught:
        parse(record)
    assert caught.value.term == term


def test_only_records_with_the_exact_version_count() -> None:
    records = select([b"v=spf1", b"v=spf10 -all", b"V=SPF1 -all", b" v=spf1 -all", b"v=spf1-all", b"google=1"])
    assert records == (b"v=spf1", b"V=SPF1 -all")


def test_several_records_become_one_that_loses_nobody() -> None:
    both = ["v=spf1 include:_spf.google.com ~all", "v=spf1 include:mx.ovh.com mx -all"]
    assert remedy.merged(both) == "v=spf1 include:_spf.google.com include:mx.ovh.com mx ~all"
    assert remedy.merged(["v=spf1 mx -all", "v=spf1 a -all"]) == "v=spf1 mx a -all"


def test_a_providers_own_ending_is_kept() -> None:
    assert remedy.standard(provider("microsoft")) == "v=spf1 include:spf.protection.outlook.com -all"
    assert remedy.standard(provider("ovh")) == "v=spf1 include:mx.ovh.com ~all"
    assert remedy.standard(None) == "v=spf1 mx ~all"


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60)
    | st.from_regex(r"([+?~-]?(a|mx|ip4|ip6|include|exists|ptr|all)[:/=%{}a-z0-9.]{0,12} ?){1,4}", fullmatch=True)
)
def test_any_record_is_read_or_its_term_named_and_what_remains_is_right(rest: str) -> None:
    record = f"v=spf1 {rest}"
    assert offending(record) in (None, *record.split(" "))


def offending(record: str) -> str | None:
    try:
        parse(record)
    except SpfSyntaxError as error:
        return error.term
    return None

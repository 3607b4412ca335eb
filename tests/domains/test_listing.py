"""Lists of domains as people keep them."""

from itertools import count, islice

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.batch.listing import LONGEST, Entry, entries
from bot.domains.name import Reason


def test_comments_blank_lines_and_repetitions_are_passed_over() -> None:
    lines = ["# klientai", "", "  ", "imone.lt  # geras", "IMONE.LT.", "http://imone.lt/#top", "info@imone.lt"]
    assert list(entries(lines)) == [Entry("imone.lt")]


def test_what_is_no_domain_is_an_entry_too() -> None:
    lines = ["imone.lt; UAB Įmonė", "203.0.113.7", "co.uk", "vienas du", "vienas du"]
    assert [(entry.key, entry.problem) for entry in entries(lines)] == [
        ("imone.lt; UAB Įmonė", Reason.BAD_CHARACTERS),
        ("203.0.113.7", Reason.ADDRESS),
        ("co.uk", Reason.PUBLIC_SUFFIX),
        ("vienas du", Reason.BAD_CHARACTERS),
    ]


def test_a_list_without_an_end_is_read_as_far_as_wanted() -> None:
    endless = (f"imone{number}.lt" for number in count())
    assert [entry.key for entry in islice(entries(endless), 2)] == ["imone0.lt", "imone1.lt"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=20))
def test_any_text_gives_each_entry_once(lines: list[str]) -> None:
    listed = list(entries(lines))
    assert len({entry.key for entry in listed}) == len(listed) <= len(lines)
    assert all(0 < len(entry.key) <= LONGEST for entry in listed)

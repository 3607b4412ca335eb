"""Feedback buttons carry what they judge, within Slack's limit of a value."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.values.votes import Judged, JudgedKind
from bot.slack.blocks import read_vote, vote_buttons

NAMES = st.from_regex(r"[a-z0-9][a-z0-9/. -]{0,60}[a-z0-9]", fullmatch=True)
JUDGED = st.lists(st.builds(Judged, st.sampled_from(JudgedKind), NAMES), min_size=1, max_size=60).map(tuple)


@given(JUDGED)
def test_a_click_says_what_was_judged(judged: tuple[Judged, ...]) -> None:
    block = vote_buttons(judged, "lt")
    assert block is not None
    (buttons,) = block["elements"]
    for side, positive in (("positive_button", True), ("negative_button", False)):
        value = buttons[side]["value"]
        assert len(value) <= 2000
        vote, names = read_vote(value)
        assert vote is positive
        assert names == judged[: len(names)]
        assert names


def test_what_is_not_judged_has_no_buttons() -> None:
    assert vote_buttons((), "en") is None

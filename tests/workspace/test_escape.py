"""What is typed, as Slack hands it on."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workspace.people.escape import typed, typed_in_command

USERS = {"mailbot": "U0BOT0001", "ona": "U1"}
CHANNELS = {"support": "C1"}


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("o kas dėl SPF?", "o kas dėl SPF?"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("imone.lt", "<http://imone.lt|imone.lt>"),
        ("patikrink IMONE.LT.", "patikrink <http://IMONE.LT|IMONE.LT>."),
        ("imone.example, ne imone.nera", "<http://imone.example|imone.example>, ne imone.nera"),
        ("žąsis.lt", "<http://žąsis.lt|žąsis.lt>"),
        ("ona@imone.lt", "<mailto:ona@imone.lt|ona@imone.lt>"),
        ("https://imone.lt/a?b=1&c=2.", "<https://imone.lt/a?b=1&amp;c=2>."),
        ("@mailbot labas", "<@U0BOT0001> labas"),
        ("@niekas labas", "@niekas labas"),
        ("<@U1> ir <!here>", "<@U1> ir <!here>"),
        ("#support", "<#C1|support>"),
        ("#kitas 1.2.3.4 v5.1.1", "#kitas 1.2.3.4 v5.1.1"),
        ("550 5.1.1 User unknown", "550 5.1.1 User unknown"),
    ],
)
def test_messages_are_escaped_and_linked(text, sent):
    assert typed(text, USERS, CHANNELS) == sent


@pytest.mark.parametrize(
    ("should_escape", "sent"), [(True, "<http://imone.lt|imone.lt> &amp; co"), (False, "imone.lt & co")]
)
def test_a_commands_text_is_escaped_where_the_manifest_asks_for_it(should_escape, sent):
    assert typed_in_command("imone.lt & co", USERS, CHANNELS, should_escape=should_escape) == sent


@settings(max_examples=200)
@given(st.text(st.sampled_from("ab.<>&@#!|:/ ltU1\n"), max_size=40))
def test_every_angle_bracket_is_a_token_of_slacks_and_nothing_typed_is_lost(text):
    sent = typed(text, USERS, CHANNELS)
    token = re.compile(r"<(?:[@#!][^<>\s]+|https?://[^<>]+|mailto:[^<>]+)>")
    assert not set("<>") & set(token.sub("", sent))
    shown = re.sub(r"<(?:http://|mailto:)[^<>|]*\|([^<>]*)>", r"\1", sent)
    shown = re.sub(r"<(https?://[^<>]*)>", r"\1", shown)
    assert html.unescape(shown) == text

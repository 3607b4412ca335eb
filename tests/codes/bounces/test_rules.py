"""The data files: every rule's example is judged by that rule, and mistakes are named."""

from pathlib import Path

import pytest

from bot.codes.bounces.read import read_text
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import codes, join
from bot.codes.bounces.rules.knowledge import Knowledge, knowledge
from bot.codes.bounces.rules.matching import Rule, RuleSet, saying
from bot.codes.bounces.rules.phrases import folded, phrase

REPLIES = [
    line.split("\t")
    for line in (Path(__file__).parent / "replies.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
KNOWN: Knowledge = knowledge()
SETS = [KNOWN.wording, KNOWN.statuses, KNOWN.codes, *(provider.rules for provider in KNOWN.providers.values())]


@pytest.mark.parametrize(
    ("rules", "rule"),
    [(rules, rule) for rules in SETS for rule in rules.rules],
    ids=lambda each: getattr(each, "name", ""),
)
def test_the_example_is_judged_by_its_rule(rules: RuleSet, rule: Rule) -> None:
    reply = join(rule.example)
    found = codes(reply)
    command = command_in(reply) or (rule.command[0] if rule.command else None)
    hit = rules.match(saying(reply, found.reply_code, found.status, command))
    assert hit is not None
    assert hit[0].name == rule.name


@pytest.mark.parametrize("provider", KNOWN.providers.values(), ids=lambda each: each.name)
def test_every_rule_of_a_provider_has_a_source(provider: object) -> None:
    assert all(rule.source for rule in provider.rules.rules)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("causes", "reply"), REPLIES)
def test_well_known_replies_mean_what_they_mean(causes: str, reply: str) -> None:
    assert read_text(reply).diagnoses[0].cause in causes.split(",")


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("quota", "over quota.", True),
        ("quota", "a quotation", False),
        ("quota*", "a quotation", True),
        ("mailbox * full", "mailbox of jonas is full", True),
        ("mailbox * full", "mailbox " + "x" * 90 + " full", False),
        ("fail* dmarc", "failed the DMARC check", True),
        ("imone.lt", "ona@imone.lt", False),
        ("doesn't", "It doesn’t exist", True),
        ("spam", "refused by mx.anti-spam.imone.lt", False),
        ("virus", "write to virus@imone.lt", False),
        ("spam", "this is spam. see our help", True),
    ],
)
def test_phrases(source: str, text: str, found: bool) -> None:
    assert (phrase(source).find(folded(text)) is not None) is found


@pytest.mark.parametrize("source", ["Quota", "a  b", "*", "a*b", " quota"])
def test_a_wrong_phrase_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"star|lower case"):
        phrase(source)

"""The data files: every rule's example is judged by that rule, and mistakes are named."""

from pathlib import Path

import pytest

from bot.codes.bounces.read import read_text
from bot.codes.bounces.replies.commands import command_in
from bot.codes.bounces.replies.reply import codes, join
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.bounces.rules.matching import Rule, RuleSet
from bot.codes.bounces.rules.phrases import folded, phrase


def sets() -> list[RuleSet]:
    known = knowledge()
    shared = (known.wording, known.accepted, known.statuses, known.codes)
    return [*shared, *(provider.rules for provider in known.providers.values())]


def judge(rules: RuleSet, rule: Rule) -> str | None:
    """The name of the rule that judges this one's example."""
    reply = join(rule.example)
    reply_codes = codes(reply)
    command = command_in(reply) or (rule.command[0] if rule.command else None)
    hit = rules.match(knowledge().pieces.saying(reply, reply_codes.reply_code, reply_codes.status, command))
    return hit[0].name if hit else None


def test_every_example_is_judged_by_its_rule() -> None:
    judges = {rule.name: judge(rules, rule) for rules in sets() for rule in rules.rules}
    assert len(judges) > 400
    assert {name: other for name, other in judges.items() if other != name} == {}


def test_every_rule_of_a_provider_has_a_source() -> None:
    providers = knowledge().providers.values()
    assert providers
    assert [rule.name for provider in providers for rule in provider.rules.rules if not rule.source] == []


def test_well_known_replies_mean_what_they_mean() -> None:
    lines = (Path(__file__).parent / "replies.tsv").read_text(encoding="utf-8").splitlines()
    replies = [line.split("\t") for line in lines if not line.startswith("#")]
    assert replies
    readings = [(causes, read_text(reply).diagnoses[0].cause, reply) for causes, reply in replies]
    assert [each for each in readings if each[1] not in each[0].split(",")] == []


@pytest.mark.parametrize(
    ("source", "text", "holds"),
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
        ("overquota", "refused by mx.imone.lt\noverquota", True),
        ("virus", "write to virus@imone.lt", False),
        ("spam", "this is spam. see our help", True),
    ],
)
def test_phrases(source: str, text: str, holds: bool) -> None:
    assert (phrase(source).find(folded(text)) is not None) is holds


@pytest.mark.parametrize("source", ["Quota", "a  b", "*", "a*b", " quota"])
def test_a_wrong_phrase_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"star|lower case"):
        phrase(source)

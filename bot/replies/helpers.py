"""What templates about domains and bounces call besides the language's words, by the names that they call it by.

It stands by itself because it brings the checks, which load slowly; a code's answer calls none of it.
"""

from bot.cases.answering.checklist import checklist
from bot.cases.answering.next_questions import SHOWN
from bot.cases.answering.waits import waiting
from bot.cases.over_time.spells import by_check as history
from bot.domains.engine.keepers import by_keeper
from bot.domains.engine.registry import check_named, decides_posing
from bot.domains.engine.verdict import DomainVerdict, posing, verdict, worst_first
from bot.domains.knowledge.providers import provider as known_provider
from bot.domains.knowledge.zone_hosts import zone_title
from bot.domains.values import Finding
from bot.replies.card import points
from bot.replies.letters import plan as letter_plan
from bot.replies.steps import steps
from bot.replies.zone_lines import zone_lines

__all__ = [
    "by_keeper",
    "check_named",
    "checklist",
    "decides_posing",
    "history",
    "letter_plan",
    "points",
    "posing",
    "provider",
    "shown_of",
    "steps",
    "verdict",
    "waiting",
    "worst_first",
    "zone_lines",
    "zone_title",
]


def shown_of(told: DomainVerdict) -> tuple[Finding, ...]:
    """The findings that a domain's first answer tells."""
    return told.wrong[:SHOWN]


def provider(name: str) -> str:
    """A mail service's own name."""
    known = known_provider(name)
    return known.title if known else name

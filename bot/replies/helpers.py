"""What templates about domains and bounces call besides the language's words, by the names that they call it by.

It stands by itself because it brings the checks, which load slowly; a code's answer calls none of it.
"""

from bot.cases.answering.checklist import checklist
from bot.cases.answering.next_questions import SHOWN
from bot.cases.answering.waits import waiting
from bot.cases.over_time.periods import by_check as history
from bot.domains.engine.keepers import by_keeper
from bot.domains.engine.registry import check_named, decides_posing
from bot.domains.engine.verdict import DomainVerdict, posing, verdict, worst_first
from bot.domains.knowledge.providers import provider as known_provider
from bot.domains.knowledge.zone_hosts import zone_title
from bot.domains.values import Finding
from bot.mails.filters.knowledge import filter_named
from bot.mails.filters.read import meaning
from bot.mails.values import Sign, Spam
from bot.replies.findings import points, steps, zone_lines
from bot.replies.letters import plan as letter_plan

__all__ = [
    "by_keeper",
    "check_named",
    "checklist",
    "decides_posing",
    "filter_title",
    "history",
    "letter_plan",
    "points",
    "posing",
    "provider",
    "shown_of",
    "steps",
    "telling_signs",
    "verdict",
    "waiting",
    "worst_first",
    "zone_lines",
    "zone_title",
]

_NOTHING = 0.1
"""Points that do not count."""


def filter_title(name: str) -> str:
    """A spam filter's own name."""
    return filter_named(name).title


def telling_signs(spam: Spam) -> tuple[Sign, ...]:
    """The signs that tell something, those that weighed most first."""
    return tuple(sorted(filter(_tells, spam.signs), key=_weight, reverse=True))


def _tells(sign: Sign) -> bool:
    """Whether it speaks for or against the mail. A rule that counted nothing says nothing."""
    known = meaning(sign)
    return (
        known is not None
        and bool(known.problem or known.verdict)
        and (sign.score is None or abs(sign.score) > _NOTHING)
    )


def _weight(sign: Sign) -> tuple[float, int]:
    known = meaning(sign)
    return (sign.score or 0, known.rank if known else 0)


def shown_of(judgement: DomainVerdict) -> tuple[Finding, ...]:
    """The findings that a domain's first answer shows."""
    return judgement.wrong[:SHOWN]


def provider(name: str) -> str:
    """A mail service's own name."""
    known = known_provider(name)
    return known.title if known else name

"""What a proposed change can do: every check has its risk, and the worst of several is spoken of first."""

from dataclasses import replace

from bot.cases.answering.risks import risk
from bot.cases.values.answers.further import Proposed, SafeAnswer
from bot.domains.declaration import Risk
from tests.replies.samples import LISTED, NO_DMARC, NO_MX, NO_SPF, WATCHING


def test_a_policy_that_stops_nothing_is_harmless_and_a_stricter_one_is_not() -> None:
    assert risk(NO_DMARC) is Risk.HARMLESS
    assert risk(WATCHING) is Risk.POLICY


def test_the_worst_change_is_spoken_of_first() -> None:
    proposed = tuple(Proposed(finding, risk(finding)) for finding in (LISTED, NO_SPF, NO_MX, NO_DMARC))
    assert SafeAnswer("imone.lt", proposed).worst is Risk.MOVES
    assert SafeAnswer("imone.lt", tuple(replace(proposal) for proposal in proposed[:1])).worst is Risk.ELSEWHERE
    assert SafeAnswer("imone.lt").worst is None

import math

import pytest

from bot.classifier.ranking import Ranking

WEIGHTS = Ranking("", {"likeness": 2.0}, {"fix": {"asks": 1.0, "": 0.5}, "who": {"asks": 0.0, "": 0.0}})


def test_an_options_numbers_and_the_cases_make_its_probability() -> None:
    """Odds are the exponential of the difference of the sums: 2 * 1 + 1 * 1 + 0.5 against 2 * 0.75."""
    likely = WEIGHTS.probabilities({"who": (0.75,), "fix": (1.0,)}, (1.0,))
    assert list(likely) == ["fix", "who"]
    assert likely["fix"] / likely["who"] == pytest.approx(math.exp(3.5 - 1.5))
    assert sum(likely.values()) == pytest.approx(1.0)


def test_what_cannot_be_asked_takes_no_share() -> None:
    assert WEIGHTS.probabilities({"who": (-5.0,)}, (1.0,)) == {"who": 1.0}

"""Right or wrong: the buttons under an answer. Each says what it judges, so that a vote needs no memory of the answer.

https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
"""

from bot.cases.values.votes import Judged, JudgedKind
from bot.slack.blocks.text import plain
from bot.slack.wire.payloads import Fields

VOTE = "vote"
RIGHT, WRONG = "right", "wrong"
_MOST_VALUE = 2000
_BETWEEN = "|"


def vote_buttons(judged: tuple[Judged, ...], language: str) -> Fields | None:
    """A block for under the answer; None where nothing is judged."""
    if not judged:
        return None
    sides = {"positive_button": RIGHT, "negative_button": WRONG}
    element: Fields = {"type": "feedback_buttons", "action_id": VOTE}
    for side, vote in sides.items():
        element[side] = {
            "text": plain(language, f"feedback.{vote}"),
            "accessibility_label": plain(language, f"feedback.{vote}-label")["text"],
            "value": _written(vote, judged),
        }
    return {"type": "context_actions", "elements": [element]}


def read_vote(value: str) -> tuple[bool, tuple[Judged, ...]]:
    """Whether the answer was found right, and what of it was judged."""
    vote, *names = value.split(_BETWEEN)
    pairs = (name.partition("=") for name in names)
    return vote == RIGHT, tuple(Judged(JudgedKind(kind), name) for kind, _, name in pairs)


def _written(vote: str, judged: tuple[Judged, ...]) -> str:
    """Only whole names, as many as a button's value holds."""
    value = vote
    for subject in judged:
        name = f"{_BETWEEN}{subject.kind}={subject.name}"
        if len(value) + len(name) > _MOST_VALUE:
            break
        value += name
    return value

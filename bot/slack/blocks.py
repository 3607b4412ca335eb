"""A reply's blocks: the words, and under some answers what only Slack can offer: votes, a letter's buttons,
a form's boxes.

No block has a `block_id` of ours: Slack gives each a new one with every update, as it asks apps to do, so that nobody's
client keeps old ticks (https://docs.slack.dev/reference/block-kit/blocks).
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.cases.answering.turns import judged
from bot.cases.masking import mask
from bot.cases.values.answers.kinds import ChecklistAnswer, CustomerAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.questions import Intent, Question
from bot.cases.values.votes import Judged, JudgedKind
from bot.domains.values import Status
from bot.languages import called, languages
from bot.replies.render import letter, picture_words, slack
from bot.replies.surfaces.slack import MOST_VALUE, SlackMessage
from bot.replies.words.phrases import phrases
from bot.slack.wire.payloads import Fields

CORRECT_WORDS = "seen:correct"
EDIT_LETTER, POST_LETTER = "letter:edit", "letter:post"
TICK = "checklist:tick"
VOTE = "vote"
RIGHT, WRONG = "right", "wrong"
_MOST_VALUE = 2000
_BETWEEN = "|"
_WHO = "\N{REPLACEMENT CHARACTER}"
LONGEST_LETTER = 3000
"""Characters that a modal's input and a section's text may hold."""


def message_of(reply: Reply, language: str, asker: str | None = None) -> SlackMessage:
    """The reply as Slack is sent it. `asker`: whose question it answers, as mrkdwn; None where the channel sees it."""
    message = _of_code(reply, language) if isinstance(reply.answer, CodeAnswer) else _worded(reply, language)
    if asker is None or isinstance(reply.answer, CustomerAnswer):
        return message
    return SlackMessage(_under(_asked(asker, language), message.blocks), message.text)


@lru_cache(maxsize=512)
def _of_code(reply: Reply, language: str) -> SlackMessage:
    """A code's answer is the same for everybody and holds nobody's data; all others are forgotten at once."""
    return _worded(reply, language)


def _worded(reply: Reply, language: str) -> SlackMessage:
    if isinstance(reply.answer, CustomerAnswer):
        return _letter(reply.answer, language)
    message = slack(reply, language)
    extra = _boxes(reply.answer, language) if isinstance(reply.answer, ChecklistAnswer) else None
    # The boxes stand above the buttons: they are the answer, the buttons only lead on.
    buttons = [block for block in message.blocks if block["type"] == "actions"]
    rest = [block for block in message.blocks if block["type"] != "actions"]
    if reply.seen and not reply.uninvited:
        words = mask(reply.seen) if not getattr(reply.answer, "private", False) else reply.seen
        rest = [*rest, *picture_words(words, language)]
        buttons = _with_correction(buttons, words, language)
    votes = None if reply.uninvited else vote_buttons(judged(reply.answer), language)
    return SlackMessage((*rest, *filter(None, (extra,)), *buttons, *filter(None, (votes,))), message.text)


def _with_correction(buttons: list[Fields], words: str, language: str) -> list[Fields]:
    """A button that opens the words for correction beside the others. It carries them: nothing else keeps them."""
    button = {
        "type": "button",
        "action_id": CORRECT_WORDS,
        "text": plain(language, "seen.wrong"),
        "value": words[:MOST_VALUE],
    }
    if not buttons:
        return [{"type": "actions", "block_id": "seen", "elements": [button]}]
    first, *others = buttons
    return [{**first, "elements": [*first["elements"], button]}, *others]


def _under(context: Fields, blocks: Sequence[Fields]) -> tuple[Fields, ...]:
    """Whose question it is, before the blocks; beside small print that they begin with."""
    first = blocks[0] if blocks else {}
    if first.get("type") != "context":
        return (context, *blocks)
    return ({**first, "elements": [*context["elements"], *first["elements"]]}, *blocks[1:])


@lru_cache(maxsize=1024)
def _asked(asker: str, language: str) -> Fields:
    """Slack shows nobody a typed command, so that a channel would read an answer without a question."""
    text = phrases(language).say("reply.asked", who=asker)
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def asker_in(blocks: Sequence[Fields]) -> str | None:
    """Whose question a message of ours answers, as mrkdwn, where it says so in any language."""
    elements = blocks[0].get("elements", ()) if blocks else ()
    text = str(elements[0].get("text", "")) if elements else ""
    for language in languages():
        before, after = phrases(language).say("reply.asked", who=_WHO).split(_WHO)
        if text.startswith(before) and text.endswith(after):
            return text.removeprefix(before).removesuffix(after)
    return None


def fitting(text: str) -> str:
    """The text in what a modal's input and a section hold; a longer one ends with its last whole paragraph."""
    return text if len(text) <= LONGEST_LETTER else text[: text.rfind("\n\n", 0, LONGEST_LETTER)]


def _letter(answer: CustomerAnswer, language: str) -> SlackMessage:
    """The letter in a block of its own, as prose without markup, which copies whole; its buttons stand below."""
    text = fitting(letter(answer))
    intro = phrases(language).say("customer.intro", tongue=called(answer.language, language))
    block: Fields = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }
    heading: Fields = {"type": "section", "text": {"type": "plain_text", "text": intro, "emoji": False}}
    question = Question(Intent.CUSTOMER, answer.language)
    return SlackMessage((heading, block, _letter_buttons(question, language)), intro)


def _letter_buttons(question: Question, language: str) -> Fields:
    """Each button carries the question that makes the letter again."""
    buttons = ((POST_LETTER, "letter.post"), (EDIT_LETTER, "letter.edit"))
    elements = [
        {"type": "button", "action_id": action, "text": plain(language, phrase), "value": str(question)}
        for action, phrase in buttons
    ]
    return {"type": "actions", "elements": elements}


def _boxes(answer: ChecklistAnswer, language: str) -> Fields | None:
    """A box for each question that the bot could not answer; None where none is left."""
    items = [item for item in answer.items if item.finding is None or item.finding.status is Status.UNKNOWN]
    if not items:
        return None
    options = {item.name: {"text": plain(language, f"checklist.{item.name}"), "value": item.name} for item in items}
    ticked = [options[item.name] for item in items if item.answer]
    boxes: Fields = {"type": "checkboxes", "action_id": TICK, "options": list(options.values())}
    return {"type": "actions", "elements": [{**boxes, "initial_options": ticked} if ticked else boxes]}


def vote_buttons(judged: tuple[Judged, ...], language: str) -> Fields | None:
    """Right or wrong: a block for under the answer; None where nothing is judged. Each button says what it judges, so
    that a vote needs no memory of the answer.

    https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
    """
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


def plain(language: str, phrase: str) -> Fields:
    """A phrase as Slack's text object."""
    return {"type": "plain_text", "text": phrases(language).say(phrase)}

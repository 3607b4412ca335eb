"""A reply's blocks: the words, and under some answers what only Slack can offer: a letter's buttons, a form's boxes."""

from dataclasses import dataclass

from bot.cases.answers import ChecklistAnswer, CustomerAnswer, Reply
from bot.cases.questions import Intent, Question
from bot.replies.phrases import phrases
from bot.replies.render import slack
from bot.slack.wire import Fields

EDIT_LETTER, POST_LETTER = "letter:edit", "letter:post"
TICK = "checklist:tick"


@dataclass(frozen=True, slots=True)
class Words:
    """What a message of Slack's is made of."""

    text: str
    blocks: list[Fields]


def words_of(reply: Reply, language: str) -> Words:
    """The reply as Slack is sent it."""
    said = slack(reply, language)
    extra: Fields | None = None
    if isinstance(reply.answer, CustomerAnswer):
        extra = _letter_buttons(Question(Intent.CUSTOMER, reply.answer.language), language)
    elif isinstance(reply.answer, ChecklistAnswer):
        extra = _boxes(reply.answer, language)
    return Words(said.text, [*said.blocks, extra] if extra else list(said.blocks))


def _letter_buttons(question: Question, language: str) -> Fields:
    """Each button carries the question that makes the letter again."""
    buttons = ((POST_LETTER, "letter.post"), (EDIT_LETTER, "letter.edit"))
    elements = [
        {"type": "button", "action_id": action, "text": plain(language, phrase), "value": str(question)}
        for action, phrase in buttons
    ]
    return {"type": "actions", "block_id": "letter", "elements": elements}


def _boxes(answer: ChecklistAnswer, language: str) -> Fields | None:
    """A box for each question that only the customer can answer; None where none is left."""
    asked = [item for item in answer.items if item.finding is None]
    if not asked:
        return None
    options = {item.name: {"text": plain(language, f"checklist.{item.name}"), "value": item.name} for item in asked}
    ticked = [options[item.name] for item in asked if item.answer]
    boxes: Fields = {"type": "checkboxes", "action_id": TICK, "options": list(options.values())}
    return {
        "type": "actions",
        "block_id": "checklist",
        "elements": [{**boxes, "initial_options": ticked} if ticked else boxes],
    }


def plain(language: str, phrase: str) -> Fields:
    return {"type": "plain_text", "text": phrases(language).say(phrase)}

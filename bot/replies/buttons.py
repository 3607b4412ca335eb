"""What a button says: a question in few words."""

from bot.cases.values.questions import Intent, Question
from bot.languages import called, language
from bot.replies.engine import Engine
from bot.replies.words.names import shown
from bot.replies.words.tables import checks

WHOLE = "all"
"""The subject that means every check."""


def label(question: Question, words: Engine) -> str:
    """The button's label. With a subject the phrase `ask.<intent>-of`, without one `ask.<intent>`."""
    say, subject = words.phrases.say, question.subject
    if question.intent is Intent.LANGUAGE and subject:
        return language(subject).switch
    if question.intent is Intent.CUSTOMER and subject:
        return say("ask.customer-in", tongue=called(subject, words.phrases.language))
    if not subject:
        return say(f"ask.{question.intent}")
    if subject == WHOLE:
        return say(f"ask.{question.intent}-all")
    return say(f"ask.{question.intent}-of", subject=_named(subject, words))


def _named(subject: str, words: Engine) -> str:
    check = words.texts.check(subject) if subject in checks(words.phrases.language) else None
    return str(check["name"]) if check else shown(subject)

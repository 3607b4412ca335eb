"""What a button says: a question in few words."""

from bot.cases.values.questions import ALL, OPTIONAL, Intent, Question
from bot.languages import called, language
from bot.replies.document import Button, Menu
from bot.replies.engine import Engine
from bot.replies.words.names import shown
from bot.replies.words.tables import checks


def label(question: Question, words: Engine) -> str:
    """The button's label. With a subject the phrase `ask.<intent>-of`, without one `ask.<intent>`."""
    say, subject = words.phrases.say, question.subject
    if question.intent is Intent.LANGUAGE and subject:
        return language(subject).switch
    if question.intent is Intent.CUSTOMER and subject:
        return say("ask.customer-in", tongue=called(subject, words.phrases.language))
    if not subject:
        return say(f"ask.{question.intent}")
    if subject == OPTIONAL:
        return say("ask.explain-optional", num=int(question.detail)) if question.detail else say("optional.title")
    if subject == ALL and question.intent is Intent.FIX and question.detail:
        return say("ask.fix-several", num=int(question.detail))
    if subject == ALL:
        return say(f"ask.{question.intent}-all")
    return say(f"ask.{question.intent}-of", subject=_named(subject, words))


def menu(questions: tuple[Question, ...], words: Engine) -> Menu | None:
    """The menu of further questions; where all are about checks in full, it is called so and lists the checks."""
    if not questions:
        return None
    in_full = all(question.intent is Intent.EXPLAIN and question.subject != ALL for question in questions)
    name = words.phrases.say("ask.details") if in_full else ""
    entries = ((_named(each.subject or "", words) if in_full else label(each, words), str(each)) for each in questions)
    return Menu(name, tuple(Button(*entry) for entry in entries))


def _named(subject: str, words: Engine) -> str:
    check = words.texts.check(subject) if subject in checks(words.phrases.language) else None
    return str(check["name"]) if check else shown(subject)

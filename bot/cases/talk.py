"""A sentence in a thread, or to the bot directly: understood as questions, each to be answered in its turn."""

from bot.cases.asked import Answerable, By, Typed
from bot.cases.case import Case, Topic
from bot.cases.opening import LONGEST, ask_bounce, ask_domains, looks_like_bounce
from bot.cases.understand import Context, understand
from bot.domains import name


def begin(text: str, case: Case) -> tuple[Answerable, ...]:
    """A message that opens a thread with the bot: a bounce, domains, or questions."""
    if len(text) > LONGEST:
        return follow(text, case)
    request = name.read_request(text)
    if request.problem is None and len(text.split()) == len(request.domains):
        return (ask_domains(text),)
    return follow(text, case)


def follow(text: str, case: Case) -> tuple[Answerable, ...]:
    """A follow-up: one question or several, or another bounce."""
    if len(text) > LONGEST:
        return (Typed(text, By.SMTP),)
    if looks_like_bounce(text):
        return (ask_bounce(text),)
    return understand(text, case.language, context(case))


def context(case: Case) -> Context:
    """What the understanding of a follow-up needs to know of its case."""
    value = case.code if case.topic is Topic.CODE else case.domain
    kind = Topic.DOMAIN if case.topic is Topic.NOTHING else case.topic
    return Context(kind, value or "", case.spoken_of)

"""A message of one or several sentences: which of them ask, and what."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cases.asking.understand.context import Context
from bot.cases.asking.understand.corrections import corrected
from bot.cases.asking.understand.counts import examples
from bot.cases.asking.understand.decide import STRONG, Decision, decide
from bot.cases.asking.understand.examples import words_of
from bot.cases.asking.understand.language import guess_language
from bot.cases.asking.understand.normalise import Token, TokenKind, read_tokens
from bot.cases.asking.understand.signals import Signals, signals, spell
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.cases.values.questions import Intent, Question
from bot.classifier.questions import score

MOST = 4
"""Questions that one message can ask."""
MOST_SENTENCES = 20
"""That are read each by itself, which takes a thousand times longer than a sentence of one letter is long."""
_POLITE = (Intent.UNKNOWN, Intent.THANKS)


def understand(text: str, language: str, context: Context) -> tuple[Question, ...]:
    """What a follow-up asks, the main question first; never empty, `unknown` where it is none of the bot's business.

    `language` is the thread's (`lt`, `en`). Never raises, whatever the text; the same text gives the same questions.
    """
    return tuple(decision.question for decision in decisions(text, language, context))


def decisions(text: str, language: str, context: Context) -> tuple[Decision, ...]:
    """The same with the reasons."""
    known = vocabulary()
    language = guess_language(text, language)
    tokens = corrected(spell(read_tokens(text), known), known)
    whole = _decided(tokens, signals(tokens, known, language), language, context)
    if whole.question.intent is Intent.UNKNOWN:
        return (whole,)
    own = _each(_sentences(tokens)[:MOST_SENTENCES], language, context)
    if len(own) < 2:
        return (whole,)
    first = [decision for decision in own if decision.question == whole.question]
    return tuple([*first, *(decision for decision in own if decision not in first)][:MOST])


def domain_named(text: str) -> str | None:
    """The first domain that a text names, in ASCII: of a mail service that is known by its name, none."""
    known = vocabulary()
    tokens = corrected(spell(read_tokens(text), known), known)
    return next((token.text for token in tokens if token.kind is TokenKind.DOMAIN), None)


def _decided(tokens: Sequence[Token], held: Signals, language: str, context: Context) -> Decision:
    known = examples()
    learnt = {Intent(guess.label): guess.probability for guess in score(words_of(tokens, language, known.vocabulary))}
    return decide(held, context, known.alike(tokens, language), known.same(tokens, language), learnt)


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for token in tokens:
        sentences[-1].append(token)
        if token.kind is TokenKind.STOP:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _each(sentences: Sequence[Sequence[Token]], language: str, context: Context) -> list[Decision]:
    """The questions of the sentences that ask something of their own; "it" is what the sentence before spoke of."""
    decisions: dict[Question, Decision] = {}
    for sentence in sentences if len(sentences) > 1 else ():
        held = signals(sentence, vocabulary(), language)
        decision = _decided(sentence, held, language, context)
        context = replace(context, spoken_of=held.subject or held.code or context.spoken_of)
        if _asks(held, decision):
            decisions.setdefault(decision.question, decision)
    return list(decisions.values())


def _asks(held: Signals, decision: Decision) -> bool:
    intent = decision.question.intent
    strong = held.intents.get(intent, 0.0) >= STRONG or (held.asks and decision.score >= STRONG)
    return strong and intent not in _POLITE

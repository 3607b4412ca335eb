"""A message of one or several sentences: which of them ask, and what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.cases.asking.understand.corrections import corrected
from bot.cases.asking.understand.counts import examples
from bot.cases.asking.understand.decide import Decision, decide
from bot.cases.asking.understand.evidence import STRONG, Context, Evidence
from bot.cases.asking.understand.examples import Examples, words_of
from bot.cases.asking.understand.language import guess_language
from bot.cases.asking.understand.normalise import Token, TokenKind, read_tokens
from bot.cases.asking.understand.signals import Signals, signals
from bot.cases.asking.understand.spelling import spell
from bot.cases.asking.understand.vocabulary import check_names, vocabulary
from bot.cases.values.questions import Intent, Question
from bot.classifier.questions import score

MOST = 4
"""Questions that one message can ask."""
MOST_SENTENCES = 20
"""That are read each by itself, which takes a thousand times longer than a sentence of one letter is long."""
_ASKED_IN = 2
"""Words in which something may be asked behind thanks; one alone praises: "super helpful"."""
MOST_IN_TALK = 5
"""Sentences of somebody's talk that are read each by itself."""
LIKELY, SURE = 0.6, 0.85
"""How probable a question must be that one sentence of several asks; and one that stands among other talk."""
_POLITE = (Intent.UNKNOWN, Intent.THANKS)


def understand(text: str, language: str, context: Context) -> tuple[Question, ...]:
    """What a follow-up asks, the main question first; never empty, `unknown` where it is none of the bot's business.

    `language` is the thread's (`lt`, `en`). Never raises, whatever the text; the same text gives the same questions.
    """
    return tuple(decision.question for decision in decisions(text, language, context))


def decisions(text: str, language: str, context: Context) -> tuple[Decision, ...]:
    """The same with the reasons."""
    language = guess_language(text, language)
    tokens = tokens_of(text)
    whole = _decided(tokens, signals(tokens, vocabulary(), language), language, context)
    if whole.question.intent is Intent.UNKNOWN:
        return _within_talk(tokens, language, context) or (whole,)
    if whole.question.intent is Intent.THANKS:
        whole = _behind_thanks(tokens, language, context) or whole
    own = _each(_sentences(tokens)[:MOST_SENTENCES], language, context)
    if len(own) < 2:
        return (whole,)
    first = [decision for decision in own if decision.question == whole.question]
    return tuple([*first, *(decision for decision in own if decision not in first)][:MOST])


def tokens_of(text: str) -> tuple[Token, ...]:
    """A message's tokens, spelled out and corrected as its writer meant them."""
    known = vocabulary()
    return corrected(spell(read_tokens(text), known), known)


def domain_named(text: str) -> str | None:
    """The first domain that a text names, in ASCII: of a mail service that is known by its name, none."""
    return next((token.text for token in tokens_of(text) if token.kind is TokenKind.DOMAIN), None)


def _within_talk(tokens: Sequence[Token], language: str, context: Context) -> tuple[Decision, ...]:
    """What a sentence asks outspokenly beside others that say nothing of the bot's business; none where a word of the
    message shows that it is about something else."""
    sentences = [sentence for sentence in _sentences(tokens) if len(sentence) > _ASKED_IN][:MOST_IN_TALK]
    if (
        not sentences
        or len(sentences[0]) == len(tokens)
        or signals(tokens, vocabulary(), language).intents.get(Intent.UNKNOWN, 0.0) > 0
    ):
        return ()
    return tuple(decision for decision in _each(sentences, language, context) if decision.probability >= SURE)


def _behind_thanks(tokens: Sequence[Token], language: str, context: Context) -> Decision | None:
    """What is asked apart from the thanks; None where nothing surely is."""
    thanking, index = vocabulary().words["thanking"], vocabulary().index
    rest = [token for token in tokens if token.kind is not TokenKind.EMOJI and not index.find(token.text) & thanking]
    words = sum(token.kind is not TokenKind.STOP for token in rest)
    if words < _ASKED_IN or words == sum(token.kind is not TokenKind.STOP for token in tokens):
        return None
    held = signals(rest, vocabulary(), language)
    decision = _decided(rest, held, language, context)
    sure = decision.probability >= (LIKELY if held.asks else SURE)
    return decision if sure and decision.question.intent not in _POLITE else None


def _decided(tokens: Sequence[Token], held: Signals, language: str, context: Context) -> Decision:
    """What is asked; where that is no more than a guess, what it would ask with a name in place of its pronoun."""
    decision = _as_said(tokens, held, language, context)
    if held.subject or decision.probability >= LIKELY or not (named := _named(tokens, context)):
        return decision
    other = _as_said(named, signals(named, vocabulary(), language), language, context)
    sure = other.probability >= SURE and other.question.subject == context.spoken_of
    return other if sure else decision


def _named(tokens: Sequence[Token], context: Context) -> tuple[Token, ...]:
    """The tokens with the check last spoken of in place of the first pronoun; empty where there is none of either."""
    if context.spoken_of not in check_names():
        return ()
    pronouns, index = vocabulary().words["pronouns"], vocabulary().index
    at = [place for place, token in enumerate(tokens) if index.find(token.text) & pronouns]
    if not at:
        return ()
    end = at[0] + 1
    while end in at:
        end += 1
    name = [Token(TokenKind.WORD, word) for word in context.spoken_of.split("-")]
    return (*tokens[: at[0]], *name, *tokens[end:])


def _as_said(tokens: Sequence[Token], held: Signals, language: str, context: Context) -> Decision:
    known = examples()
    return decide(evidence(tokens, held, language, context, known, score), known.same(tokens, language))


def evidence(
    tokens: Sequence[Token],
    held: Signals,
    language: str,
    context: Context,
    known: Examples,
    learnt: Callable[[Sequence[str]], Mapping[str, float]],
) -> Evidence:
    """What speaks for each intent by these examples and by this classifier: those in use, or those of a trial."""
    probabilities = learnt(words_of(tokens, language, known.vocabulary))
    by_intent = {Intent(label): probability for label, probability in probabilities.items()}
    return Evidence(held, context, known.alike(tokens, language), by_intent)


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for token in tokens:
        sentences[-1].append(token)
        if token.kind is TokenKind.STOP:
            sentences.append([])
    return [sentence for sentence in sentences if any(len(token.text) > 1 for token in sentence)]


def _each(sentences: Sequence[Sequence[Token]], language: str, context: Context) -> list[Decision]:
    """The questions of the sentences that ask something of their own; "it" is what the sentence before spoke of."""
    decisions: dict[Question, Decision] = {}
    spoken_of: str | None = None
    for sentence in sentences if len(sentences) > 1 else ():
        held = signals(sentence, vocabulary(), language)
        decision = _of_the_same(_decided(sentence, held, language, context), held, spoken_of)
        spoken_of = held.subject or spoken_of
        context = replace(context, spoken_of=held.subject or held.code or context.spoken_of)
        if _asks(held, decision):
            decisions.setdefault(decision.question, decision)
    return list(decisions.values())


def _of_the_same(decision: Decision, held: Signals, check: str | None) -> Decision:
    """How to fix the check that a sentence before named, where this one names none: "On a list? How to get off?"."""
    question = decision.question
    if question.intent is not Intent.FIX or question.subject or held.everything or check is None:
        return decision
    return replace(decision, question=replace(question, subject=check))


def _asks(held: Signals, decision: Decision) -> bool:
    intent = decision.question.intent
    named = held.sure and held.words >= _ASKED_IN
    strong = held.intents.get(intent, 0.0) >= STRONG or (held.asks and (named or decision.probability >= LIKELY))
    return strong and intent not in _POLITE

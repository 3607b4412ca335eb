"""Decides what a message asks from what speaks for each intent. The weights are learnt (`training.ranking`)."""

from dataclasses import dataclass

from bot.cases.asking.understand.evidence import ABOUT_CHECKS, INTENTS, OF_THE_CASE, Context, Evidence
from bot.cases.asking.understand.signals import Signals
from bot.cases.values.questions import HOW_LONG, Intent, Question
from bot.cases.values.watch import Every
from bot.classifier.ranking import ranking
from bot.domains.engine.registry import asked_by_address, check_named

_ORDERED = (Intent.WATCH, Intent.UNWATCH, Intent.WATCHES, Intent.HISTORY, Intent.REPORT, Intent.SPREAD)
"""About a domain that is watched or was."""
_NEVER_GUESSED = (
    Intent.WATCH, Intent.UNWATCH, Intent.REPORT, Intent.SPREAD, Intent.CODE, Intent.CHECK, Intent.LANGUAGE,
)  # fmt: skip
"""Asked by a cue or by naming a thing, never by likeness alone: a watch goes on for long, a report may go to a
stranger, spreading asks many servers, and the last three are about another thing than the case."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked, and why it was so understood."""

    question: Question
    probability: float
    likeliest: tuple[tuple[str, float], ...]
    """The three likeliest intents with their probabilities."""
    fired: tuple[str, ...]
    """The cues that fired, as written."""
    foreign: tuple[str, ...]
    """The words that no vocabulary has."""


def decide(evidence: Evidence, same: Intent | None) -> Decision:
    """The likeliest question, or the unknown one. `same` is what an example of the very words asks, if there is one: it
    is believed where nothing that it speaks of is missing."""
    signals = evidence.signals
    likely = ranking("intents").probabilities(options(evidence), evidence.of_message())
    intent = Intent(next(iter(likely)))
    if same is Intent.UNKNOWN or (same in INTENTS and (same in _ORDERED or evidence.can_ask(same))):
        intent = same
    return Decision(
        _question(intent, signals, evidence.context) if intent is not Intent.UNKNOWN else Question(intent),
        1.0 if intent is same else likely[intent],
        tuple(likely.items())[:3],
        signals.fired,
        signals.foreign,
    )


def options(evidence: Evidence) -> dict[str, tuple[float, ...]]:
    """The intents that a message may have, each with what speaks for it."""
    return {str(intent): evidence.of(intent) for intent in INTENTS if _possible(intent, evidence)}


def _possible(intent: Intent, evidence: Evidence) -> bool:
    """Where the message is outright about something else, only what a cue speaks for too. Where a check is named, what
    would be asked of the case is asked about that check: "is DMARC why it is spam?"."""
    signals = evidence.signals
    cued = signals.intents.get(intent, 0.0) > 0
    if evidence.of_something_else() and not cued:
        return intent is Intent.UNKNOWN
    if intent in OF_THE_CASE and signals.subject and signals.outright and not check_named(signals.subject).sums_up:
        return False
    if intent not in _NEVER_GUESSED:
        return True
    named = intent not in _ORDERED and evidence.can_ask(intent)
    return named or cued


def _question(intent: Intent, signals: Signals, context: Context) -> Question:
    every = Every.HOURLY if signals.hourly else None
    details = {
        Intent.EXPLAIN: signals.ip,
        Intent.WATCH: every,
        Intent.REPORT: signals.language,
        Intent.RETRY: HOW_LONG if signals.how_long else None,
    }
    return Question(intent, _subject(intent, signals, context), details.get(intent))


def _subject(intent: Intent, signals: Signals, context: Context) -> str | None:
    if intent in (Intent.CUSTOMER, Intent.LANGUAGE):
        return signals.language
    if intent is Intent.CODE:
        return signals.code
    if intent is Intent.CHECK or intent in _ORDERED:
        return signals.domain
    if intent is Intent.SAFE:
        return signals.subject if signals.outright else None
    if intent not in ABOUT_CHECKS:
        return None
    if signals.subject:
        return signals.subject
    if intent is Intent.EXPLAIN and signals.ip:
        return asked_by_address()[0]
    if intent is Intent.FIX and signals.code:
        return signals.code
    return context.spoken_of if signals.it and not signals.everything else None

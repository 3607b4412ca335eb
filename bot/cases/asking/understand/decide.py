"""Decides what a message asks from the signals in it: all sums and thresholds are here."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cases.asking.understand.context import Context
from bot.cases.asking.understand.signals import Signals
from bot.cases.values.questions import HOW_LONG, Intent, Question
from bot.cases.values.watch import Every
from bot.classifier.model import UNLIKELY
from bot.domains.engine.registry import asked_by_address, check_named

ENOUGH = 2.0
"""The least that an intent needs; below it the bot says that it did not understand."""
STRANGER = 3.5
"""What an unknown word takes away where nothing of the bot's world is named: "what changed in the law"."""
STRONG = 2.6
"""From here on a sentence of several asks something of its own."""
CLEAR = 8.0
"""What cues can say at most; beyond it only their number grows."""
UNLIKE = -3.0
"""What the examples can take away at most."""
BELIEF = 0.4
SURELY = 5.6
"""How much the examples count when they tell the bot's subjects from anything else, and the most they can count."""
OVERRULES, UNDERSTANDS, DISOWNS = 5.0, 50.0, 10.0
"""How many times as probable as what the cues make of it another intent must be to be believed instead of it, instead
of not understanding, and how many times that it is nobody's business."""
ELSEWHERE = 7.0
"""From here on a cue says that a message is about something else, whatever the classifier makes of it."""
NAME_ALONE = 3
"""In so few words a check's name asks to explain it, unless a cue asks for something else."""
AHEAD = 5.0
"""By how much the cues must speak more for one intent than for the one that the classifier would rather have."""
OUTSPOKEN = 4.0
"""From here on a cue in a word or two says all: few words are seldom among the examples."""
_ABOUT_CHECKS = (Intent.EXPLAIN, Intent.FIX, Intent.SHOW)
_OF_THE_CASE = (
    Intent.PLAIN, Intent.SHORTER, Intent.WHY, Intent.SPAM, Intent.OURS, Intent.REPEATS, Intent.DENIED, Intent.STILL,
)  # fmt: skip
"""Asked of the whole case. Where a check is named, what is asked is about that check: "is DMARC why it is spam?"."""
SURELY_OF_THE_CASE = 3.0
"""How much more such a question must be like its own examples than like nobody's business: half of one is said of
anything, "the same every day"."""
_ORDERED = (Intent.WATCH, Intent.UNWATCH, Intent.WATCHES, Intent.HISTORY, Intent.REPORT, Intent.SPREAD)
"""About a domain that is watched or was."""
_NEVER_GUESSED = (Intent.WATCH, Intent.UNWATCH, Intent.REPORT, Intent.SPREAD)
"""A watch goes on for long, a report may go to a stranger, and spreading asks many servers."""
_BY_CUES = (*_OF_THE_CASE, *_NEVER_GUESSED, Intent.SAFE)
"""Told from other intents by their cues better than by anything learnt: measured."""
_ORDER = (
    Intent.CUSTOMER, Intent.LANGUAGE, Intent.RECHECK, Intent.CHANGES, Intent.FIX, Intent.SHOW, Intent.WHO, Intent.RETRY,
    Intent.LIMITS, Intent.CHECKLIST, Intent.UNWATCH, Intent.WATCHES, Intent.WATCH, Intent.HISTORY, Intent.REPORT,
    Intent.SPREAD,
    Intent.CHECK, Intent.CODE, Intent.SPAM, Intent.OURS, Intent.DENIED, Intent.SAFE, Intent.REPEATS, Intent.STILL,
    Intent.WHY, Intent.SHORTER, Intent.PLAIN, Intent.EXPLAIN, Intent.HELP, Intent.THANKS,
)  # fmt: skip
"""Order of preference between two equally likely intents."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked, and why it was so understood."""

    question: Question
    score: float
    scores: tuple[tuple[str, float], ...]
    fired: tuple[str, ...]
    foreign: tuple[str, ...]
    alike: tuple[tuple[str, float], ...]
    """The intents whose examples it is most like, the likeliest first."""


def decide(
    signals: Signals,
    context: Context,
    alike: Mapping[Intent, float],
    same: Intent | None,
    learnt: Mapping[Intent, float],
) -> Decision:
    """The likeliest question, or the unknown one where too little of the message is the bot's business.

    `alike` is how much less than the likeliest intent each is like its examples; `same`, what an example of the very
    words asks: it is believed where nothing that it speaks of is missing. `learnt` are the classifier's probabilities,
    the likeliest first: it overrules the cues where it is much surer of something else.
    """
    totals = {intent: _total(intent, signals, context) for intent in _ORDER}
    if same in totals and (same in _ORDERED or _can_ask(same, signals)):
        totals[same] = max(totals.values()) + CLEAR
    likely = {
        intent: min(total, CLEAR) + max(alike[intent], UNLIKE)
        for intent, total in totals.items()
        if total > 0 or _can_ask(intent, signals)
    }
    best = max(likely, key=lambda intent: likely[intent])
    outside = signals.intents.get(Intent.UNKNOWN, 0.0) - (2.5 if signals.outright else 0.0)
    inside = BELIEF * max(-SURELY, min(SURELY, alike[best] - alike[Intent.UNKNOWN]))
    if best in _OF_THE_CASE:
        inside = _of_the_case(inside, alike[best] - alike[Intent.UNKNOWN], signals)
    known = totals[best] - _doubt(best, signals) + inside >= ENOUGH
    enough = best is same or (known and totals[best] + max(inside, 0.0) / 2 > outside)
    intent_asked = best if enough else Intent.UNKNOWN
    if same is Intent.UNKNOWN:
        intent_asked = Intent.UNKNOWN
    elif intent_asked is not same:
        agreed = alike.get(intent_asked) == 0 or totals.get(intent_asked, 0.0) >= CLEAR
        intent_asked = _overruled(intent_asked, agreed, learnt, totals, signals)
    question = (
        _question(intent_asked, signals, context) if intent_asked is not Intent.UNKNOWN else Question(intent_asked)
    )
    scores = tuple((str(intent), round(total, 2)) for intent, total in totals.items() if total)
    return Decision(
        question, totals[best], (*scores, ("unknown", outside)), signals.fired, signals.foreign, _likeliest(alike)
    )


def _overruled(
    intent: Intent,
    agreed: bool,
    learnt: Mapping[Intent, float],
    totals: Mapping[Intent, float],
    signals: Signals,
) -> Intent:
    """What the classifier makes of it where it is so many times as sure, and where it may say so at all. `agreed`: the
    counted examples say the same as the cues; then only that it is nobody's business is believed instead."""
    likeliest = next(iter(learnt), intent)
    if likeliest is intent:
        return intent
    surer = learnt[likeliest] / learnt.get(intent, UNLIKELY)
    if likeliest is Intent.UNKNOWN:
        return likeliest if surer >= DISOWNS and not _surely_ours(intent, signals) else intent
    if intent is Intent.UNKNOWN:
        elsewhere = signals.intents.get(Intent.UNKNOWN, 0.0) >= ELSEWHERE
        believed = surer >= UNDERSTANDS and not elsewhere and (signals.of_mail or len(signals.foreign) < signals.words)
    else:
        ahead = totals[intent] - totals.get(likeliest, 0.0) >= AHEAD
        believed = surer >= OVERRULES and not agreed and not ahead and intent not in _BY_CUES
    return likeliest if believed and _can_ask(likeliest, signals) else intent


def _surely_ours(intent: Intent, signals: Signals) -> bool:
    """Whether the cues alone show that it is the bot's business."""
    outspoken = signals.intents.get(intent, 0.0) >= OUTSPOKEN and signals.words <= 2
    return _named(signals) or intent in _ORDERED or outspoken


def _of_the_case(inside: float, more_alike: float, signals: Signals) -> float:
    """What the examples say for such a question: nothing beside a word that nobody knows, and against it where they
    are hardly more like it than like nobody's business."""
    if more_alike < SURELY_OF_THE_CASE:
        return -BELIEF * SURELY
    return inside if signals.of_mail or not signals.foreign else 0.0


def _can_ask(intent: Intent, signals: Signals) -> bool:
    """Whether examples alone may speak for an intent: not where the thing that it is about is missing."""
    if intent in _ABOUT_CHECKS:
        return signals.subject is not None or intent is Intent.FIX or (intent is Intent.SHOW and not signals.code)
    if signals.sure or intent in _NEVER_GUESSED:
        return False
    needed = {Intent.LANGUAGE: signals.language, Intent.CODE: signals.code, Intent.CHECK: signals.domain}
    return bool(needed.get(intent, True))


def _likeliest(alike: Mapping[Intent, float]) -> tuple[tuple[str, float], ...]:
    nearest = sorted(alike, key=lambda intent: -alike[intent])[:3]
    return tuple((str(intent), round(alike[intent], 2)) for intent in nearest)


def _total(intent: Intent, signals: Signals, context: Context) -> float:
    cue = signals.intents.get(intent, 0.0)
    if intent is Intent.SHOW and signals.subject and check_named(signals.subject).sums_up:
        return 0.0
    if intent in _OF_THE_CASE and signals.subject and signals.outright and not check_named(signals.subject).sums_up:
        return 0.0
    if cue <= 0 and intent in (Intent.FIX, Intent.SHOW) and signals.outright and signals.words <= NAME_ALONE:
        return cue
    if intent in _ABOUT_CHECKS and signals.subject and (signals.sure or cue > 0):
        cue += 2.0 if signals.sure else 1.0
        if intent is Intent.EXPLAIN and signals.sure:
            cue += 0.5
    if intent is Intent.EXPLAIN and signals.ip:
        cue += 2.0
    if signals.code and (intent is Intent.CODE or (intent is Intent.FIX and cue > 0)):
        cue += 2.5
    if signals.domain and intent is Intent.CHECK:
        cue += 1.5 if signals.domain == context.value else 2.5
    if signals.domain and intent in _ORDERED and cue > 0:
        cue += 2.5
    if context.kind == "code" and cue > 0 and intent in (Intent.RECHECK, Intent.CHANGES):
        cue -= 1.0  # a code has nothing to check again; "once more" is then said of sending
    return cue


def _doubt(intent: Intent, signals: Signals) -> float:
    """What the words that nobody knows take away; less, where the message names something of the bot's world."""
    if intent is Intent.THANKS:
        return 0.5 * len(signals.foreign)
    if _named(signals):
        return min(max(len(signals.foreign) - 2.0, 0.0), 2.0)
    return max(len(signals.foreign) - 1.0, 0.0) if signals.of_mail else STRANGER * len(signals.foreign)


def _named(signals: Signals) -> bool:
    return bool(signals.sure or signals.code or signals.domain or signals.ip or signals.language)


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
    if intent not in _ABOUT_CHECKS:
        return None
    if signals.subject:
        return signals.subject
    if intent is Intent.EXPLAIN and signals.ip:
        return asked_by_address()[0]
    if intent is Intent.FIX and signals.code:
        return signals.code
    return context.spoken_of if signals.it and not signals.everything else None

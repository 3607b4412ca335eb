"""What speaks for each intent, as the numbers that a decision is weighed from (`bot.classifier.ranking`)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.cases.asking.understand.signals import Signals
from bot.cases.values.questions import Intent
from bot.classifier.model import UNLIKELY

STRONG, OUTSPOKEN = 2.6, 4.0
"""From the first on a cue asks for something of its own; from the second on it says all, be it a word or two."""
ELSEWHERE = 7.0
"""From here on a cue says all of a message that names nothing: it is about something else."""
FAR_AHEAD = 5.0
CLEAR, AGAINST = 8.0, -4.0
"""The most and the least that cues count."""
UNLIKE = -12.0
"""The least that the counted examples count."""
MOST_FOREIGN = 5
"""Unknown words that are counted."""
ABOUT_CHECKS = (Intent.EXPLAIN, Intent.FIX, Intent.SHOW)
_NEVER_ASKED = (Intent.PATH, Intent.FORGED)
"""Asked by a button only."""
INTENTS = tuple(intent for intent in Intent if intent not in _NEVER_ASKED)

OF_THE_CASE = (
    Intent.PLAIN, Intent.SHORTER, Intent.WHY, Intent.SPAM, Intent.OURS, Intent.REPEATS, Intent.DENIED, Intent.STILL,
)  # fmt: skip
"""Asked of the whole case: half of such a question is said of anything, "the same every day"."""
MORE_ALIKE = 3.0
"""How much more such a question should be like its own examples than like nobody's business."""

OF_AN_INTENT = (
    "learnt", "alike", "cue", "cued", "strong", "outspoken", "ahead", "lacking", "doubtful", "strange",
    "elsewhere",
)  # fmt: skip
"""The classifier's probability as a logarithm; how much less than the likeliest it is like its examples; its cues'
weight, whether there is any, a strong one, an outspoken one; how far they are ahead of any other intent's; whether the
thing that it is about is missing; of the whole case, whether it is hardly more like its examples than like nobody's
business, and whether nobody knows a word of it and none is of the bot's world; for `unknown`, the cues for something
else."""
OF_A_MESSAGE = (
    "of a code", "domain of the case", "check named", "check by name", "check hinted", "code", "domain", "language",
    "asks", "words", "foreign beside a name", "foreign", "mail", "it", "subject", "how long", "ip",
)  # fmt: skip
"""What a message holds, whatever it asks: yes or no, but the words' logarithm and the words that nobody knows."""


@dataclass(frozen=True, slots=True)
class Context:
    """The thread's case, as far as understanding needs it."""

    kind: str
    """`code`, `domain` or `bounce`."""
    value: str = ""
    """The code, or the domain in ASCII; empty where there is none."""
    spoken_of: str | None = None
    """What was last spoken of, a check's name or a code: what "it" and "tai" mean."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one message."""

    signals: Signals
    context: Context
    alike: Mapping[Intent, float]
    """How much less than the likeliest intent each is like its examples."""
    learnt: Mapping[Intent, float]
    """The classifier's probabilities; what is less than `UNLIKELY` is left out."""

    def of(self, intent: Intent) -> tuple[float, ...]:
        """The numbers of `OF_AN_INTENT`."""
        cue = self.signals.intents.get(intent, 0.0)
        outside = intent is Intent.UNKNOWN
        ours = 0.0 if outside else cue
        return (
            math.log(max(self.learnt.get(intent, 0.0), UNLIKELY)),
            max(self.alike[intent], UNLIKE),
            min(max(ours, AGAINST), CLEAR),
            float(ours > 0),
            float(ours >= STRONG),
            float(ours >= OUTSPOKEN),
            self._ahead(intent),
            float(not outside and not self.can_ask(intent)),
            float(intent in OF_THE_CASE and self.alike[intent] - self.alike[Intent.UNKNOWN] < MORE_ALIKE),
            float(intent in OF_THE_CASE and bool(self.signals.foreign) and not self.signals.of_mail),
            cue if outside else 0.0,
        )

    def _ahead(self, intent: Intent) -> float:
        cues = self.signals.intents
        others = max((weight for other, weight in cues.items() if other != intent), default=0.0)
        return min(max(cues.get(intent, 0.0) - max(others, 0.0), 0.0), FAR_AHEAD)

    def of_message(self) -> tuple[float, ...]:
        """The numbers of `OF_A_MESSAGE`."""
        signals = self.signals
        named = self.named()
        foreign = min(len(signals.foreign), MOST_FOREIGN)
        return (
            float(self.context.kind == "code"),
            float(signals.domain is not None and signals.domain == self.context.value),
            float(signals.sure),
            float(signals.outright),
            float(signals.sure and not signals.outright),
            float(signals.code is not None),
            float(signals.domain is not None),
            float(signals.language is not None),
            float(signals.asks),
            math.log(1 + signals.words),
            float(foreign if named else 0),
            float(0 if named else foreign),
            float(signals.of_mail),
            float(signals.it),
            float(signals.subject is not None),
            float(signals.how_long),
            float(signals.ip is not None),
        )

    def named(self) -> bool:
        """Whether the message names a thing that the bot knows of."""
        signals = self.signals
        return bool(signals.sure or signals.code or signals.domain or signals.ip or signals.language)

    def of_something_else(self) -> bool:
        """Whether a cue says outright that it is about something else."""
        return self.signals.intents.get(Intent.UNKNOWN, 0.0) >= ELSEWHERE and not self.named()

    def can_ask(self, intent: Intent) -> bool:
        """Whether the thing that an intent is about is there to be asked about."""
        signals = self.signals
        if intent in ABOUT_CHECKS:
            return signals.subject is not None or intent is Intent.FIX or (intent is Intent.SHOW and not signals.code)
        needed = {Intent.LANGUAGE: signals.language, Intent.CODE: signals.code, Intent.CHECK: signals.domain}
        return not signals.sure and bool(needed.get(intent, True))

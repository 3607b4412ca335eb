"""What the classifier makes of a reply beside the rules: it decides where they have no words, doubts them where it
finds little likeness to the cause that they name, and overrules them where it is sure of another."""

import re

from bot.classifier import Guess, score
from bot.classifier.bounces import masked
from bot.codes.bounces.judging.judge import MAX_EVIDENCE, UNDEFINED, Verdict
from bot.codes.bounces.notice.reason import sentences_of
from bot.codes.bounces.replies.reply import ServerReply
from bot.codes.bounces.rules.knowledge import Cause, Knowledge
from bot.codes.values import Confidence

DECIDES, APART, AHEAD = 0.4, 0.25, 2.0
"""The least probability that a cause needs, and the one that is enough where the next cause is so many times less
probable: the rest is spread over thirty causes. Three in five of those just above are right (docs/classifier.md)."""
DECIDES_BARE, APART_BARE, AHEAD_BARE = 0.45, 0.3, 3.0
"""The same of several sentences without a code, most of which tell no cause."""
OUTDOES_VAGUE, OUTDOES_CODE, OUTDOES_STATUS = 0.2, 0.25, 0.5
"""The same where the cause would go by a status such as X.7.1, which is said of anything, or by the reply code alone,
and where it would go by an enhanced status code that names something, which is right more often."""
DOUBTS, DOUBTS_PROVIDER = 0.5, 0.3
"""Below this probability of its cause and those near it, general wording is doubted: of what lies between 0.3 and 0.5
three in five are right, of what lies above, nineteen in twenty. A provider's own words are doubted below the second."""
DOUBTS_DEATH = 0.7
"""The same where the rule calls an address dead."""
OVERRULED, OVERRULES = 0.1, 0.4
"""General wording less probable than the first gives way to a cause at least as probable as the second; a provider's
own words, and words without a code, which may be a notice's prose, are only doubted."""
FEWEST_WITHOUT_CODE = 2
"""Words from which a cause may be told where no code says that they are a server's."""
MOST_SENTENCES = 12
"""Sentences of a notice's prose that are looked at one by one."""
UNHEARD = 3
"""So many words that nobody understands say something else than what their code alone would."""
_REFUSING = re.compile(
    r"smtp|errors?|fail(?:ed|ure)?|reject(?:ed)?|refused|denied|(?:un)?deliver(?:ed|able|y)|not|permanent(?:ly)?|fatal|"
    r"sorry|message|e?mail|recipient|address|mailbox|user|bad|destination|requested|action|taken|command|rcpt|to|the|"
    r"this|your|for|could|be|was|is"
)
"""Words of a refusal that gives no reason."""
_WITHOUT_WORDS = frozenset({Confidence.STATUS, Confidence.CODE, Confidence.NONE})


def weighed(reply: ServerReply, verdict: Verdict, known: Knowledge) -> Verdict:
    """The rules' verdict, with less confidence where the classifier doubts it; the classifier's own where the rules had
    only a code, or where it is sure of something else.

    Words that the enhanced status code agrees with are not doubted.
    """
    if verdict.cause == "delivered" or (verdict.cause == "undefined" and verdict.rule):
        return verdict
    if verdict.confidence in _WITHOUT_WORDS:
        guesses = _guesses(reply) if _tells(reply) else ()
        if guesses and guesses[0].label != "undefined" and _stands_out(guesses, reply, verdict):
            return _likely(reply, guesses[0])
        unheard = verdict.confidence is Confidence.CODE and not reply.command and word_count(reply) >= UNHEARD
        return UNDEFINED if unheard else verdict
    if verdict.evidence not in reply.text:
        return verdict
    if reply.status and _names(reply.status, verdict.cause, known):
        return verdict
    guesses = _guesses(reply)
    if not guesses:
        return verdict
    cause = known.causes[verdict.cause]
    backing = backing_of(cause, guesses)
    sure = guesses[0].probability >= OVERRULES and bool(reply.code or reply.status)
    sure = sure and guesses[0].label != "undefined"
    if verdict.confidence is Confidence.WORDING and sure and backing < OVERRULED:
        return _likely(reply, guesses[0])
    doubts = DOUBTS_PROVIDER if verdict.confidence is Confidence.PROVIDER else DOUBTS
    doubted = backing < (DOUBTS_DEATH if cause.permanent else doubts)
    return verdict._replace(confidence=Confidence.DOUBTED) if doubted else verdict


def _names(status: str, cause: str, known: Knowledge) -> bool:
    """Whether an enhanced status code names a cause, by itself or whatever its class."""
    return cause in (known.by_status.get(status), known.by_status.get(f"X{status[1:]}"))


def backing_of(cause: Cause, guesses: tuple[Guess, ...]) -> float:
    """How probable a cause and those near it are."""
    return sum([probability for label, probability in guesses if label == cause.name or label in cause.near])


def _stands_out(guesses: tuple[Guess, ...], reply: ServerReply, verdict: Verdict) -> bool:
    """Whether the likeliest cause is probable enough to stand in place of this verdict. X.y.0 and X.7.1 name nothing:
    they are said of anything (RFC 3463, 3)."""
    likeliest = guesses[0].probability
    if verdict.confidence is Confidence.CODE:
        return likeliest >= OUTDOES_CODE
    if verdict.confidence is Confidence.STATUS:
        vague = (reply.status or "").endswith((".0", ".7.1"))
        return likeliest >= (OUTDOES_VAGUE if vague else OUTDOES_STATUS)
    alone = word_count(reply) >= UNHEARD and len(sentences_of(reply.text)) < 2
    spoken = reply.code or reply.status or alone
    least, apart, ahead = (DECIDES, APART, AHEAD) if spoken else (DECIDES_BARE, APART_BARE, AHEAD_BARE)
    far = len(guesses) < 2 or likeliest >= ahead * guesses[1].probability
    return likeliest >= least or (likeliest >= apart and far)


def _likely(reply: ServerReply, guess: Guess) -> Verdict:
    rule = f"classifier/{guess.label}"
    return Verdict(guess.label, Confidence.LIKENESS, rule, reply.text[:MAX_EVIDENCE].strip())


def _guesses(reply: ServerReply) -> tuple[Guess, ...]:
    """The likely causes of a reply; of a notice's prose, those of the sentence that says the most of one."""
    text = reply.own or reply.text
    if reply.code or reply.status:
        return score(text, reply.code, reply.status, reply.command)
    guesses = [score(each, None, None, reply.command) for each in sentences_of(text)[:MOST_SENTENCES]]
    return max(filter(None, guesses), key=_tellingness, default=())


def _tellingness(guesses: tuple[Guess, ...]) -> float:
    """How probable the likeliest cause is; nothing where a sentence most likely tells none."""
    return 0.0 if guesses[0].label == "undefined" else guesses[0].probability


def _tells(reply: ServerReply) -> bool:
    return word_count(reply) >= (1 if reply.code or reply.status else FEWEST_WITHOUT_CODE)


def word_count(reply: ServerReply) -> int:
    """How many words a reply has besides codes, names and addresses."""
    return sum(word.isalpha() for word in masked(reply.own or reply.text))


def says_only_no(reply: ServerReply) -> bool:
    """Whether a reply's words, if it has any, say that it refuses and nothing of why."""
    return all(_REFUSING.fullmatch(word) for word in masked(reply.own or reply.text) if word.isalpha())

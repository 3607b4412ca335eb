"""What the classifier makes of a reply beside the rules: it decides where they have no words, doubts them where it
finds little likeness to the cause that they name, and overrules them where it is sure of another."""

import re
from collections.abc import Mapping

from bot.classifier import score
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
        probabilities = _probabilities(reply) if _tells(reply) else {}
        likeliest = max(probabilities, key=probabilities.__getitem__, default="undefined")
        if likeliest != "undefined" and _stands_out(probabilities, reply, verdict):
            return _likely(reply, likeliest)
        unheard = verdict.confidence is Confidence.CODE and not reply.command and word_count(reply) >= UNHEARD
        return UNDEFINED if unheard else verdict
    if verdict.evidence not in reply.text:
        return verdict
    if reply.status and _names(reply.status, verdict.cause, known):
        return verdict
    probabilities = _probabilities(reply)
    if not probabilities:
        return verdict
    cause = known.causes[verdict.cause]
    backing = backing_of(cause, probabilities)
    if verdict.confidence is Confidence.WORDING and backing < OVERRULED and (reply.code or reply.status):
        likeliest = max(probabilities, key=probabilities.__getitem__)
        if likeliest != "undefined" and probabilities[likeliest] >= OVERRULES:
            return _likely(reply, likeliest)
    doubts = DOUBTS_PROVIDER if verdict.confidence is Confidence.PROVIDER else DOUBTS
    doubted = backing < (DOUBTS_DEATH if cause.permanent else doubts)
    return verdict._replace(confidence=Confidence.DOUBTED) if doubted else verdict


def _names(status: str, cause: str, known: Knowledge) -> bool:
    """Whether an enhanced status code names a cause, by itself or whatever its class."""
    return cause in (known.by_status.get(status), known.by_status.get(f"X{status[1:]}"))


def backing_of(cause: Cause, probabilities: Mapping[str, float]) -> float:
    """How probable a cause and those near it are."""
    return sum([value for label, value in probabilities.items() if label == cause.name or label in cause.near])


def _stands_out(probabilities: Mapping[str, float], reply: ServerReply, verdict: Verdict) -> bool:
    """Whether the likeliest cause is probable enough to stand in place of this verdict. X.y.0 and X.7.1 name nothing:
    they are said of anything (RFC 3463, 3)."""
    likeliest, *others = sorted(probabilities.values(), reverse=True)
    if verdict.confidence is Confidence.CODE:
        return likeliest >= OUTDOES_CODE
    if verdict.confidence is Confidence.STATUS:
        vague = (reply.status or "").endswith((".0", ".7.1"))
        return likeliest >= (OUTDOES_VAGUE if vague else OUTDOES_STATUS)
    alone = word_count(reply) >= UNHEARD and len(sentences_of(reply.text)) < 2
    spoken = reply.code or reply.status or alone
    least, apart, ahead = (DECIDES, APART, AHEAD) if spoken else (DECIDES_BARE, APART_BARE, AHEAD_BARE)
    far = not others or likeliest >= ahead * others[0]
    return likeliest >= least or (likeliest >= apart and far)


def _likely(reply: ServerReply, cause: str) -> Verdict:
    return Verdict(cause, Confidence.LIKENESS, f"classifier/{cause}", reply.text[:MAX_EVIDENCE].strip())


def _probabilities(reply: ServerReply) -> Mapping[str, float]:
    """Of a reply's likely causes; of a notice's prose, those of the sentence that says the most of one."""
    text = reply.own or reply.text
    if reply.code or reply.status:
        return score(text, reply.code, reply.status, reply.command)
    scores = [score(each, None, None, reply.command) for each in sentences_of(text)[:MOST_SENTENCES]]
    return max(filter(None, scores), key=_tellingness, default={})


def _tellingness(probabilities: Mapping[str, float]) -> float:
    """How probable the likeliest cause is; nothing where a sentence most likely tells none."""
    highest = max(probabilities.values())
    return 0.0 if probabilities.get("undefined") == highest else highest


def _tells(reply: ServerReply) -> bool:
    return word_count(reply) >= (1 if reply.code or reply.status else FEWEST_WITHOUT_CODE)


def word_count(reply: ServerReply) -> int:
    """How many words a reply has besides codes, names and addresses."""
    return sum(word.isalpha() for word in masked(reply.own or reply.text))


def says_only_no(reply: ServerReply) -> bool:
    """Whether a reply's words, if it has any, say that it refuses and nothing of why."""
    return all(_REFUSING.fullmatch(word) for word in masked(reply.own or reply.text) if word.isalpha())

"""Which cause one chosen reply means, and how sure that is.

The order of trust: the provider's own documented words, general wording, the enhanced status code, the reply code with
the command it answered, and only then the notice's prose, which often speaks of many things at once.
"""

import re
from typing import NamedTuple

from bot.codes.bounces.replies.commands import Command
from bot.codes.bounces.replies.reply import ServerReply, addresses_in, without_addresses
from bot.codes.bounces.rules.knowledge import Knowledge
from bot.codes.bounces.rules.matching import PhrasePieces, Rule, Saying
from bot.codes.values import Confidence

_SENTENCE_END = re.compile(r"[.;!?]\s(?=[A-Z<\d])")
_SENTENCES = re.compile(rf".*{_SENTENCE_END.pattern}", re.DOTALL)
"""All sentences that have ended."""
MAX_EVIDENCE = 300
_BY_NUMBER = frozenset((Confidence.STATUS, Confidence.CODE))
_NO_RECIPIENT_YET = frozenset((Command.CONNECT, Command.HELO, Command.AUTH, Command.STARTTLS))
"""Commands after which the server does not know yet for whom the mail is."""
BEFORE_RECIPIENT = _NO_RECIPIENT_YET | {Command.MAIL}


class Verdict(NamedTuple):
    cause: str
    confidence: Confidence
    rule: str
    """The rule that decided; empty where none did."""
    evidence: str
    """The sentence in which the rule's words stand."""
    advice: str = ""
    """The entry of `advice.toml` that the rule names."""
    words: Saying | None = None
    """The text in which the rule's words stand; None where it went by codes alone."""
    place: tuple[int, int] = (0, 0)
    """Where in that text: start and end."""


UNDEFINED = Verdict("undefined", Confidence.NONE, "", "")


class Prose:
    """The notice's words as a saying, made when a reply alone does not tell: most do."""

    def __init__(self, text: str, pieces: PhrasePieces) -> None:
        self._text, self._pieces = text, pieces
        self._saying: Saying | None = None

    def saying(self, words: Saying) -> Saying | None:
        """The prose with a reply's codes; None where there is no prose."""
        if not self._text:
            return None
        self._saying = self._saying or self._pieces.saying(self._text)
        return self._saying._replace(reply_code=words.reply_code, status=words.status, command=words.command)


def by_rules(reply: ServerReply, words: Saying, provider: str | None, prose: Prose, known: Knowledge) -> Verdict:
    """What the data files say of a reply. A positive reply (2yz, 2.y.z) is no failure (RFC 5321, 4.2.1), whatever its
    words, except where they say that the message was thrown away."""
    if (reply.code or reply.status or "5")[0] == "2":
        if hit := known.accepted.match(words):
            return Verdict(hit[0].cause, Confidence.WORDING, hit[0].name, _evidence(words, hit[1]), hit[0].advice)
        return Verdict("delivered", Confidence.WORDING, "reply/positive", _evidence(words, (0, 0)))
    if verdict := _by_words(words, provider, known):
        return verdict
    spoken = _has_words(reply.text, bool(words.reply_code))
    if not spoken and (verdict := _by_words(prose.saying(words), provider, known)):
        return verdict
    bare = without_addresses(reply.text)
    if bare != reply.text and (
        verdict := _by_words(known.pieces.saying(bare, words.reply_code, words.status, words.command), provider, known)
    ):
        return verdict._replace(evidence=words.text[:MAX_EVIDENCE])
    if hit := known.statuses.match(words):
        evidence = _evidence(words, hit[1]) or f"Status: {words.status}"
        return Verdict(hit[0].cause, Confidence.STATUS, hit[0].name, evidence, hit[0].advice)
    if hit := known.codes.match(words):
        return Verdict(hit[0].cause, Confidence.CODE, hit[0].name, _evidence(words, hit[1]), hit[0].advice)
    return (None if words.reply_code and spoken else _by_words(prose.saying(words), provider, known)) or UNDEFINED


def judged(reply: ServerReply, verdict: Verdict, sender: str | None = None, recipient: str | None = None) -> Verdict:
    """The rules' verdict, held against whom the reply is about.

    "No such mailbox" must be said of the recipient: in reply to MAIL it is the sender's address that is not accepted,
    and before RCPT no recipient is known (RFC 5321, 3.3).
    """
    if verdict.cause != "userunknown" and verdict.confidence not in _BY_NUMBER:
        return verdict
    to_recipient = _names(reply, recipient)
    of_sender = not to_recipient and (_names(reply, sender) or reply.command is Command.MAIL)
    if verdict.cause == "userunknown" and of_sender:
        return verdict._replace(cause="rejected", advice="")
    if verdict.cause == "userunknown" and reply.command in _NO_RECIPIENT_YET:
        return UNDEFINED
    if verdict.confidence in _BY_NUMBER and not to_recipient and _names(reply, sender):
        return verdict._replace(cause="rejected", advice="")
    return verdict


def _names(reply: ServerReply, address: str | None) -> bool:
    return address is not None and address.lower() in map(str.lower, addresses_in(reply.text))


def _by_words(words: Saying | None, provider: str | None, known: Knowledge) -> Verdict | None:
    """What the provider's rules say of a text, else the general wording."""
    if not words:
        return None
    if provider and (hit := known.providers[provider].rules.match(words)):
        return _said(words, *hit, Confidence.PROVIDER)
    if hit := known.wording.match(words):
        return _said(words, *hit, Confidence.NONE if hit[0].cause == "undefined" else Confidence.WORDING)
    return None


def _said(words: Saying, rule: Rule, place: tuple[int, int], confidence: Confidence) -> Verdict:
    return Verdict(rule.cause, confidence, rule.name, _evidence(words, place), rule.advice, words, place)


def _has_words(text: str, coded: bool) -> bool:
    """Whether a reply has words of its own besides codes and addresses: two, or one behind a reply code."""
    words = (word.strip(".,:;!?()\"'") for word in text.split())
    return sum(len(word) > 3 and word.isalpha() for word in words) > (0 if coded else 1)


def _evidence(words: Saying, place: tuple[int, int]) -> str:
    """The sentence in which the rule's words stand, as it was found."""
    start, end = place
    earlier = _SENTENCES.match(words.text, 0, start + 1)
    begin = earlier.end() if earlier else 0
    its_own = _SENTENCE_END.search(words.text, max(0, end - 1))
    stop = its_own.start() + 1 if its_own else len(words.text)
    if start - begin > MAX_EVIDENCE // 2:
        begin = words.text.find(" ", start - MAX_EVIDENCE // 2, start) + 1 or start
    return words.text[begin : min(stop, begin + MAX_EVIDENCE)].strip()

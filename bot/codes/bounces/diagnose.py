"""From what a bounce says of a recipient to what happened.

The order of trust: the provider's own documented words, general wording, the enhanced status code, the reply code with
the command it answered, and only then the report's prose, which often speaks of many things at once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.codes.bounces.accounts import Account
from bot.codes.bounces.knowledge import Cause, Knowledge, knowledge, provider_of
from bot.codes.bounces.replies import Codes, accused_ip, codes, without_command
from bot.codes.bounces.returned import Returned
from bot.codes.bounces.rules import Saying, saying
from bot.codes.values import Actor, Confidence, Diagnosis, Resend

_DELIVERED = frozenset(("delivered", "relayed", "expanded"))
_LISTED = frozenset(("blocked", "badreputation", "spamdetected", "rejected"))
"""Causes that a blocklist can be behind."""
_ZONE = re.compile(
    r"(?:blocked|listed|blacklisted|rejected|found|refused)\s(?:using|by|in|at|on|via)\s(?:the\s)?"
    r"((?:[a-z0-9_-]{1,40}\.){1,5}[a-z]{2,12})(?![\w@])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s(?=[A-Z<\d])")
MAX_EVIDENCE = 300


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for all recipients of a bounce."""

    returned: Returned = field(default_factory=Returned)
    reporting_host: str | None = None
    sender: str | None = None
    """The envelope sender, where the report names it."""
    prose: str = ""
    """The notice's words, for a recipient of whom nothing else is said."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    cause: str
    confidence: Confidence
    rule: str
    evidence: str


def diagnose(accounts: Iterable[Account], around: Surroundings) -> tuple[Diagnosis, ...]:
    """Judge the accounts of one bounce; those that differ in nothing but the recipient's name are judged once.

    Where different things are said of several recipients, the notice's prose tells of none of them.
    """
    known = knowledge()
    accounts = tuple(accounts)
    prose = _Prose(around.prose)
    words = prose if len({account.reply for account in accounts}) < 2 else _Prose("")
    judged: dict[tuple[object, ...], Diagnosis] = {}
    found = []
    for account in accounts:
        domain = (account.recipient or "").rpartition("@")[2]
        key = (
            account.reply,
            account.status,
            account.command,
            account.remote_host,
            account.action,
            account.original,
            domain,
        )
        if key in judged:
            found.append(replace(judged[key], recipient=account.recipient))
        else:
            judged[key] = _diagnosis(account, around, prose, words, known)
            found.append(judged[key])
    return tuple(found)


class _Prose:
    """The notice's words as a saying, made when a reply alone does not tell: most do."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._saying: Saying | None = None

    def saying(self, said: Saying) -> Saying | None:
        """The prose with a reply's codes; None where there is no prose."""
        if not self._text:
            return None
        self._saying = self._saying or saying(self._text)
        return replace(self._saying, reply_code=said.reply_code, status=said.status, command=said.command)


def _diagnosis(account: Account, around: Surroundings, prose: _Prose, words: _Prose, known: Knowledge) -> Diagnosis:
    found = codes(account.reply, account.status)
    said = saying(without_command(account.reply), found.reply_code, found.status, account.command)
    provider = _provider(account, said, around, prose, known)
    verdict = _verdict(account, said, provider, words, known)
    cause = known.causes[verdict.cause]
    return Diagnosis(
        cause=verdict.cause,
        confidence=verdict.confidence,
        rule=verdict.rule,
        evidence=verdict.evidence,
        reply_code=found.reply_code,
        status=found.status,
        permanent=cause.permanent and not _temporary(found, account),
        actors=_actors(cause, found, account),
        resend=_resend(cause, found, account),
        diagnostic=account.reply,
        provider=provider,
        recipient=account.recipient,
        original_recipient=account.original,
        sender=around.sender or around.returned.sender,
        sending_ip=accused_ip(account.reply[found.at :], account.remote_ip),
        remote_host=account.remote_host,
        reporting_host=around.reporting_host,
        blocklist=_blocklist(said, verdict.cause, known),
        dkim_selectors=around.returned.dkim_selectors,
    )


def _verdict(account: Account, said: Saying, provider: str | None, prose: _Prose, known: Knowledge) -> _Verdict:
    if account.action in _DELIVERED:
        return _Verdict("delivered", Confidence.WORDING, "report/action", f"Action: {account.action}")
    if verdict := _by_words(said, provider, known):
        return verdict
    if not _telling(account) and (verdict := _by_words(prose.saying(said), provider, known)):
        return verdict
    if hit := known.statuses.match(said):
        return _Verdict(
            hit[0].cause, Confidence.STATUS, hit[0].name, _evidence(said, hit[1]) or f"Status: {said.status}"
        )
    if hit := known.codes.match(said):
        return _Verdict(hit[0].cause, Confidence.CODE, hit[0].name, _evidence(said, hit[1]))
    if verdict := _by_words(prose.saying(said), provider, known):
        return verdict
    return _Verdict("undefined", Confidence.NONE, "", "")


def _by_words(said: Saying | None, provider: str | None, known: Knowledge) -> _Verdict | None:
    """What the provider's rules say of a text, else the general wording."""
    if not said:
        return None
    if provider and (hit := known.providers[provider].rules.match(said)):
        return _Verdict(hit[0].cause, Confidence.PROVIDER, hit[0].name, _evidence(said, hit[1]))
    if hit := known.wording.match(said):
        return _Verdict(hit[0].cause, Confidence.WORDING, hit[0].name, _evidence(said, hit[1]))
    return None


def _telling(account: Account) -> bool:
    """Whether the reply has words of its own beside codes and addresses."""
    return sum(len(word) > 3 and word.isalpha() for word in account.reply.split()) > 1


def _provider(account: Account, said: Saying, around: Surroundings, prose: _Prose, known: Knowledge) -> str | None:
    """Whose words these are: the remote host's, else whose wording it is, else the reporter's if no host is named."""
    if found := provider_of(account.remote_host):
        return found
    if hit := known.signs.match(said):
        return hit[0].cause
    if not account.remote_host:
        if found := provider_of(around.reporting_host):
            return found
        words = None if said.reply_code else prose.saying(said)
        if words and (hit := known.signs.match(words)):
            return hit[0].cause
    return provider_of((account.recipient or "").rpartition("@")[2])


def _blocklist(said: Saying, cause: str, known: Knowledge) -> str | None:
    if cause not in _LISTED:
        return None
    if hit := known.blocklists.match(said):
        return hit[0].cause
    if cause != "spamdetected" and (zone := _ZONE.search(said.text)):
        return zone[1].lower()
    return None


def _evidence(said: Saying, place: tuple[int, int]) -> str:
    """The sentence in which the rule's words stand, as it was found."""
    start, end = place
    begin = max((found.end() for found in _SENTENCE.finditer(said.text, 0, start + 1)), default=0)
    stop = next((found.start() for found in _SENTENCE.finditer(said.text, end)), len(said.text))
    if start - begin > MAX_EVIDENCE // 2:
        begin = said.text.find(" ", start - MAX_EVIDENCE // 2, start) + 1 or start
    return said.text[begin : min(stop, begin + MAX_EVIDENCE)].strip()


def _temporary(found: Codes, account: Account) -> bool:
    """Whether the sending server still tries: a 4xx that was not turned into a final failure."""
    if account.action == "failed":
        return False
    first = (found.reply_code or found.status or "5")[0]
    return account.action == "delayed" or first == "4"


def _resend(cause: Cause, found: Codes, account: Account) -> Resend:
    if cause.resend in {Resend.NOT_NEEDED, Resend.NO}:
        return cause.resend
    return cause.temporary if _temporary(found, account) else cause.resend


def _actors(cause: Cause, found: Codes, account: Account) -> tuple[Actor, ...]:
    """While a server retries a passing trouble, nobody needs to act yet."""
    if _temporary(found, account) and cause.resend is Resend.LATER:
        return (Actor.NOBODY,)
    return cause.actors

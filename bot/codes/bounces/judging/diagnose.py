"""From what a bounce says of a recipient to what happened: the verdict, who acts, whether to send again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.codes.bounces.judging.contradiction import contradicted, names_existing_mailbox
from bot.codes.bounces.judging.contrast import reason_of
from bot.codes.bounces.judging.finality import still_trying
from bot.codes.bounces.judging.judge import BEFORE_RECIPIENT, Prose, Verdict, by_rules, judged
from bot.codes.bounces.judging.likeness import says_only_no, weighed
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.returned import Returned
from bot.codes.bounces.replies.accused import sender_domain, sending_ip
from bot.codes.bounces.replies.reply import ServerReply, addresses_in, codes, own_words, quoted_reply, without_command
from bot.codes.bounces.replies.waiting import seconds_to_wait
from bot.codes.bounces.rules.knowledge import Advice, Cause, Knowledge, knowledge, provider_of
from bot.codes.bounces.rules.matching import Saying
from bot.codes.values import Actor, Confidence, Diagnosis, Resend

_DELIVERED = frozenset(("delivered", "deliverable", "relayed", "expanded"))
_DEAD = frozenset((".1.1", ".1.2", ".1.6", ".1.10"))
"""Endings of the status codes that name a mailbox or domain as gone: bad mailbox, bad system, moved, null MX."""
_WITHOUT_WORDS = frozenset((Confidence.NONE, Confidence.LIKENESS))
_IN_WORDS = frozenset((Confidence.PROVIDER, Confidence.WORDING))
_WHATEVER_THE_CODE = frozenset((Resend.NOT_NEEDED, Resend.NO))
_WAIT = ("onhold", "undefined", "expired")
"""Causes that "but try again later" does not tell."""
_LISTED = frozenset(("blocked", "badreputation", "spamdetected", "rejected"))
"""Causes that a blocklist can be behind."""
_ZONE = re.compile(
    r"(?:blocked|listed|blacklisted|rejected|found|refused)\s(?:using|by|in|at|on|via)\s(?:the\s)?"
    r"((?:[a-z0-9_-]{1,40}\.){1,5}[a-z]{2,12})(?![\w@])"
)
"""In lower case: ignoring the case takes a search several times as long."""


class Surroundings(NamedTuple):
    """What holds for all recipients of a bounce."""

    returned: Returned = Returned()
    reporting_host: str | None = None
    sender: str | None = None
    """The envelope sender, where the report names it."""
    prose: str = ""
    """The notice's words, for a recipient of whom nothing else is said."""
    subject: str = ""
    """The notice's own Subject field."""
    receiver: str | None = None
    """Whom the notice went to: mostly the sender of the mail that came back."""


def diagnose(accounts: Iterable[Account], around: Surroundings) -> tuple[Diagnosis, ...]:
    """Judge the accounts of one bounce; those that differ in nothing but the recipient's name are judged once.

    Where different things are said of several recipients, the notice's prose tells of none of them.
    """
    known = knowledge()
    accounts = tuple(accounts)
    prose = Prose(around.prose, known.pieces)
    if len(accounts) == 1:
        return (_diagnosis(accounts[0], around, prose, prose, known),)
    words = prose if len({account.reply for account in accounts}) < 2 else Prose("", known.pieces)
    judged: dict[tuple[object, ...], Diagnosis] = {}
    diagnoses = []
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
            diagnoses.append(replace(judged[key], recipient=account.recipient))
        else:
            judged[key] = _diagnosis(account, around, prose, words, known)
            diagnoses.append(judged[key])
    return tuple(diagnoses)


def rests_on_nothing(diagnosis: Diagnosis) -> bool:
    """Whether a diagnosis has no ground, or likeness alone where neither a recipient nor a code is named."""
    named = diagnosis.recipient or diagnosis.reply_code or diagnosis.status
    return diagnosis.confidence is Confidence.NONE or (diagnosis.confidence is Confidence.LIKENESS and not named)


def rests_on_likeness(diagnosis: Diagnosis) -> bool:
    """Whether no rule's words and no code decided."""
    coded = diagnosis.reply_code or diagnosis.status
    return diagnosis.confidence in _WITHOUT_WORDS and not coded


def _diagnosis(account: Account, around: Surroundings, prose: Prose, words: Prose, known: Knowledge) -> Diagnosis:
    spoken = quoted_reply(account.reply)
    reply_codes = codes(spoken, account.status)
    text = without_command(spoken)
    reply = ServerReply(
        text,
        reply_codes.reply_code,
        reply_codes.status,
        account.command,
        account.remote_host,
        own=text[reply_codes.at :] if text.startswith(spoken[: reply_codes.at]) else own_words(spoken, reply_codes.at),
    )
    reply_words = known.pieces.saying(reply.text, reply.code, reply.status, reply.command)
    provider = _provider(account, reply_words, around, prose, known)
    sender = around.sender or around.returned.sender
    verdict = _verdict(account, reply, reply_words, provider, words, sender or around.receiver, known)
    cause = known.causes[verdict.cause]
    temporary = still_trying(reply.code, reply.status, account.action, around.prose or reply.text, around.subject)
    listed = _blocklist(reply_words, verdict.cause, known)
    advice = known.advice.get((listed.advice if listed else "") or verdict.advice)
    return Diagnosis(
        cause=verdict.cause,
        confidence=verdict.confidence,
        rule=verdict.rule,
        evidence=verdict.evidence,
        reply_code=reply.code,
        status=reply.status,
        permanent=cause.permanent and not temporary and _certain(reply, verdict),
        actors=advice.actors if advice else _actors(cause, temporary=temporary),
        resend=_resend(advice or cause, temporary=temporary),
        diagnostic=account.reply,
        provider=provider,
        recipient=account.recipient,
        original_recipient=account.original,
        sender=sender,
        sending_ip=sending_ip(spoken[reply_codes.at :], account.remote_ip),
        sender_domain=None if sender else sender_domain(spoken),
        remote_host=account.remote_host,
        reporting_host=around.reporting_host or account.reporting_host,
        blocklist=listed.zone if listed else None,
        advice=advice.name if advice else None,
        dkim_selectors=around.returned.dkim_selectors,
        retry_after=seconds_to_wait(reply.text) if temporary else None,
    )


def _verdict(
    account: Account,
    reply: ServerReply,
    words: Saying,
    provider: str | None,
    prose: Prose,
    sender: str | None,
    known: Knowledge,
) -> Verdict:
    if account.action in _DELIVERED:
        return Verdict("delivered", Confidence.WORDING, "report/action", f"Action: {account.action}")
    if account.action == "complained":
        return Verdict("feedback", Confidence.WORDING, "report/complaint", "")
    verdict = weighed(reply, by_rules(reply, words, provider, prose, known), known)
    if reason := reason_of(words, reply.own or reply.text, known):
        verdict = _by_reason(reply._replace(text=reason, own=reason), verdict, provider, known)
    return contradicted(reply, judged(reply, verdict, sender, account.recipient), words, known, account.recipient)


def _by_reason(reason: ServerReply, verdict: Verdict, provider: str | None, known: Knowledge) -> Verdict:
    """The verdict of the part of a reply that gives the reason, doubted; the whole reply's where that part has no known
    words: "TLS is required, but was not offered" names its topic first."""
    words = known.pieces.saying(reason.text, reason.code, reason.status, reason.command)
    of_reason = weighed(reason, by_rules(reason, words, provider, Prose("", known.pieces), known), known)
    spoken = of_reason.confidence in _IN_WORDS or (
        of_reason.confidence is Confidence.LIKENESS and verdict.confidence not in _IN_WORDS
    )
    if not spoken or of_reason.cause in {*_WAIT, verdict.cause, *known.causes[verdict.cause].near}:
        return verdict
    return of_reason._replace(confidence=Confidence.DOUBTED)


def _certain(reply: ServerReply, verdict: Verdict) -> bool:
    """Whether an address may be called dead: by words, or by a status that names the address or its domain as the
    cause (RFC 3463, 3.2), with no words beside it that may say something else. Neither a reply code alone nor X.1.0
    says that."""
    if verdict.confidence is Confidence.STATUS:
        named = (reply.status or "")[1:] in _DEAD
        return named and reply.command not in BEFORE_RECIPIENT and says_only_no(reply)
    if (reply.status or "").endswith(".3.2"):
        return False  # a system that takes no messages now (RFC 3463, 3.4) may take them tomorrow
    if verdict.cause == "hasmoved" and (reply.code == "551" or len(set(addresses_in(reply.text.lower()))) > 1):
        return False  # the recipient reads mail at the other address that such a reply names (RFC 5321, 3.4)
    return verdict.confidence in _IN_WORDS and not names_existing_mailbox(reply)


def _provider(
    account: Account, reply_words: Saying, around: Surroundings, prose: Prose, known: Knowledge
) -> str | None:
    """Whose words these are: the remote host's, else whose wording it is, else the reporter's if no host is named."""
    if provider := provider_of(account.remote_host):
        return provider
    if hit := known.signs.match(reply_words):
        return hit[0].cause
    if not account.remote_host:
        if provider := provider_of(around.reporting_host or account.reporting_host):
            return provider
        words = None if reply_words.reply_code else prose.saying(reply_words)
        if words and (hit := known.signs.match(words)):
            return hit[0].cause
    return provider_of((account.recipient or "").rpartition("@")[2])


@dataclass(frozen=True, slots=True)
class _Listed:
    zone: str
    advice: str = ""


def _blocklist(words: Saying, cause: str, known: Knowledge) -> _Listed | None:
    """The blocklist that a reply names, and the advice for it."""
    if cause not in _LISTED:
        return None
    if hit := known.blocklists.match(words):
        return _Listed(hit[0].cause, hit[0].advice)
    if cause != "spamdetected" and (zone := _ZONE.search(words.text.lower())):
        return _Listed(zone[1])
    return None


def _resend(entry: Cause | Advice, *, temporary: bool) -> Resend:
    """Advice for one reply holds as it stands; a cause's general advice gives way to the server's own retries."""
    if isinstance(entry, Advice) or entry.resend in _WHATEVER_THE_CODE:
        return entry.resend
    return entry.temporary if temporary else entry.resend


def _actors(cause: Cause, *, temporary: bool) -> tuple[Actor, ...]:
    """While a server retries a passing trouble, nobody needs to act yet; a full mailbox waits for its owner."""
    passing = temporary and cause.resend is Resend.LATER and cause.actors[0] is not Actor.RECIPIENT
    return (Actor.NOBODY,) if passing else cause.actors

"""The one cause that comes first: what explains best why the mail arrived as it did."""

from collections import defaultdict
from collections.abc import Iterable

from bot.mails.delay import Side
from bot.mails.filters.read import meaning
from bot.mails.header.names import organization
from bot.mails.path import NOTICEABLE
from bot.mails.values import Authentication, FilterVerdict, MailReading, Problem, Sign, Spam

LATE = 300.0
"""Seconds from which a delay is a problem by itself. Greylisting is one as soon as it is noticed."""
_FAILED = frozenset(("fail", "softfail", "permerror", "temperror", "hardfail"))
_DELAYED = {
    Side.SENDER: Problem.DELAYED_SENDER,
    Side.GREYLISTED: Problem.DELAYED_GREYLISTED,
    Side.RECEIVER: Problem.DELAYED_RECEIVER,
}
_GRAVE = (Problem.INFECTED, Problem.PHISHING)
_PRETENDING = (Problem.SPOOFED, Problem.LOOKALIKE)


def problem(reading: MailReading, recipients: Iterable[str], side: Side | None) -> Problem:
    """Gravest first: what is dangerous, what its owner chose, who pretends, then why it is spam, then what fails
    without harm so far, then how late it was."""
    named = _by_rank(reading.spam.signs)
    if named in _GRAVE:
        return named
    if _is_own_rule(reading.spam, named):
        return Problem.OWN_RULE
    pretended = _pretended(reading, recipients, named)
    if pretended is not None:
        return pretended
    failed = _failed(reading.auth)
    if (reading.forwarded or reading.listed) and failed is not None:
        return Problem.FORWARDED
    if reading.spam.verdict is FilterVerdict.SPAM:
        return _of_spam(reading, named, failed)
    return failed or _delayed(reading, side) or Problem.NONE


def _of_spam(reading: MailReading, named: Problem | None, failed: Problem | None) -> Problem:
    scored = _by_score(reading.spam.signs)
    if scored is not None:
        return scored
    if named is Problem.BULK:
        return named
    if failed is not None and failed is not Problem.DKIM:
        return failed
    return named or failed or Problem.UNKNOWN


def _by_rank(signs: Iterable[Sign]) -> Problem | None:
    """What the signs without a score name: of the highest rank."""
    known = [entry for sign in signs if (entry := meaning(sign)) is not None and entry.problem and entry.rank]
    return max(known, key=lambda entry: entry.rank).problem if known else None


def _by_score(signs: Iterable[Sign]) -> Problem | None:
    """What brought most of the score: the points of each problem's signs, summed."""
    sums: defaultdict[Problem, float] = defaultdict(float)
    for sign in signs:
        entry = meaning(sign)
        if entry is not None and entry.problem is not None and (sign.score or 0) > 0.1:
            sums[entry.problem] += sign.score or 0
    return max(sums, key=lambda each: sums[each]) if sums else None


def _is_own_rule(spam: Spam, named: Problem | None) -> bool:
    """Whether the owner's rule or list moved it, or it lies in Junk though the filter found nothing."""
    if named is Problem.OWN_RULE:
        return True
    to_junk = any(sign.name.lower() == "dest:j" for sign in spam.signs)
    return to_junk and spam.verdict is FilterVerdict.HAM


def _pretended(reading: MailReading, recipients: Iterable[str], named: Problem | None) -> Problem | None:
    if named in _PRETENDING:
        return named
    kinds = {each.kind for each in reading.suspicions}
    if "lookalike" in kinds or "mixed-script" in kinds:
        return Problem.LOOKALIKE
    own = {organization(each) for each in recipients if each}
    inside = reading.from_domain is not None and organization(reading.from_domain) in own
    if inside and not reading.forwarded and not reading.listed and _is_unproven(reading.auth):
        return Problem.SPOOFED
    return Problem.SPOOFED if "display-name" in kinds else None


def _is_unproven(auth: Authentication) -> bool:
    """Whether the checks deny that the mail is from its From domain."""
    return (
        auth.dmarc != "pass"
        and not _has_aligned_pass(auth)
        and (auth.dmarc == "fail" or auth.spf in {"fail", "softfail"})
    )


def _has_aligned_pass(auth: Authentication) -> bool:
    by_spf = auth.spf == "pass" and auth.spf_aligned is True
    return by_spf or any(each.result == "pass" and each.aligned for each in auth.dkim)


def _failed(auth: Authentication) -> Problem | None:
    """What failed in the sender's set-up; None where DMARC was carried by one of the two and the other did not fail."""
    if auth.dmarc != "pass" and not _has_aligned_pass(auth):
        passed = auth.spf == "pass" or any(each.result == "pass" for each in auth.dkim)
        if passed and (auth.dmarc == "fail" or any(each.result == "pass" for each in auth.dkim)):
            return Problem.ALIGNMENT
        if auth.dmarc in {"fail", "permerror"}:
            return Problem.DMARC
    if auth.spf in _FAILED and auth.dmarc != "pass":
        return Problem.SPF
    results = [each.result for each in auth.dkim if each.aligned]
    if "pass" not in results and any(
        result in {"fail", "permerror", "temperror", "neutral", "policy", "invalid"} for result in results
    ):
        return Problem.DKIM
    return Problem.SPF if auth.spf in _FAILED else None


def _delayed(reading: MailReading, side: Side | None) -> Problem | None:
    if side is None or reading.slowest is None:
        return None
    waited = reading.hops[reading.slowest].delay_seconds or 0
    least = NOTICEABLE if side is Side.GREYLISTED else LATE
    return _DELAYED[side] if waited >= least else None

"""The domain's DKIM keys: which selectors have one, and whether verifiers can and may use it.

RFC 6376, RFC 8301, RFC 8463. Selectors cannot be listed; that `_domainkey` does not exist at all proves that there
are none (RFC 8020), as far as the name server answers by the book.
"""

import re

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.knowledge import dkim_selectors as selectors
from bot.domains.net.dns import Answer
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts_and_txt
from bot.domains.shared.records import fault, too_long
from bot.domains.standards.dkim.discovery import DkimKeys, Selector, find_keys, sends_nothing
from bot.domains.standards.dkim.key import DkimKey, KeyVerdict, is_key, read
from bot.domains.values import Fact, Finding, Status
from bot.measures import MOST_RECORD

CHECK = Check(
    name="dkim",
    concern=Concern.SEND,
    place=2,
    keeper=Keeper.SIGNER,
    risk=Risk.HARMLESS,
    spam_weight=3,
    told_apart_by="selector",
    codes={
        "dkim-ok": Status.OK,
        "dkim-not-needed": Status.OK,
        "dkim-none": Status.WARNING,
        "dkim-not-found": Status.UNKNOWN,
        "dkim-unknown": Status.UNKNOWN,
        "dkim-given-missing": Status.ERROR,
        "dkim-alias-broken": Status.WARNING,
        "dkim-alias-spare": Status.NOTICE,
        "dkim-broken": Status.ERROR,
        "dkim-short": Status.ERROR,
        "dkim-weak": Status.WARNING,
        "dkim-weak-service": Status.NOTICE,
        "dkim-ed25519-only": Status.NOTICE,
        "dkim-restricted": Status.ERROR,
        "dkim-revoked-given": Status.ERROR,
        "dkim-revoked": Status.WARNING,
        "dkim-revoked-spare": Status.NOTICE,
        "dkim-testing": Status.NOTICE,
        "dkim-several": Status.WARNING,
        "dkim-too-long": Status.UNKNOWN,
    },
)
_TURN = re.compile(r"[-_]?(?<!\d)\d+\Z|-[a-z]\Z")
_BY_VERDICT = {
    KeyVerdict.BROKEN: "dkim-broken",
    KeyVerdict.RESTRICTED: "dkim-restricted",
    KeyVerdict.SHORT: "dkim-short",
    KeyVerdict.WEAK: "dkim-weak",
    KeyVerdict.GOOD: "dkim-ok",
}


async def check(look: Look) -> tuple[Finding, ...]:
    """The keys under every selector that can be known: two round trips."""
    keys = await look.shared(find_keys)
    mail, txt = await mail_hosts_and_txt(look)
    if mail.gone:
        return ()
    return judge(keys, look.domain, quiet=sends_nothing(mail, txt, keys))


def judge(keys: DkimKeys, domain: str, *, quiet: bool) -> tuple[Finding, ...]:
    """What the answers amount to. The same record under many selectors, as a wildcard gives, counts once."""
    selectors = keys.selectors
    findings: list[Finding] = []
    seen: dict[tuple[str, ...], None] = {}
    revoked: list[Selector] = []
    good: list[tuple[Selector, DkimKey]] = []
    for selector in selectors:
        if not selector.keys or selector.keys in seen:
            continue
        seen[selector.keys] = None
        if too_long(selector.answer, is_key):
            findings.append(_finding("dkim-too-long", selector, Fact("limit", MOST_RECORD)))
            continue
        if len(selector.keys) > 1:
            findings.append(_finding("dkim-several", selector))
            continue
        key = read(selector.keys[0])
        if key.verdict is KeyVerdict.REVOKED:
            revoked.append(selector)
            continue
        if key.verdict in (KeyVerdict.GOOD, KeyVerdict.WEAK):
            good.append((selector, key))
        findings.extend(_of_key(selector, key, domain))
    if good and all(key.type == "ed25519" for _, key in good):
        findings.append(_finding("dkim-ed25519-only", good[0][0]))
    spare = bool(findings)
    findings.extend(_finding(_revoked(selector, spare=spare, quiet=quiet), selector) for selector in revoked)
    families = {_family(selector) for selector, _ in good}
    findings.extend(
        _dangling(selector, spare=_family(selector) in families)
        for selector in selectors
        if selector.dangling and not selector.given
    )
    findings.extend(
        _finding("dkim-given-missing", selector)
        for selector in selectors
        if selector.given and selector.answer.outcome.known and not selector.keys
    )
    failed = [
        selector for selector in selectors if not selector.answer.outcome.known and (selector.given or not findings)
    ]
    if failed:
        findings.append(_failed(failed[0].answer))
    return tuple(findings) or (_nothing(keys, quiet=quiet),)


def _of_key(selector: Selector, key: DkimKey, domain: str) -> list[Finding]:
    facts = (Fact("bits", key.bits), Fact("algorithm", key.type), Fact("part", key.fault))
    code = _BY_VERDICT[key.verdict]
    if key.verdict is KeyVerdict.WEAK and _of_service(selector, domain):
        code = "dkim-weak-service"
    findings = [_finding(code, selector, *facts)]
    if key.testing:
        findings.append(_finding("dkim-testing", selector))
    return findings


def _of_service(selector: Selector, domain: str) -> bool:
    """Whether a service made the key, so that its customer cannot choose its size: it stands in the service's own zone,
    or under the selector that the service gives to everybody."""
    elsewhere = [name for name in selector.answer.aliases if not f".{name}".endswith(f".{domain}")]
    return bool(elsewhere) or selector.name in selectors.OF_SENDERS


def _family(selector: Selector) -> str:
    """What the selectors of one service have in common: `selector1` and `selector2` take turns."""
    return _TURN.sub("", selector.name)


def _revoked(selector: Selector, *, spare: bool, quiet: bool) -> str:
    """An emptied key is a sign of order beside a good one, or on a domain that sends nothing."""
    if selector.given:
        return "dkim-revoked-given"
    return "dkim-not-needed" if quiet else "dkim-revoked-spare" if spare else "dkim-revoked"


def _dangling(selector: Selector, *, spare: bool) -> Finding:
    """Services have one create two aliases, of which one leads somewhere only after the first change of keys. Where
    none of the service's leads anywhere, its mail is not signed, whatever keys other services have."""
    code = "dkim-alias-spare" if spare else "dkim-alias-broken"
    return _finding(code, selector, Fact("target", selector.answer.aliases[-1]))


def _nothing(keys: DkimKeys, *, quiet: bool) -> Finding:
    if quiet:
        return CHECK.found("dkim-not-needed")
    if not keys.branch.outcome.known:
        return _failed(keys.branch)
    return CHECK.found("dkim-none" if keys.none_at_all else "dkim-not-found")


def _failed(answer: Answer) -> Finding:
    return CHECK.found("dkim-unknown", facts=fault(answer))


def _finding(code: str, selector: Selector, *facts: Fact) -> Finding:
    return CHECK.found(code, selector.answer, selector=selector.name, facts=facts)

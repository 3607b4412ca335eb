"""The domain's DKIM keys: which selectors have one, and whether verifiers can and may use it.

RFC 6376, RFC 8301, RFC 8463. Selectors cannot be listed; that `_domainkey` does not exist at all proves that there
are none (RFC 8020), as far as the name server answers by the book.
"""

import asyncio
from dataclasses import dataclass

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.knowledge import dkim_selectors as selectors
from bot.domains.net.dns import Answer, Outcome
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_hosts, sends_nothing, spf_record
from bot.domains.shared.records import fault, texts, too_long
from bot.domains.standards.dkim.key import Key, Verdict, is_key, read
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
        "dkim-restricted": Status.ERROR,
        "dkim-revoked-given": Status.ERROR,
        "dkim-revoked": Status.WARNING,
        "dkim-revoked-spare": Status.NOTICE,
        "dkim-testing": Status.NOTICE,
        "dkim-several": Status.WARNING,
        "dkim-too-long": Status.UNKNOWN,
    },
)
_BY_VERDICT = {
    Verdict.BROKEN: "dkim-broken",
    Verdict.RESTRICTED: "dkim-restricted",
    Verdict.SHORT: "dkim-short",
    Verdict.WEAK: "dkim-weak",
    Verdict.GOOD: "dkim-ok",
}


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector's answer; `given` where somebody named it or a mail carried it."""

    answer: Answer
    given: bool

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(record for record in texts(self.answer) if is_key(record))

    @property
    def dangling(self) -> bool:
        """An alias that leads nowhere."""
        return bool(self.answer.aliases) and self.answer.outcome in (Outcome.NODATA, Outcome.NXDOMAIN)


async def check(look: Look) -> tuple[Finding, ...]:
    """Common and given selectors at once with the MX, then those of the services that it names."""
    domain, resolver = look.domain, look.resolver
    asked_for = selectors.given(look.options.selectors, domain)
    first = tuple(dict.fromkeys([*asked_for, *(f"{name}._domainkey.{domain}" for name in selectors.COMMON)]))
    tried = asyncio.create_task(resolver.ask_all((name, "TXT") for name in first))
    branch, mail, txt = await asyncio.gather(
        resolver.ask(f"_domainkey.{domain}", "TXT"), mail_hosts(look), resolver.ask(domain, "TXT")
    )
    if mail.gone:
        await tried
        return ()
    more = [f"{name}._domainkey.{domain}" for name in selectors.of_services(mail.hosts, spf_record(txt))]
    of_services = await resolver.ask_all((name, "TXT") for name in more if name not in first)
    answers = [*(await tried), *of_services]
    return judge(mail, txt, branch, tuple(Selector(answer, answer.name in asked_for) for answer in answers))


def judge(mail: MailHosts, txt: Answer, branch: Answer, asked: tuple[Selector, ...]) -> tuple[Finding, ...]:
    """What the answers amount to. The same record under many selectors, as a wildcard gives, counts once."""
    with_keys = [selector for selector in asked if selector.keys]
    found: list[Finding] = []
    seen: dict[tuple[str, ...], None] = {}
    revoked: list[Selector] = []
    for selector in with_keys:
        if selector.keys in seen:
            continue
        seen[selector.keys] = None
        if too_long(selector.answer, is_key):
            found.append(_finding("dkim-too-long", selector, Fact("limit", MOST_RECORD)))
            continue
        if len(selector.keys) > 1:
            found.append(_finding("dkim-several", selector))
            continue
        key = read(selector.keys[0])
        if key.verdict is Verdict.REVOKED:
            revoked.append(selector)
        else:
            found.extend(_of_key(selector, key))
    quiet = sends_nothing(mail, txt)
    usable = any(finding.code in ("dkim-ok", "dkim-weak") for finding in found)
    found.extend(
        _finding(_revoked(selector, spare=usable or bool(found), quiet=quiet), selector) for selector in revoked
    )
    found.extend(_absent(selector, usable=usable) for selector in asked if selector.dangling and not selector.given)
    found.extend(
        _finding("dkim-given-missing", selector)
        for selector in asked
        if selector.given and selector.answer.outcome.known and not selector.keys
    )
    failed = [selector for selector in asked if not selector.answer.outcome.known and (selector.given or not found)]
    if failed:
        found.append(_failed(failed[0].answer))
    return tuple(found) or (_nothing(branch, quiet=quiet),)


def _of_key(selector: Selector, key: Key) -> list[Finding]:
    facts = (Fact("bits", key.bits), Fact("algorithm", key.type), Fact("part", key.fault))
    found = [_finding(_BY_VERDICT[key.verdict], selector, *facts)]
    if key.testing:
        found.append(_finding("dkim-testing", selector))
    return found


def _revoked(selector: Selector, *, spare: bool, quiet: bool) -> str:
    """An emptied key is a sign of order beside a good one, or on a domain that sends nothing."""
    if selector.given:
        return "dkim-revoked-given"
    return "dkim-not-needed" if quiet else "dkim-revoked-spare" if spare else "dkim-revoked"


def _absent(selector: Selector, *, usable: bool) -> Finding:
    """Services have one create two aliases, of which one leads somewhere only after the first change of keys."""
    code = "dkim-alias-spare" if usable else "dkim-alias-broken"
    return _finding(code, selector, Fact("target", selector.answer.aliases[-1]))


def _nothing(branch: Answer, *, quiet: bool) -> Finding:
    if quiet:
        return CHECK.found("dkim-not-needed")
    if not branch.outcome.known:
        return _failed(branch)
    code = "dkim-none" if branch.outcome is Outcome.NXDOMAIN else "dkim-not-found"
    return CHECK.found(code)


def _failed(answer: Answer) -> Finding:
    return CHECK.found("dkim-unknown", facts=fault(answer))


def _finding(code: str, selector: Selector, *facts: Fact) -> Finding:
    name = selector.answer.name.partition("._domainkey.")[0]
    return CHECK.found(code, selector.answer, selector=name, facts=facts)

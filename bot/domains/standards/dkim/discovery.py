"""The domain's DKIM keys under every selector that can be known: several checks need to know whether there are any."""

import asyncio
from collections.abc import Container, Iterable
from dataclasses import dataclass

from bot.domains.knowledge import dkim_selectors as selectors
from bot.domains.net.dns import Answer, Outcome
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_hosts_and_txt, spf_record
from bot.domains.shared.records import texts
from bot.domains.standards.dkim.key import is_key, is_revoked

PATIENCE = 0.5
"""Seconds that common selectors wait for the word that there are none: where a name server is silent, it is waited for
once only."""


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector's answer; `given` where somebody named it or a mail carried it."""

    answer: Answer
    given: bool
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """Without the domain: `google`."""
        return self.answer.name.partition("._domainkey.")[0]

    @property
    def dangling(self) -> bool:
        """An alias that leads nowhere."""
        return bool(self.answer.aliases) and self.answer.outcome in (Outcome.NODATA, Outcome.NXDOMAIN)


@dataclass(frozen=True, slots=True)
class DkimKeys:
    """What was asked for, and what came."""

    branch: Answer
    """The answer for `_domainkey` itself."""
    selectors: tuple[Selector, ...]

    @property
    def present(self) -> bool:
        """Whether a key was found that is not revoked."""
        return any(not is_revoked(key) for selector in self.selectors for key in selector.keys)

    @property
    def none_at_all(self) -> bool:
        """Whether there is surely no key. That `_domainkey` does not exist proves it (RFC 8020), but some servers deny
        the name though keys stand below it."""
        return self.branch.outcome is Outcome.NXDOMAIN and not any(
            selector.keys or selector.answer.aliases or not selector.answer.outcome.known for selector in self.selectors
        )


async def find_keys(look: Look) -> DkimKeys:
    """The domain's keys under every selector that can be known, the likely ones first.

    `_domainkey` itself, the given selectors and the commonest are asked for at once with MX and SPF; then those of the
    services that these name, one of each service that may send for anybody, and the others of each service of which
    one was found. Where no key came of that, all common ones are tried: three round trips. Where there is a key, what
    is not seen is a further one under a selector that is nobody's.

    To be had by `Look.shared`, since several checks need it.
    """
    domain, resolver = look.domain, look.resolver
    named = selectors.given(look.options.selectors, domain)
    tried = dict.fromkeys([*named, *_below(domain, selectors.WITNESSES)])
    resolver.put(((domain, "MX"), (domain, "TXT")))
    branch_asked = asyncio.create_task(resolver.ask(f"_domainkey.{domain}", "TXT"))
    resolver.put((name, "TXT") for name in tried)
    await asyncio.wait([branch_asked], timeout=PATIENCE)
    if not branch_asked.done():
        resolver.put((name, "TXT") for name in _below(domain, selectors.COMMON))
    branch = await branch_asked
    mail, txt = await mail_hosts_and_txt(look)
    of_services = _below(domain, selectors.of_services(mail.hosts, spf_record(txt)))
    denied = branch.outcome is Outcome.NXDOMAIN and not branch.aliases
    if denied:
        tried |= dict.fromkeys(of_services)
    keys = await _answered(look, branch, tried, named)
    if denied and all(each.answer.outcome is Outcome.NXDOMAIN and not each.answer.aliases for each in keys.selectors):
        return keys
    likely = [*of_services, *_below(domain, selectors.OF_EVERYWHERE), *_beside(keys, domain)]
    keys = await _answered(look, branch, tried | dict.fromkeys(likely), named)
    common = _below(domain, selectors.COMMON)
    rest = _beside(keys, domain) if keys.present else common
    queried = {selector.answer.name for selector in keys.selectors} | set(rest)
    in_order = dict.fromkeys(name for name in (*named, *common, *of_services, *likely, *rest) if name in queried)
    return await _answered(look, branch, in_order, named)


def _beside(keys: DkimKeys, domain: str) -> list[str]:
    """The other selectors of the services of which one was found."""
    known = (selector.name for selector in keys.selectors if selector.keys or selector.answer.aliases)
    return _below(domain, selectors.beside(known))


async def _answered(look: Look, branch: Answer, names: Iterable[str], named: Container[str]) -> DkimKeys:
    answers = await look.resolver.ask_all((name, "TXT") for name in names)
    return DkimKeys(branch, _selectors(answers, named))


def _below(domain: str, bare: Iterable[str]) -> list[str]:
    return [f"{name}._domainkey.{domain}" for name in bare]


def _selectors(answers: Iterable[Answer], named: Container[str]) -> tuple[Selector, ...]:
    return tuple(Selector(answer, answer.name in named, tuple(filter(is_key, texts(answer)))) for answer in answers)


def sends_nothing(mail: MailHosts, txt: Answer, keys: DkimKeys) -> bool:
    """Whether the domain says that no mail comes from it: SPF is `-all` alone, or the MX is null without SPF.

    A DKIM key says otherwise: a service that sends from a name of its own below the domain leaves `-all` above it.
    """
    if keys.present:
        return False
    spf = (spf_record(txt) or "").split()
    return spf == ["v=spf1", "-all"] or (mail.null and not spf)

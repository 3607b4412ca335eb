"""The domain's DKIM keys under every selector that can be known: several checks need to know whether there are any."""

import asyncio
from dataclasses import dataclass

from bot.domains.knowledge import dkim_selectors as selectors
from bot.domains.net.dns import Answer, Outcome
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_hosts, spf_record
from bot.domains.shared.records import texts
from bot.domains.standards.dkim.key import is_key, is_revoked


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector's answer; `given` where somebody named it or a mail carried it."""

    answer: Answer
    given: bool

    @property
    def name(self) -> str:
        """Without the domain: `google`."""
        return self.answer.name.partition("._domainkey.")[0]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(record for record in texts(self.answer) if is_key(record))

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


async def dkim_keys(look: Look) -> DkimKeys:
    """Common and given selectors at once with the MX, then those of the services that it names: two round trips."""
    domain, resolver = look.domain, look.resolver
    known = selectors.given(look.options.selectors, domain)
    first = tuple(dict.fromkeys([*known, *(f"{name}._domainkey.{domain}" for name in selectors.COMMON)]))
    tried, branch, mail, txt = await asyncio.gather(
        resolver.ask_all((name, "TXT") for name in first),
        resolver.ask(f"_domainkey.{domain}", "TXT"),
        mail_hosts(look),
        resolver.ask(domain, "TXT"),
    )
    more = [f"{name}._domainkey.{domain}" for name in selectors.of_services(mail.hosts, spf_record(txt))]
    of_services = await resolver.ask_all((name, "TXT") for name in more if name not in first)
    return DkimKeys(branch, tuple(Selector(answer, answer.name in known) for answer in (*tried, *of_services)))


def sends_nothing(mail: MailHosts, txt: Answer, keys: DkimKeys) -> bool:
    """Whether the domain says that no mail comes from it: SPF is `-all` alone, or the MX is null without SPF.

    A DKIM key says otherwise: a service that sends from a name of its own below the domain leaves `-all` above it.
    """
    if keys.present:
        return False
    spf = (spf_record(txt) or "").split()
    return spf == ["v=spf1", "-all"] or (mail.null and not spf)

"""The domain's DKIM keys under every selector that can be known: several checks need to know whether there are any."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.domains.knowledge import dkim_selectors as selectors
from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_hosts_and_txt, spf_record
from bot.domains.shared.records import texts
from bot.domains.standards.dkim.key import is_key, is_revoked


class Selector(NamedTuple):
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
        return _present(self.selectors)

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
    is not seen is a further one under a selector that is nobody's. Who answers nothing of what was asked for first is
    asked no further.

    To be had by `Look.shared`, since several checks need it.
    """
    domain, resolver = look.domain, look.resolver
    named = selectors.given(look.options.selectors, domain)
    first = [*named, *_below(domain, selectors.WITNESSES)]
    resolver.put(((domain, "MX"), (domain, "TXT")))
    _put(resolver, first)
    branch = await resolver.ask(f"_domainkey.{domain}", "TXT")
    mail, txt = await mail_hosts_and_txt(look)
    of_services = _below(domain, selectors.of_services(mail.hosts, look.once(spf_record, txt)))
    denied = branch.outcome is Outcome.NXDOMAIN and not branch.aliases
    tries: dict[str, Selector] = {}
    await _ask([*first, *of_services] if denied else first, look, named, tries)
    if not any(answer.outcome.known for answer in (branch, *(each.answer for each in tries.values()))):
        return DkimKeys(branch, tuple(tries.values()))
    if denied and all(each.answer.outcome is Outcome.NXDOMAIN and not each.answer.aliases for each in tries.values()):
        return DkimKeys(branch, tuple(tries.values()))
    common = _below(domain, selectors.COMMON)
    likely = [*of_services, *_below(domain, selectors.OF_EVERYWHERE), *_beside(tries.values(), domain)]
    await _ask(likely, look, named, tries)
    rest = _beside(tries.values(), domain) if _present(tries.values()) else common
    await _ask(rest, look, named, tries)
    in_order = dict.fromkeys([*named, *common, *likely, *rest])
    return DkimKeys(branch, tuple(tries[name] for name in in_order if name in tries))


def _put(resolver: Resolver, names: Iterable[str]) -> None:
    resolver.put((name, "TXT") for name in names)


async def _ask(names: Iterable[str], look: Look, named: Container[str], tries: dict[str, Selector]) -> None:
    """Adds these names to those that were asked for."""
    new = [name for name in dict.fromkeys(names) if name not in tries]
    for name, answer in zip(new, await look.resolver.ask_all((name, "TXT") for name in new), strict=True):
        keys = tuple(filter(is_key, texts(answer))) if answer.records else ()
        tries[name] = Selector(answer, name in named, keys)


def _present(tries: Iterable[Selector]) -> bool:
    """Whether one has a key that is not revoked."""
    return any(not is_revoked(key) for selector in tries for key in selector.keys)


def _beside(tries: Iterable[Selector], domain: str) -> list[str]:
    """The other selectors of the services of which one was found."""
    return _below(domain, selectors.beside(each.name for each in tries if each.keys or each.answer.aliases))


def _below(domain: str, bare: Iterable[str]) -> list[str]:
    ending = f"._domainkey.{domain}"
    return [name + ending for name in bare]


def sends_nothing(mail: MailHosts, txt: Answer, keys: DkimKeys) -> bool:
    """Whether the domain says that no mail comes from it: SPF is `-all` alone, or the MX is null without SPF.

    A DKIM key says otherwise: a service that sends from a name of its own below the domain leaves `-all` above it.
    """
    if keys.present:
        return False
    spf = (spf_record(txt) or "").split()
    return spf == ["v=spf1", "-all"] or (mail.null and not spf)

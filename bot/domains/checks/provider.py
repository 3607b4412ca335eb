"""Whose mail service the domain's mail goes to, by the names of its MX hosts (`data/providers.toml`)."""

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.mx_sets import drafted
from bot.domains.knowledge.providers import (
    SELF_HOSTED,
    Provider,
    ServiceKind,
    by_host,
    by_spf_term,
    identify,
    kin,
    provider,
    without_zone,
)
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_addresses, mail_hosts_and_txt, spf_record
from bot.domains.shared.records import fault
from bot.domains.standards.spf.may_send import addresses_may_send
from bot.domains.values import Fact, Finding, Record, Status

CHECK = Check(
    name="provider",
    concern=Concern.RECEIVE,
    place=3,
    keeper=Keeper.ZONE,
    risk=Risk.MOVES,
    early=True,
    sums_up=True,
    checklist="mx",
    codes={
        "provider-ok": Status.OK,
        "provider-self": Status.OK,
        "provider-none": Status.OK,
        "provider-gateway": Status.NOTICE,
        "provider-unlisted": Status.NOTICE,
        "provider-missing-dot": Status.NOTICE,
        "provider-legacy": Status.NOTICE,
        "provider-moved": Code(Status.NOTICE, guide_says_no=True),
        "provider-mixed": Status.WARNING,
        "provider-other": Code(Status.WARNING, elsewhere=True),
        "provider-other-self": Code(Status.WARNING, elsewhere=True),
        "provider-other-unlisted": Code(Status.WARNING, elsewhere=True),
        "provider-unknown": Status.UNKNOWN,
    },
)


async def check(look: Look) -> tuple[Finding, ...]:
    """Two questions, which other checks ask too."""
    mail, txt = await mail_hosts_and_txt(look)
    if not mail.known:
        return (CHECK.found("provider-unknown", facts=fault(mail.answer)),)
    if mail.null or not mail.hosts:
        return (_made("provider-none", mail),)
    if mistyped := _mistyped(look, mail):
        return (mistyped,)
    findings = [_whose(look, mail)]
    services = _services(mail)
    mailboxes = [service for service in services if service.kind is ServiceKind.MAILBOX]
    main = next(iter(mailboxes or services), None)
    if main is not None and (len(services) > 1 or _strangers(mail)):
        titles = ", ".join([*(service.title for service in services), *_strangers(mail)])
        findings.append(_made("provider-mixed", mail, _set_of(main, look), providers=titles, provider=main.title))
    if main is not None and (legacy := [host for host in mail.hosts if main.is_legacy(host)]):
        better = _set_of(main, look)
        findings.append(_made("provider-legacy", mail, better, provider=main.title, legacy=", ".join(legacy)))
    findings += await _moved(look, mail, look.once(spf_record, txt))
    return tuple(findings)


async def _moved(look: Look, mail: MailHosts, spf: str | None) -> list[Finding]:
    """Mail arrives at one service while only another may send: after a move, the MX records still name the old one."""
    services = _services(mail)
    if any(service.kind is not ServiceKind.MAILBOX for service in services):
        return []  # a filter, or an application that takes mail in: people may send from anywhere
    senders = [
        service
        for term in (spf or "").split()[1:]
        if (service := by_spf_term(term)) and service.kind is ServiceKind.MAILBOX
    ]
    sold = {name for sender in senders for name in (sender.name, *sender.resells)}
    if not senders or sold & {service.name for service in services}:
        return []
    if any(sender.hybrid for sender in senders) and all(kin(host, look.domain) for host in mail.hosts):
        return []
    hosts = await mail_addresses(look, mail)
    if await addresses_may_send(look.domain, [address for host in hosts for address in host.addresses], look.resolver):
        return []
    return [_made("provider-moved", mail, _set_of(senders[0], look), other=senders[0].title)]


def _mistyped(look: Look, mail: MailHosts) -> Finding | None:
    """What was meant where the zone's own name was appended to every host; the check of the MX says how to mend it."""
    meant = [without_zone(host, look.domain) for host in mail.hosts]
    if not all(meant):
        return None
    service = next((service for host in meant if host and (service := by_host(host))), None)
    return _made("provider-missing-dot", mail, provider=service.title if service else str(meant[0]))


def _whose(look: Look, mail: MailHosts) -> Finding:
    """The one finding that names the service, held against the one that the hosting company supports."""
    name = identify(mail.hosts, look.domain)
    service = provider(name)
    supported = provider(look.options.supported_provider)
    mailbox = service is None or service.kind is ServiceKind.MAILBOX
    if supported is not None and name != supported.name and mailbox:
        codes = {None: "provider-other-unlisted", SELF_HOSTED: "provider-other-self"}
        title = service.title if service else mail.hosts[0]
        better = _set_of(supported, look)
        return _made(codes.get(name, "provider-other"), mail, better, provider=title, supported=supported.title)
    if service is not None:
        code = "provider-gateway" if service.kind is ServiceKind.GATEWAY else "provider-ok"
        return _made(code, mail, provider=service.title, documentation=service.documentation)
    return _made("provider-self" if name == SELF_HOSTED else "provider-unlisted", mail, host=mail.hosts[0])


def _services(mail: MailHosts) -> tuple[Provider, ...]:
    """Those whose hosts are named, most wanted first."""
    return tuple(dict.fromkeys(service for host in mail.hosts if (service := by_host(host)) is not None))


def _strangers(mail: MailHosts) -> list[str]:
    """Hosts that belong to no service we know."""
    return [host for host in mail.hosts if by_host(host) is None]


def _set_of(service: Provider, look: Look) -> tuple[Record, ...]:
    return drafted(service.sets[0], look.domain) if service.sets else ()


def _made(code: str, mail: MailHosts, better: tuple[Record, ...] = (), **facts: str) -> Finding:
    hosts = Fact("hosts", ", ".join(mail.hosts))
    all_facts = (hosts, *(Fact(name, value) for name, value in facts.items()))
    return CHECK.found(code, mail.answer, facts=all_facts, publish=better)

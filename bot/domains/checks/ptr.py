"""The reverse DNS of mail servers' addresses: there, confirmed by the forward record, and no access line's default.

RFC 1912, 2.1 and RFC 8499 ("forward-confirmed"); large receivers refuse senders without it (Google's sender
guidelines; reply 550 5.7.25, RFC 7372). One finding a kind of fault, all addresses of that kind together.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from dns.rdtypes.ANY.PTR import PTR

from bot.domains.addresses import Address, public, read, reverse_name
from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.generic_names import generic
from bot.domains.knowledge.providers import by_host
from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.net.hosts import Host, addresses, all_addresses
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_addresses, mail_hosts_and_txt, spf_record
from bot.domains.shared.records import evidence, fault, host_name
from bot.domains.shared.senders import sends
from bot.domains.values import Fact, Finding, Record, Status

CHECK = Check(
    name="ptr",
    concern=Concern.SEND,
    place=3,
    keeper=Keeper.ADDRESS,
    risk=Risk.ELSEWHERE,
    spam_weight=1,
    early=True,
    codes={
        "ptr-ok": Status.OK,
        "ptr-none-needed": Status.OK,
        "ptr-no-address": Code(Status.NOTICE, keeper=Keeper.ZONE),
        "ptr-missing-sender": Status.ERROR,
        "ptr-missing": Status.WARNING,
        "ptr-missing-provider": Status.NOTICE,
        "ptr-unconfirmed-sender": Status.ERROR,
        "ptr-unconfirmed": Status.WARNING,
        "ptr-unconfirmed-provider": Status.NOTICE,
        "ptr-generic": Status.WARNING,
        "ptr-several": Status.NOTICE,
        "ptr-unknown": Status.UNKNOWN,
    },
)
MOST_ADDRESSES = 24
MOST_NAMES = 5
"""PTR names that are followed for one address."""


class MailServer(NamedTuple):
    """One address under judgement."""

    address: Address
    host: str
    sender: bool
    provider: bool


class Reverse(NamedTuple):
    """What the reverse tree says of one server, and what its names say back."""

    server: MailServer
    answer: Answer
    names: tuple[str, ...]
    hosts: tuple[Host, ...]

    @property
    def confirmed(self) -> bool:
        return any(self.server.address in host.addresses for host in self.hosts)


async def check(look: Look) -> tuple[Finding, ...]:
    """MX, then addresses, then PTR, then the addresses of those names: four round trips."""
    mail, txt = await mail_hosts_and_txt(look)
    if mail.gone:
        return ()
    hosts = await mail_addresses(look, mail)
    servers = _servers(hosts, look.once(spf_record, txt), look.options.sender_ip)
    faults = [answer for host in hosts for answer in host.faults] + ([] if mail.known else [mail.answer])
    if not servers:
        return _without_servers(mail, faults)
    return _judge(await _reverses(look.resolver, servers), faults)


async def of_address(address: Address, resolver: Resolver, helo: str | None = None) -> tuple[Finding, ...]:
    """The reverse DNS of one address that sends, such as the one that a bounce accuses, whoever's it is.

    `helo`: the name that the server gives itself; it is the one to publish if it leads to the address.
    """
    named = await addresses(resolver, helo) if helo else None
    host = named.name if named and address in named.addresses else str(address)
    return _judge(await _reverses(resolver, [MailServer(address, host, sender=True, provider=False)]), [])


def _servers(hosts: tuple[Host, ...], spf: str | None, sender_ip: str | None) -> tuple[MailServer, ...]:
    sender = read(sender_ip or "")
    servers: dict[Address, MailServer] = {}
    if sender is not None and public(sender):
        servers[sender] = MailServer(sender, str(sender), sender=True, provider=False)
    for host in hosts:
        for address in host.addresses:
            if public(address) and address not in servers:
                provider = by_host(host.name) is not None
                servers[address] = MailServer(address, host.name, sends(spf, address, receives=not provider), provider)
    return tuple(servers.values())[:MOST_ADDRESSES]


async def _reverses(resolver: Resolver, servers: Sequence[MailServer]) -> list[Reverse]:
    """Every PTR record at once, then the addresses of all that they name."""
    answers = await resolver.ask_all((reverse_name(server.address), "PTR") for server in servers)
    names = [_names(answer) for answer in answers]
    kept = [sorted(each)[:MOST_NAMES] for each in names]
    hosts = iter(await all_addresses(resolver, [name for each in kept for name in each]))
    return [
        Reverse(server, answer, named, tuple(islice(hosts, len(each))))
        for server, answer, named, each in zip(servers, answers, names, kept, strict=True)
    ]


def _names(answer: Answer) -> tuple[str, ...]:
    targets = (rdata.target for rdata in answer.records if isinstance(rdata, PTR))
    return tuple(host_name(target) for target in targets)


def _without_servers(mail: MailHosts, faults: list[Answer]) -> tuple[Finding, ...]:
    if faults:
        return (CHECK.found("ptr-unknown", facts=fault(faults[0])),)
    if mail.null:
        return (CHECK.found("ptr-none-needed", mail.answer),)
    return (CHECK.found("ptr-no-address", mail.answer, host=", ".join(mail.hosts)),)


def _judge(reverses: list[Reverse], faults: list[Answer]) -> tuple[Finding, ...]:
    by_code: dict[str, list[Reverse]] = {}
    for reverse in reverses:
        for code in _codes(reverse):
            by_code.setdefault(code, []).append(reverse)
    findings = [_gathered(code, which) for code, which in by_code.items()]
    unsure = [answer for reverse in reverses for answer in _unsure(reverse)] + faults
    if unsure:
        findings.append(CHECK.found("ptr-unknown", facts=fault(unsure[0])))
    if not findings:
        return (_gathered("ptr-ok", reverses),)
    return tuple(findings)


def _codes(reverse: Reverse) -> list[str]:
    """Every fault of one server's reverse DNS; none where it is right or cannot be told."""
    server = reverse.server
    role = "-sender" if server.sender else "-provider" if server.provider else ""
    if reverse.answer.outcome in (Outcome.NODATA, Outcome.NXDOMAIN):
        return [f"ptr-missing{role}"]
    if not reverse.names:
        return []
    codes = []
    if not reverse.confirmed and not _unsure(reverse):
        codes.append(f"ptr-unconfirmed{role}")
    if not server.provider:
        if all(generic(name, server.address) for name in reverse.names):
            codes.append("ptr-generic")
        if len(reverse.names) > 1:
            codes.append("ptr-several")
    return codes


def _unsure(reverse: Reverse) -> list[Answer]:
    """The answers that failed and might have confirmed the name."""
    if not reverse.answer.outcome.known:
        return [reverse.answer]
    if reverse.confirmed:
        return []
    kind = "A" if reverse.server.address.version == 4 else "AAAA"
    return [answer for host in reverse.hosts for answer in host.faults if answer.type == kind]


def _gathered(code: str, reverses: list[Reverse]) -> Finding:
    facts = (
        Fact("addresses", ", ".join(str(reverse.server.address) for reverse in reverses)),
        Fact("hosts", ", ".join(dict.fromkeys(reverse.server.host for reverse in reverses))),
        Fact("names", ", ".join(dict.fromkeys(name for reverse in reverses for name in reverse.names[:MOST_NAMES]))),
        Fact("count", len(reverses)),
    )
    records = evidence(*(reverse.answer for reverse in reverses))
    if code.startswith("ptr-missing"):
        records = tuple(
            Record(r.server.host, "A" if r.server.address.version == 4 else "AAAA", str(r.server.address))
            for r in reverses
            if r.server.host != str(r.server.address)
        )
    publish: tuple[Record, ...] = ()
    if code.startswith("ptr-missing") and not code.endswith("-provider"):
        publish = tuple(
            Record(reverse_name(r.server.address), "PTR", f"{r.server.host}.")
            for r in reverses
            if r.server.host != str(r.server.address)
        )
    return CHECK.found(code, *records, facts=facts, publish=publish)

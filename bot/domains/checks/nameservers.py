"""The name servers of the domain's zone: enough of them, all reachable, none an alias, all with the same serial.

RFC 1034, 4.1 and RFC 2182 (at least two, apart from each other), RFC 2181, 10.3 (no aliases). The servers themselves
are asked only where the network may be used; through a resolver alone, lame servers cannot be seen.
"""

import asyncio
import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from dns.rdtypes.ANY.NS import NS
from dns.rdtypes.ANY.SOA import SOA

from bot.domains.addresses import Address, public
from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.hosts import Host, all_addresses
from bot.domains.shared.look import Look
from bot.domains.shared.records import evidence, fault, host_name
from bot.domains.shared.zone_names import names_upwards
from bot.domains.shared.zone_servers import answers_for_others, ask_servers, way_out
from bot.domains.standards.soa import SoaFault
from bot.domains.standards.soa import faults as soa_faults
from bot.domains.values import Fact, Finding, Status

CHECK = Check(
    name="nameservers",
    concern=Concern.RECEIVE,
    place=2,
    keeper=Keeper.DNS,
    risk=Risk.DELICATE,
    tells_zone_keeper=True,
    codes={
        "nameservers-ok": Status.OK,
        "nameservers-none": Code(Status.WARNING, keeper=Keeper.ZONE),
        "nameservers-single": Status.WARNING,
        "nameservers-unresolved": Status.ERROR,
        "nameservers-some-unresolved": Status.WARNING,
        "nameservers-private": Status.ERROR,
        "nameservers-some-private": Status.WARNING,
        "nameservers-alias": Status.WARNING,
        "nameservers-one-address": Status.WARNING,
        "nameservers-one-network": Status.NOTICE,
        "nameservers-lame": Status.WARNING,
        "nameservers-not-authoritative": Status.WARNING,
        "nameservers-silent": Status.WARNING,
        "nameservers-no-tcp": Status.WARNING,
        "nameservers-all-silent": Status.ERROR,
        "nameservers-serials": Status.NOTICE,
        **{f"nameservers-soa-{fault}": Status.NOTICE for fault in SoaFault},
        "nameservers-host-unknown": Status.UNKNOWN,
        "nameservers-unknown": Status.UNKNOWN,
    },
)
MOST_SERVERS = 13
"""Servers that are looked at; no zone needs as many (the root has thirteen)."""
_REMEMBERED = 1024
"""Addresses whose network is kept: many domains have the same servers."""
_NO_ANSWER = frozenset({Outcome.TIMEOUT, Outcome.SERVFAIL})


async def check(look: Look) -> tuple[Finding, ...]:
    """NS of the domain and of the names above it at once, then the servers' addresses, then the servers."""
    answers = await look.resolver.ask_all((name, "NS") for name in names_upwards(look.domain))
    answer = next((reply for reply in answers if reply.records or not reply.outcome.known), answers[0])
    if not answer.outcome.known:
        silent = await _all_silent(look, answers[0])
        return (CHECK.found("nameservers-all-silent" if silent else "nameservers-unknown", facts=fault(answer)),)
    names = sorted({host_name(record.target) for record in answer.records if isinstance(record, NS)})
    if not names:
        return (CHECK.found("nameservers-none"),)
    look.resolver.put(((answer.name, "SOA"),))
    hosts = await all_addresses(look.resolver, names[:MOST_SERVERS])
    soa = await look.resolver.ask(answer.name, "SOA")
    findings = [*_of_hosts(answer, hosts), *await _of_servers(look, answer, hosts), *_of_soa(soa)]
    if not any(finding.status.rank > Status.NOTICE.rank for finding in findings):
        findings.insert(0, CHECK.found("nameservers-ok", answer, count=len(names), zone=answer.name))
    return tuple(findings)


async def _all_silent(look: Look, answer: Answer) -> bool:
    """Whether the resolver got no answer from any of the domain's servers: it answers for others, and for this
    domain nothing at all; where it fails and does not just wait, not even with DNSSEC's checks turned off."""
    if answer.outcome not in _NO_ANSWER:
        return False
    resolver, domain = look.resolver, look.domain
    works, mail, txt = await asyncio.gather(
        answers_for_others(resolver, domain), resolver.ask(domain, "MX"), resolver.ask(domain, "TXT")
    )
    outcomes = {answer.outcome, mail.outcome, txt.outcome}
    if not works or not outcomes <= _NO_ANSWER:
        return False
    if Outcome.SERVFAIL not in outcomes:
        return True
    unchecked = await resolver.ask(domain, "SOA", checking_disabled=True)
    return unchecked.outcome in _NO_ANSWER


def _of_hosts(answer: Answer, hosts: Sequence[Host]) -> list[Finding]:
    """What the names and their addresses show."""
    findings = []
    if len(hosts) == 1:
        findings.append(CHECK.found("nameservers-single", answer, hosts=hosts[0].name))
    unresolved = [host for host in hosts if not host.addresses and not host.faults]
    private = [host for host in hosts if host.addresses and not any(map(public, host.addresses))]
    if unresolved:
        every = len(unresolved) == len(hosts)
        code = "nameservers-unresolved" if every else "nameservers-some-unresolved"
        findings.append(CHECK.found(code, answer, hosts=_names(unresolved)))
    if private:
        every = len(private) == len(hosts)
        code = "nameservers-private" if every else "nameservers-some-private"
        findings.append(CHECK.found(code, answer, hosts=_names(private), addresses=_listed(private)))
    if alias := [host for host in hosts if any(answer.aliases for answer in host.answers)]:
        about = [reply for host in alias for reply in host.answers if reply.aliases]
        findings.append(CHECK.found("nameservers-alias", answer, *about, hosts=_names(alias)))
    if unknown := [host for host in hosts if not host.addresses and host.faults]:
        facts = (*fault(unknown[0].faults[0]), Fact("hosts", _names(unknown)))
        findings.append(CHECK.found("nameservers-host-unknown", answer, facts=facts))
    findings += _of_places(answer, [host for host in hosts if host.addresses], whole=not unknown)
    return findings


def _of_places(answer: Answer, hosts: Sequence[Host], *, whole: bool) -> list[Finding]:
    """Whether the servers stand apart (RFC 2182, 3.1); judged only where all of them are known."""
    if len(hosts) < 2 or not whole:
        return []
    networks = {_network(address) for host in hosts for address in host.addresses}
    if len(networks) > 1:
        return []
    addresses = {address for host in hosts for address in host.addresses}
    if len(addresses) == 1:
        return [CHECK.found("nameservers-one-address", answer, hosts=_names(hosts), addresses=_listed(hosts))]
    if all(address.version == 4 for address in addresses):
        return [CHECK.found("nameservers-one-network", answer, network=next(iter(networks)))]
    return []


async def _of_servers(look: Look, answer: Answer, hosts: Sequence[Host]) -> list[Finding]:
    """What each server says itself: whether it knows the zone, and of which serial.

    Where all of them are silent, whether by UDP or by TCP, that may be our own way out; a root server tells.
    """
    if not look.options.network:
        return []
    servers = await ask_servers(look.resolver, answer.name, hosts)
    lame = [server.host for server in servers if server.lame]
    borrowed = [server.host for server in servers if server.not_authoritative]
    silent = [server.host for server in servers if server.silent]
    without_tcp = [server.host for server in servers if server.silent_over_tcp]
    if silent and len(silent) == len(servers) and not await way_out(look.resolver):
        silent = []
    if without_tcp and len(without_tcp) + len(silent) == len(servers) and not await way_out(look.resolver, tcp=True):
        without_tcp = []
    by_code = {"lame": lame, "not-authoritative": borrowed, "silent": silent, "no-tcp": without_tcp}
    shown = evidence(answer)
    findings = [
        CHECK.found(f"nameservers-{code}", *shown, hosts=_names(about)) for code, about in by_code.items() if about
    ]
    serials = {
        server.host.name: record.serial
        for server in servers
        for record in server.udp.records
        if isinstance(record, SOA) and not server.not_authoritative
    }
    if len(set(serials.values())) > 1:
        listed = ", ".join(f"{name} {serial}" for name, serial in serials.items())
        findings.append(CHECK.found("nameservers-serials", *shown, serials=listed))
    return findings


def _of_soa(answer: Answer) -> list[Finding]:
    """What the zone's SOA record says against itself."""
    soa = next((record for record in answer.records if isinstance(record, SOA)), None)
    if soa is None:
        return []
    numbers = tuple(Fact(name, getattr(soa, name)) for name in ("serial", "refresh", "retry", "expire", "minimum"))
    return [
        CHECK.found(f"nameservers-soa-{fault}", answer, facts=numbers) for fault in soa_faults(soa, datetime.now(UTC))
    ]


@lru_cache(_REMEMBERED)
def _network(address: Address) -> str:
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _names(hosts: Sequence[Host]) -> str:
    return ", ".join(host.name for host in hosts)


def _listed(hosts: Sequence[Host]) -> str:
    return ", ".join(dict.fromkeys(str(address) for host in hosts for address in host.addresses))

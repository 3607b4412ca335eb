"""Whether the mail hosts can be reached over IPv6 (RFC 5321, 5.2; RFC 7381): senders without IPv4 are few, but exist.

Addresses that are there are tried only where probing is allowed, and a silent one is told only beside one that
answered: else it may be this machine that has no IPv6.
"""

import asyncio

from bot.domains.addresses import public
from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.knowledge.providers import by_host
from bot.domains.net.hosts import Host
from bot.domains.net.smtp_probe import Probed, SmtpProber
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_addresses, mail_hosts
from bot.domains.shared.records import fault
from bot.domains.values import Finding, Status

CHECK = Check(
    name="ipv6",
    concern=Concern.RECEIVE,
    place=6,
    keeper=Keeper.SERVER,
    risk=Risk.HARMLESS,
    codes={
        "ipv6-ok": Status.OK,
        "ipv6-not-needed": Status.OK,
        "ipv6-provider": Status.OK,
        "ipv6-missing": Status.NOTICE,
        "ipv6-unreachable": Status.NOTICE,
        "ipv6-unknown": Status.UNKNOWN,
    },
)
MOST_HOSTS = 5
"""Hosts that are tried."""


async def check(look: Look) -> tuple[Finding, ...]:
    """Two round trips, which the check of the MX makes too."""
    return await inspect(look, SmtpProber() if look.options.smtp_probe and look.options.network else None)


async def inspect(look: Look, prober: SmtpProber | None) -> tuple[Finding, ...]:
    """The check with a prober of one's own."""
    mail = await mail_hosts(look)
    if mail.gone or not mail.known:
        return ()
    hosts = await mail_addresses(look, mail)
    if mail.null or not any(host.addresses for host in hosts):
        return (CHECK.found("ipv6-not-needed"),)
    ready = [host for host in hosts if any(address.version == 6 for address in host.addresses)]
    if not ready:
        failed = next((answer for host in hosts for answer in host.faults if answer.type == "AAAA"), None)
        if failed is not None:
            return (CHECK.found("ipv6-unknown", facts=fault(failed)),)
        own = any(by_host(host.name) is None for host in hosts)
        return (CHECK.found("ipv6-missing" if own else "ipv6-provider", hosts=_names(hosts)),)
    silent = await _silent(ready[:MOST_HOSTS], prober) if prober is not None else []
    if silent:
        return (CHECK.found("ipv6-unreachable", hosts=_names(silent)),)
    return (CHECK.found("ipv6-ok", *(answer for host in ready for answer in host.answers[1:]), hosts=_names(ready)),)


async def _silent(hosts: list[Host], prober: SmtpProber) -> list[Host]:
    """Those that do not answer over IPv6 while another one does."""
    wanted = [
        (host, address)
        for host in hosts
        if (address := next((each for each in host.addresses if each.version == 6), None)) is not None
    ]
    probes = await asyncio.gather(*(prober.probe(host.name, address) for host, address in wanted))
    silent = [
        host
        for (host, address), probe in zip(wanted, probes, strict=True)
        if probe.outcome is Probed.UNREACHABLE or (probe.outcome is Probed.PRIVATE_ADDRESS and not public(address))
    ]
    return silent if len(silent) < len(wanted) else []


def _names(hosts: tuple[Host, ...] | list[Host]) -> str:
    return ", ".join(host.name for host in hosts)

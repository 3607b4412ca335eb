"""What the mail servers themselves say, where probing is allowed: STARTTLS, certificate, and its match with TLSA.

RFC 3207, RFC 7672. Off unless `Options.smtp_probe`; it speaks to each MX host once and sends no mail.
"""

import asyncio
from datetime import UTC, datetime, timedelta

from dns.rdtypes.ANY.TLSA import TLSA

from bot.domains.addresses import public
from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer
from bot.domains.net.smtp_probe import Certificate, Probe, Probed, SmtpProber
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_addresses, mail_hosts
from bot.domains.shared.records import evidence
from bot.domains.standards.dane import Usage, fits, usable
from bot.domains.values import Fact, Finding, Record, Status

CHECK = Check(
    name="probe",
    concern=Concern.TRANSPORT,
    place=5,
    keeper=Keeper.SERVER,
    risk=Risk.ELSEWHERE,
    told_apart_by="host",
    codes={
        "probe-ok": Status.OK,
        "probe-untestable": Status.UNKNOWN,
        "probe-host-down": Status.WARNING,
        "probe-refused": Status.UNKNOWN,
        "probe-broken": Status.UNKNOWN,
        "probe-no-starttls": Status.WARNING,
        "probe-tls-failed": Status.WARNING,
        "probe-certificate-expired": Status.WARNING,
        "probe-certificate-expiring": Code(Status.NOTICE, ends=True),
        "probe-certificate-name": Status.NOTICE,
        "probe-dane-mismatch": Status.ERROR,
    },
)
MOST_HOSTS = 5
SOON = timedelta(days=14)
_BY_OUTCOME = {
    Probed.UNREACHABLE: "probe-host-down",
    Probed.REFUSED: "probe-refused",
    Probed.BROKEN: "probe-broken",
    Probed.NO_STARTTLS: "probe-no-starttls",
    Probed.TLS_FAILED: "probe-tls-failed",
}


async def check(look: Look) -> tuple[Finding, ...]:
    """MX, then addresses and TLSA, then one conversation a host, all at once."""
    if not look.options.smtp_probe or not look.options.network:
        return ()
    return await inspect(look, SmtpProber())


async def inspect(look: Look, prober: SmtpProber) -> tuple[Finding, ...]:
    """The check with a prober of one's own."""
    mail = await mail_hosts(look)
    if not mail.hosts:
        return ()
    tlsa = asyncio.gather(*(look.resolver.ask(f"_25._tcp.{host}", "TLSA") for host in mail.hosts[:MOST_HOSTS]))
    hosts = (await mail_addresses(look, mail))[:MOST_HOSTS]
    bindings = {host.name: answer for host, answer in zip(hosts, await tlsa, strict=True)}
    first = [
        (host.name, min(host.addresses, key=lambda a: (not public(a), a.version))) for host in hosts if host.addresses
    ]
    probes = await asyncio.gather(*(prober.probe(name, address) for name, address in first))
    return judge(probes, bindings, datetime.now(UTC))


def judge(probes: list[Probe], bindings: dict[str, Answer], now: datetime) -> tuple[Finding, ...]:
    """What the conversations amount to. Where no server at all could be reached, the fault is likelier here.

    Servers at private addresses were not spoken to; the check `mx` tells of them.
    """
    probes = [probe for probe in probes if probe.outcome is not Probed.PRIVATE_ADDRESS]
    if not probes:
        return ()
    if all(probe.outcome is Probed.UNREACHABLE for probe in probes):
        return (_finding("probe-untestable", probes[0]),)
    found = []
    for probe in probes:
        code = _BY_OUTCOME.get(probe.outcome)
        if code is not None:
            found.append(_finding(code, probe))
        elif probe.certificate is not None:
            found.extend(_of_certificate(probe, probe.certificate, bindings[probe.host], now))
    return tuple(found) or (_finding("probe-ok", probes[0]),)


def _of_certificate(probe: Probe, shown: Certificate, binding: Answer, now: datetime) -> list[Finding]:
    until = Fact("until", f"{shown.until:%Y-%m-%d}")
    records = [one for one in binding.records if isinstance(one, TLSA) and usable(one)]
    ends = [one for one in records if one.usage == Usage.END_ENTITY]
    if binding.secure and ends and len(ends) == len(records) and not any(fits(one, shown.der) for one in ends):
        return [_finding("probe-dane-mismatch", probe, until, records=evidence(binding))]
    if ends and binding.secure:
        # A DANE end-entity match makes names and dates of no account (RFC 7672, 3.1.1).
        return []
    found = []
    if shown.until < now:
        found.append(_finding("probe-certificate-expired", probe, until))
    elif shown.until - now < SOON:
        found.append(_finding("probe-certificate-expiring", probe, until, Fact("days", (shown.until - now).days)))
    if not shown.covers(probe.host):
        found.append(_finding("probe-certificate-name", probe, Fact("names", ", ".join(shown.names[:5]) or "-")))
    return found


def _finding(code: str, probe: Probe, *facts: Fact, records: tuple[Record, ...] = ()) -> Finding:
    said = (
        Fact("host", probe.host),
        Fact("address", str(probe.address)),
        Fact("banner", probe.banner[:200]),
        Fact("detail", probe.detail),
    )
    return CHECK.found(
        code,
        *records,
        facts=(
            *said,
            *facts,
        ),
    )

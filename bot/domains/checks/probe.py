"""What the mail servers themselves say, where probing is allowed: STARTTLS, certificate, and its match with TLSA.

RFC 3207, RFC 7672. Off unless `Options.smtp_probe`; it speaks to each MX host once and sends no mail.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from dns.rdtypes.ANY.CAA import CAA
from dns.rdtypes.ANY.TLSA import TLSA

from bot.domains.addresses import public
from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.certificate_issuers import names_of
from bot.domains.knowledge.providers import kin
from bot.domains.net.dns import Answer
from bot.domains.net.smtp_probe import Certificate, Probe, Probed, SmtpProber
from bot.domains.shared.caa_records import caa_of
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_addresses, mail_hosts
from bot.domains.shared.records import evidence
from bot.domains.standards.caa import allowed
from bot.domains.standards.dane import Usage, fits, usable
from bot.domains.standards.tls_levels import level
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
        "probe-tls-outdated": Status.WARNING,
        "probe-tls-insufficient": Status.NOTICE,
        "probe-tls-phase-out": Status.NOTICE,
        "probe-caa-issuer": Status.NOTICE,
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
    """MX, then addresses and TLSA, then one SMTP session with each host, all at once."""
    if not look.options.smtp_probe or not look.options.network:
        return ()
    return await inspect(look, SmtpProber())


async def inspect(look: Look, prober: SmtpProber) -> tuple[Finding, ...]:
    """The check with a prober of one's own."""
    mail = await mail_hosts(look)
    if not mail.hosts:
        return ()
    tlsa = asyncio.gather(*(look.resolver.ask(f"_25._tcp.{host}", "TLSA") for host in mail.hosts[:MOST_HOSTS]))
    own = [host for host in mail.hosts[:MOST_HOSTS] if kin(host, look.domain)]
    caa = asyncio.gather(caa_of(look.resolver, own))
    hosts = (await mail_addresses(look, mail))[:MOST_HOSTS]
    bindings = {host.name: answer for host, answer in zip(hosts, await tlsa, strict=True)}
    first = [
        (host.name, min(host.addresses, key=lambda a: (not public(a), a.version))) for host in hosts if host.addresses
    ]
    probes = await asyncio.gather(*(prober.probe(name, address) for name, address in first))
    rules = dict(zip(own, (await caa)[0], strict=True))
    return judge(probes, bindings, datetime.now(UTC), rules)


def judge(
    probes: list[Probe], bindings: dict[str, Answer], now: datetime, rules: Mapping[str, Answer] = MappingProxyType({})
) -> tuple[Finding, ...]:
    """What the conversations amount to. Where no server at all could be reached, the fault is likelier here.

    Servers at private addresses were not spoken to; the check `mx` tells of them. `rules`: the CAA records that hold
    for the domain's own hosts.
    """
    probes = [probe for probe in probes if probe.outcome is not Probed.PRIVATE_ADDRESS]
    if not probes:
        return ()
    if all(probe.outcome is Probed.UNREACHABLE for probe in probes):
        return (_finding("probe-untestable", probes[0]),)
    findings = []
    for probe in probes:
        code = _BY_OUTCOME.get(probe.outcome)
        if code is not None:
            findings.append(_finding(code, probe))
        elif probe.certificate is not None:
            findings.extend(_of_certificate(probe, probe.certificate, bindings[probe.host], now))
            findings.extend(_of_connection(probe))
            findings.extend(_of_issuer(probe, probe.certificate, rules.get(probe.host)))
    return tuple(findings) or (_finding("probe-ok", probes[0]),)


def _of_certificate(probe: Probe, shown: Certificate, binding: Answer, now: datetime) -> list[Finding]:
    until = Fact("until", f"{shown.until:%Y-%m-%d}")
    records = [record for record in binding.records if isinstance(record, TLSA) and usable(record)]
    ends = [record for record in records if record.usage == Usage.END_ENTITY]
    if binding.secure and ends and len(ends) == len(records) and not any(fits(record, shown.der) for record in ends):
        return [_finding("probe-dane-mismatch", probe, until, records=evidence(binding))]
    if ends and binding.secure:
        # A DANE end-entity match makes names and dates of no account (RFC 7672, 3.1.1).
        return []
    findings = []
    if shown.until < now:
        findings.append(_finding("probe-certificate-expired", probe, until))
    elif shown.until - now < SOON:
        findings.append(_finding("probe-certificate-expiring", probe, until, Fact("days", (shown.until - now).days)))
    if not shown.covers(probe.host):
        findings.append(_finding("probe-certificate-name", probe, Fact("names", ", ".join(shown.names[:5]) or "-")))
    return findings


def _of_connection(probe: Probe) -> list[Finding]:
    """What was agreed on is the best that the server offers to a client that takes everything."""
    code = f"probe-tls-{level(probe.tls, probe.cipher)}"
    known = bool(probe.tls) and code in CHECK.statuses()
    return [_finding(code, probe, Fact("tls", probe.tls), Fact("cipher", probe.cipher))] if known else []


def _of_issuer(probe: Probe, shown: Certificate, rule: Answer | None) -> list[Finding]:
    """Whether the authority that issued the certificate may issue the next one; of an unknown one nothing is said."""
    names = names_of(shown.issuer)
    held = allowed(record for record in (rule.records if rule else ()) if isinstance(record, CAA))
    if not names or not held.restricted or held.issuers & names:
        return []
    facts = (Fact("issuer", shown.issuer), Fact("issuers", ", ".join(sorted(held.issuers)) or ";"))
    return [_finding("probe-caa-issuer", probe, *facts, records=evidence(rule) if rule else ())]


def _finding(code: str, probe: Probe, *facts: Fact, records: tuple[Record, ...] = ()) -> Finding:
    banner_facts = (
        Fact("host", probe.host),
        Fact("address", str(probe.address)),
        Fact("banner", probe.banner[:200]),
        Fact("detail", probe.detail),
    )
    return CHECK.found(
        code,
        *records,
        facts=(
            *banner_facts,
            *facts,
        ),
    )

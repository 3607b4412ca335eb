"""Whether CAA records let anybody issue the certificates of the domain's own mail hosts (RFC 8659).

A provider's hosts are the provider's matter. Whether the authority that did issue may do so again is told by the probe,
which sees the certificate.
"""

from dns.rdtypes.ANY.CAA import CAA

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.knowledge.providers import kin
from bot.domains.shared.caa_records import caa_of
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.shared.records import fault
from bot.domains.standards.caa import allowed
from bot.domains.values import Finding, Status

CHECK = Check(
    name="caa",
    concern=Concern.TRANSPORT,
    place=7,
    keeper=Keeper.ZONE,
    risk=Risk.HARMLESS,
    told_apart_by="host",
    codes={
        "caa-ok": Status.OK,
        "caa-open": Status.OK,
        "caa-not-needed": Status.OK,
        "caa-nobody": Status.NOTICE,
        "caa-critical": Status.NOTICE,
        "caa-unknown": Status.UNKNOWN,
    },
)
MOST_HOSTS = 3


async def check(look: Look) -> tuple[Finding, ...]:
    """MX, then CAA of each own host and the names above it at once."""
    mail = await mail_hosts(look)
    if mail.gone or not mail.known:
        return ()
    own = [host for host in mail.hosts if kin(host, look.domain)][:MOST_HOSTS] if not mail.null else []
    if not own:
        return (CHECK.found("caa-not-needed"),)
    findings = []
    for host, answer in zip(own, await caa_of(look.resolver, own), strict=True):
        if not answer.outcome.known:
            findings.append(CHECK.found("caa-unknown", facts=fault(answer), host=host))
            continue
        rule = allowed(record for record in answer.records if isinstance(record, CAA))
        if rule.unknown_critical:
            findings.append(CHECK.found("caa-critical", answer, host=host, tag=rule.unknown_critical))
        elif rule.nobody:
            findings.append(CHECK.found("caa-nobody", answer, host=host))
        elif rule.restricted:
            findings.append(CHECK.found("caa-ok", answer, host=host, issuers=", ".join(sorted(rule.issuers))))
        else:
            findings.append(CHECK.found("caa-open", answer, host=host))
    return tuple(findings)

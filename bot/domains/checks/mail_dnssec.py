"""DNSSEC of the zones that hold the mail hosts: a signed domain proves their names, and only these zones prove their
addresses and TLSA records (RFC 7672, 2.2.2)."""

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.net.hosts import Host
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_addresses, mail_hosts
from bot.domains.values import Finding, Status

CHECK = Check(
    name="mail-dnssec",
    concern=Concern.TRANSPORT,
    place=6,
    keeper=Keeper.SERVER,
    risk=Risk.DELICATE,
    codes={
        "mail-dnssec-ok": Status.OK,
        "mail-dnssec-insecure": Status.NOTICE,
    },
)


async def check(look: Look) -> tuple[Finding, ...]:
    """Two round trips, which the check of the MX makes too. Nothing is said of a domain that proves nothing itself."""
    mail = await mail_hosts(look)
    if not mail.answer.secure or not mail.hosts or mail.null or mail.gone:
        return ()
    hosts = [host for host in await mail_addresses(look, mail) if host.addresses]
    if not hosts:
        return ()
    insecure = [host for host in hosts if not _proven(host)]
    about = insecure or hosts
    code = "mail-dnssec-insecure" if insecure else "mail-dnssec-ok"
    return (CHECK.found(code, hosts=", ".join(host.name for host in about), count=len(about)),)


def _proven(host: Host) -> bool:
    return all(answer.secure for answer in host.answers if answer.records)

"""DANE: TLSA records that bind each mail server to its certificate, which count only under DNSSEC (RFC 7672)."""

from dataclasses import dataclass

from dns.rdtypes.ANY.TLSA import TLSA

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.knowledge.providers import by_host
from bot.domains.net.dns import Answer
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.shared.records import fault
from bot.domains.standards.dane import Usage, malformed, usable
from bot.domains.values import Fact, Finding, Status

CHECK = Check(
    name="dane",
    concern=Concern.TRANSPORT,
    place=3,
    keeper=Keeper.SERVER,
    risk=Risk.DELICATE,
    early=True,
    codes={
        "dane-ok": Status.OK,
        "dane-no-rollover": Status.NOTICE,
        "dane-not-needed": Status.OK,
        "dane-missing": Status.NOTICE,
        "dane-partial": Status.NOTICE,
        "dane-insecure": Status.NOTICE,
        "dane-malformed": Status.ERROR,
        "dane-malformed-beside": Status.WARNING,
        "dane-unusable": Status.WARNING,
        "dane-unknown": Status.UNKNOWN,
    },
)


@dataclass(frozen=True, slots=True)
class Bound:
    """One mail host with its TLSA answer."""

    host: str
    answer: Answer

    @property
    def malformed(self) -> bool:
        """Whether any record contradicts itself; the resolver hands one of the wrong length on unread."""
        return any(not isinstance(record, TLSA) or malformed(record) for record in self.answer.records)

    @property
    def single(self) -> bool:
        """Whether one record alone can be used, and it names the server's own key: at a change of the key no second
        one is ready (RFC 7671, 8.1, 8.4)."""
        records = [record for record in self.answer.records if isinstance(record, TLSA) and usable(record)]
        return len(records) == 1 and records[0].usage == Usage.END_ENTITY

    @property
    def usable(self) -> bool:
        return any(isinstance(record, TLSA) and usable(record) for record in self.answer.records)


async def check(look: Look) -> tuple[Finding, ...]:
    """MX, then a TLSA question for each host."""
    mail = await mail_hosts(look)
    if mail.gone:
        return ()
    if not mail.known:
        return (CHECK.found("dane-unknown", facts=fault(mail.answer)),)
    if not mail.hosts:
        return (CHECK.found("dane-not-needed"),)
    answers = await look.resolver.ask_all((f"_25._tcp.{host}", "TLSA") for host in mail.hosts)
    hosts = [Bound(host, answer) for host, answer in zip(mail.hosts, answers, strict=True)]
    return _judge(hosts, mx_secure=mail.answer.secure)


def _judge(hosts: list[Bound], *, mx_secure: bool) -> tuple[Finding, ...]:
    found: list[Finding] = []
    failed = [one for one in hosts if not one.answer.outcome.known]
    bound = [one for one in hosts if one.answer.records]
    if failed:
        found.append(CHECK.found("dane-unknown", facts=fault(failed[0].answer)))
    if not bound:
        return tuple(found) or (CHECK.found("dane-missing"),)
    broken = [one for one in bound if one.malformed]
    # Senders leave a record aside that they cannot use where another can be used (RFC 7672, 2.2).
    for code, hosts_of in (
        ("dane-malformed", [one for one in broken if not one.usable]),
        ("dane-malformed-beside", [one for one in broken if one.usable]),
    ):
        if hosts_of:
            found.append(_finding(code, hosts_of))
    unusable = [one for one in bound if one not in broken and not one.usable]
    if unusable:
        found.append(_finding("dane-unusable", unusable))
    insecure = [one for one in bound if not (mx_secure and one.answer.secure)]
    if insecure:
        found.append(_finding("dane-insecure", insecure))
    without = [one for one in hosts if one not in bound and one not in failed]
    if without:
        found.append(_finding("dane-partial", without))
    if not found:
        found.append(_finding("dane-ok", bound))
        # A provider's hosts are renewed by the provider, whose way of doing so is not seen here.
        if single := [one for one in bound if one.single and by_host(one.host) is None]:
            found.append(_finding("dane-no-rollover", single))
    return tuple(found)


def _finding(code: str, hosts: list[Bound]) -> Finding:
    facts = (Fact("hosts", ", ".join(one.host for one in hosts)), Fact("count", len(hosts)))
    return CHECK.found(code, *(one.answer for one in hosts), facts=facts)

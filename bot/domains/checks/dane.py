"""DANE: TLSA records that bind each mail server to its certificate, which count only under DNSSEC (RFC 7672)."""

from typing import NamedTuple

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


class Bound(NamedTuple):
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
    findings: list[Finding] = []
    failed = [binding for binding in hosts if not binding.answer.outcome.known]
    bound = [binding for binding in hosts if binding.answer.records]
    if failed:
        findings.append(CHECK.found("dane-unknown", facts=fault(failed[0].answer)))
    if not bound:
        return tuple(findings) or (CHECK.found("dane-missing"),)
    broken = [binding for binding in bound if binding.malformed]
    # Senders leave a record aside that they cannot use where another can be used (RFC 7672, 2.2).
    for code, hosts_of in (
        ("dane-malformed", [binding for binding in broken if not binding.usable]),
        ("dane-malformed-beside", [binding for binding in broken if binding.usable]),
    ):
        if hosts_of:
            findings.append(_finding(code, hosts_of))
    unusable = [binding for binding in bound if binding not in broken and not binding.usable]
    if unusable:
        findings.append(_finding("dane-unusable", unusable))
    insecure = [binding for binding in bound if not (mx_secure and binding.answer.secure)]
    if insecure:
        findings.append(_finding("dane-insecure", insecure))
    without = [binding for binding in hosts if binding not in bound and binding not in failed]
    if without:
        findings.append(_finding("dane-partial", without))
    if not findings:
        findings.append(_finding("dane-ok", bound))
        # A provider's hosts are renewed by the provider, whose way of doing so is not seen here.
        if single := [binding for binding in bound if binding.single and by_host(binding.host) is None]:
            findings.append(_finding("dane-no-rollover", single))
    return tuple(findings)


def _finding(code: str, hosts: list[Bound]) -> Finding:
    facts = (Fact("hosts", ", ".join(binding.host for binding in hosts)), Fact("count", len(hosts)))
    return CHECK.found(code, *(binding.answer for binding in hosts), facts=facts)

"""Where a domain's mail goes: the hosts that its MX records name, and their addresses."""

from dataclasses import dataclass

from dns.rdtypes.ANY.MX import MX

from bot.domains.knowledge.providers import Provider, ServiceKind, by_host, verifies
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.hosts import Host, address_questions, hosts_of
from bot.domains.shared.look import Look
from bot.domains.shared.records import host_name, texts

MOST_HOSTS = 20
"""MX hosts that are looked at; a hostile zone may name a thousand."""

_USUAL = ("mail", "mx", "mx1", "mx2")


@dataclass(frozen=True, slots=True)
class MailHosts:
    """The answer to the MX question."""

    answer: Answer
    hosts: tuple[str, ...]
    """Most wanted first, each once; the domain itself where it has no MX record (RFC 5321, 5.1)."""
    null: bool = False
    """The domain takes no mail (RFC 7505)."""
    gone: bool = False
    """The domain does not exist: every other question about it is idle."""

    @property
    def known(self) -> bool:
        return self.answer.outcome.known


async def mail_hosts(look: Look) -> MailHosts:
    """One question. Never raises: an answer that failed stands in `answer`.

    Records that only prove to a service whose domain it is are left out where others stand beside them.
    """
    answer = await look.resolver.ask(look.domain, "MX")
    if answer.outcome is Outcome.NXDOMAIN and not answer.aliases and not await _exists(look):
        return MailHosts(answer, (), gone=True)
    return look.once(_named, look.domain, answer)


def _named(domain: str, answer: Answer) -> MailHosts:
    if answer.outcome in (Outcome.NODATA, Outcome.NXDOMAIN):
        return MailHosts(answer, (domain,))
    preferences = sorted(
        (rdata.preference, host_name(rdata.exchange)) for rdata in answer.records if isinstance(rdata, MX)
    )
    names = tuple(dict.fromkeys(name for _, name in preferences if name not in ("", ".", "@")))
    hosts = tuple(name for name in names if not verifies(name)) or names
    return MailHosts(answer, hosts[:MOST_HOSTS], null=bool(preferences) and not names)


async def mail_hosts_and_txt(look: Look) -> tuple[MailHosts, Answer]:
    """The same, and the domain's TXT records, which hold its SPF record: one round trip."""
    _, txt = await look.resolver.ask_all(((look.domain, "MX"), (look.domain, "TXT")))
    return await mail_hosts(look), txt


async def _exists(look: Look) -> bool:
    """Whether another kind of record is there, or the name without one: some servers wrongly say NXDOMAIN of a name
    that merely lacks one kind (RFC 8020)."""
    answers = await look.resolver.ask_all((look.domain, kind) for kind in ("NS", "A", "TXT"))
    return any(answer.outcome in (Outcome.FOUND, Outcome.NODATA) or answer.aliases for answer in answers)


def guessed_addresses(domain: str) -> list[tuple[str, str]]:
    """Questions for the addresses of hosts as a domain with a server of its own often names them. Asked with its MX,
    they save a round trip where the guess is right."""
    return [(f"{label}.{domain}", kind) for label in _USUAL for kind in ("A", "AAAA")]


async def mail_addresses(look: Look, mail: MailHosts) -> tuple[Host, ...]:
    """Every mail host with its addresses, all asked at once."""
    answers = await look.resolver.ask_all(look.once(address_questions, mail.hosts))
    return look.once(hosts_of, mail.hosts, answers)


def spf_record(answer: Answer) -> str | None:
    """The domain's one SPF record, in lower case; None where there is none, or several, which count as none."""
    records = [value.lower() for value in texts(answer) if value.lower().split(" ")[0] == "v=spf1"]
    return records[0] if len(records) == 1 else None


def mailbox_service(mail: MailHosts) -> Provider | None:
    """The known service that keeps the mailboxes."""
    services = (by_host(host) for host in mail.hosts)
    return next((service for service in services if service is not None and service.kind is ServiceKind.MAILBOX), None)

"""Where a domain's mail goes: the hosts that its MX records name, and their addresses."""

from dataclasses import dataclass

from dns.rdtypes.ANY.MX import MX

from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.hosts import Host, all_addresses
from bot.domains.shared.look import Look
from bot.domains.shared.records import texts

MOST_HOSTS = 20
"""MX hosts that are looked at; a hostile zone may name a thousand."""


@dataclass(frozen=True, slots=True)
class MailHosts:
    """What the MX question said."""

    answer: Answer
    hosts: tuple[str, ...]
    """Most wanted first, each once; the domain itself where it has no MX record (RFC 5321, 5.1)."""
    null: bool = False
    """The domain takes no mail (RFC 7505)."""

    @property
    def gone(self) -> bool:
        """The domain does not exist: every other question about it is idle."""
        return self.answer.outcome is Outcome.NXDOMAIN and not self.answer.aliases

    @property
    def known(self) -> bool:
        return self.answer.outcome.known


async def mail_hosts(look: Look) -> MailHosts:
    """One question. Never raises: an answer that failed stands in `answer`."""
    answer = await look.resolver.ask(look.domain, "MX")
    if answer.outcome is Outcome.NODATA:
        return MailHosts(answer, (look.domain,))
    found = sorted(
        (rdata.preference, rdata.exchange.to_text(omit_final_dot=True).lower())
        for rdata in answer.records
        if isinstance(rdata, MX)
    )
    names = tuple(dict.fromkeys(name for _, name in found if name not in ("", ".", "@")))
    return MailHosts(answer, names[:MOST_HOSTS], null=bool(found) and not names)


async def mail_addresses(look: Look, mail: MailHosts) -> tuple[Host, ...]:
    """Every mail host with its addresses, all asked at once."""
    return await all_addresses(look.resolver, mail.hosts)


def spf_record(answer: Answer) -> str | None:
    """The domain's one SPF record, in lower case; None where there is none, or several, which count as none."""
    found = [value.lower() for value in texts(answer) if value.lower().split(" ")[0] == "v=spf1"]
    return found[0] if len(found) == 1 else None


def sends_nothing(mail: MailHosts, txt: Answer) -> bool:
    """Whether the domain says that no mail comes from it: a null MX, or SPF that is `-all` and nothing else."""
    return mail.null or (spf_record(txt) or "").split() == ["v=spf1", "-all"]

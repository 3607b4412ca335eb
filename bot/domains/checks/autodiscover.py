"""Whether mail programs can find their settings: autodiscover, and the SRV records of RFC 6186 and RFC 8314, 5.1."""

from dataclasses import dataclass

from dns.rdtypes.IN.SRV import SRV

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.knowledge.providers import Provider, by_host
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.hosts import Host, all_addresses, somewhere
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.shared.records import fault, host_name
from bot.domains.values import Fact, Finding, Record, Status

CHECK = Check(
    name="autodiscover",
    concern=Concern.TRANSPORT,
    place=6,
    keeper=Keeper.ZONE,
    risk=Risk.HARMLESS,
    decides=False,
    codes={
        "autodiscover-ok": Status.OK,
        "autodiscover-not-needed": Status.OK,
        "autodiscover-missing": Status.NOTICE,
        "autodiscover-wrong": Status.WARNING,
        "autodiscover-broken": Status.WARNING,
        "autodiscover-unknown": Status.UNKNOWN,
    },
)
SERVICES = ("_autodiscover._tcp", "_imaps._tcp", "_pop3s._tcp", "_submissions._tcp", "_submission._tcp")
WITNESSES = SERVICES[:2]
"""Those that are asked for even where the name server denies `_tcp`: some deny a name though others stand below it."""
MOST_TARGETS = 8


@dataclass(frozen=True, slots=True)
class Pointer:
    """One record that sends a mail program to a host: an SRV answer, or the alias under `autodiscover.`"""

    answer: Answer
    targets: tuple[str, ...]


async def check(look: Look) -> tuple[Finding, ...]:
    """The likeliest names at once with the MX, then the others, then the hosts that SRV records name."""
    own = f"autodiscover.{look.domain}"
    look.resolver.put(((look.domain, "MX"), (own, "A"), *_first_questions(look.domain)))
    host = await somewhere(look.resolver, own)
    answers = await _services(look)
    mail = await mail_hosts(look)
    pointers = [_pointer(answer) for answer in answers]
    if mail.gone:
        return ()
    if mail.null:
        return (CHECK.found("autodiscover-not-needed"),)
    names = tuple(dict.fromkeys(target for pointer in pointers for target in pointer.targets))[:MOST_TARGETS]
    targets = await all_addresses(look.resolver, names)
    expected = next((provider for name in mail.hosts if (provider := by_host(name)) and provider.autodiscover), None)
    return _judge(look.domain, host, pointers, targets, expected)


def _first_questions(domain: str) -> list[tuple[str, str]]:
    return [(f"{name}.{domain}", "SRV") for name in (*WITNESSES, "_tcp")]


async def _services(look: Look) -> list[Answer]:
    """The answers for the services. Those that are no witnesses are left out where `_tcp` does not exist, and so
    nothing below it (RFC 8020), and where nobody answers."""
    answers = await look.resolver.ask_all(_first_questions(look.domain))
    denied = all(answer.outcome is Outcome.NXDOMAIN and not answer.aliases for answer in answers)
    if denied or not any(answer.outcome.known for answer in answers):
        return answers[: len(WITNESSES)]
    return await look.resolver.ask_all((f"{name}.{look.domain}", "SRV") for name in SERVICES)


def _pointer(answer: Answer) -> Pointer:
    """A target of `.` says that the service is not offered (RFC 2782)."""
    names = (host_name(rdata.target) for rdata in answer.records if isinstance(rdata, SRV))
    return Pointer(answer, tuple(sorted(name for name in names if name not in ("", ".", "@"))))


def _judge(
    domain: str, host: Host, services: list[Pointer], targets: tuple[Host, ...], expected: Provider | None
) -> tuple[Finding, ...]:
    wanted = (Record(host.name, "CNAME", f"{expected.autodiscover}."),) if expected else ()
    aliases = tuple(dict.fromkeys(alias for answer in host.answers for alias in answer.aliases))
    there = [answer for answer in host.answers if answer.records or answer.aliases]
    offered = [service.answer for service in services if service.targets]
    leads_right = expected is not None and expected.autodiscover in (*aliases, *services[0].targets)
    if leads_right:
        return (CHECK.found("autodiscover-ok", *there[:1], *offered),)
    dangling = aliases and not host.addresses and not host.faults
    dead = [target.name for target in targets if not target.addresses and not target.faults]
    if dangling or dead:
        name = Fact("host", ", ".join(dead) or aliases[-1])
        return (CHECK.found("autodiscover-broken", *there[:1], *offered, facts=(name,), publish=wanted),)
    if expected is not None and (there or services[0].targets):
        leads_to = Fact("host", (aliases or services[0].targets or (host.name,))[-1])
        facts = (leads_to, Fact("expected", expected.autodiscover), Fact("provider", expected.title))
        return (CHECK.found("autodiscover-wrong", *there[:1], *offered, facts=facts, publish=wanted),)
    if there or offered:
        return (CHECK.found("autodiscover-ok", *there[:1], *offered),)
    failed = [a for a in (*host.answers, *(service.answer for service in services)) if not a.outcome.known]
    if failed:
        return (CHECK.found("autodiscover-unknown", facts=fault(failed[0])),)
    return (CHECK.found("autodiscover-missing", name=f"autodiscover.{domain}", publish=wanted),)

"""Where the domain's mail is to be delivered: its MX records and the hosts that they name.

RFC 5321, 5.1 (what a sender does with them), RFC 2181, 10.3 (no aliases), RFC 7505 (null MX).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from dns.rdtypes.ANY.MX import MX

from bot.domains.addresses import public, read
from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.mx_sets import drafted
from bot.domains.knowledge.providers import MxSet, Provider, ServiceKind, by_host, provider, verifies, without_zone
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.hosts import Host, addresses, all_addresses
from bot.domains.shared.look import Look
from bot.domains.shared.records import evidence, fault, host_name
from bot.domains.values import Fact, Finding, Record, Status

CHECK = Check(
    name="mx",
    concern=Concern.RECEIVE,
    place=4,
    keeper=Keeper.ZONE,
    risk=Risk.MOVES,
    early=True,
    names_servers=True,
    checklist="mx",
    codes={
        "mx-ok": Status.OK,
        "mx-null": Code(Status.OK, declines=True),
        "mx-null-preference": Code(Status.NOTICE, declines=True),
        "mx-null-beside": Status.ERROR,
        "mx-missing": Status.ERROR,
        "mx-implicit": Status.WARNING,
        "mx-literal": Status.ERROR,
        "mx-unresolved": Status.ERROR,
        "mx-some-unresolved": Status.WARNING,
        "mx-missing-dot": Status.ERROR,
        "mx-private": Status.ERROR,
        "mx-some-private": Status.WARNING,
        "mx-alias": Status.WARNING,
        "mx-ipv6-only": Status.WARNING,
        "mx-duplicate": Status.NOTICE,
        "mx-priorities": Status.WARNING,
        "mx-priorities-flat": Status.NOTICE,
        "mx-incomplete": Status.NOTICE,
        "mx-many": Status.NOTICE,
        "mx-host-unknown": Status.UNKNOWN,
        "mx-unknown": Status.UNKNOWN,
    },
)
Preference = tuple[int, str]
"""Preference and host."""
MOST_HOSTS = 20
"""MX hosts that are looked at; senders give up sooner (RFC 5321, 5.1 asks them to try at least two)."""


@dataclass(frozen=True, slots=True)
class Target:
    """One host that mail is to be delivered to."""

    host: Host

    @property
    def literal(self) -> bool:
        """An address stands where a name should (RFC 5321, 5.1; a name's last label is no number)."""
        return read(self.host.name) is not None or self.host.name.rpartition(".")[2].isdigit()

    @property
    def unknown(self) -> bool:
        return not self.host.addresses and bool(self.host.faults)

    @property
    def unresolved(self) -> bool:
        return not self.host.addresses and not self.host.faults

    @property
    def private(self) -> bool:
        """It has addresses, and the world can reach none of them."""
        return bool(self.host.addresses) and not any(map(public, self.host.addresses))

    @property
    def alias(self) -> bool:
        return any(answer.aliases for answer in self.host.answers)


class Comparison(NamedTuple):
    """How a domain's MX records differ from the documented set that they are nearest to."""

    mx_set: MxSet
    wanted: tuple[Preference, ...]
    missing: tuple[str, ...]
    """Hosts of the set, optional ones apart, that are not there."""
    reversed: bool
    """A host is preferred to one that should come before it."""
    flat: bool
    """Hosts that should be tried one after the other are equal."""


async def check(look: Look) -> tuple[Finding, ...]:
    """MX, then the hosts' addresses: two round trips. Nothing else is asked with MX, because everything depends on
    it."""
    answer = await look.resolver.ask(look.domain, "MX")
    if not answer.outcome.known:
        return (CHECK.found("mx-unknown", facts=fault(answer)),)
    records = _preferences(answer)
    if not records:
        return (_without(look, await addresses(look.resolver, look.domain), answer),)
    named = tuple(record for record in records if record[1])
    nulls = tuple(record for record in records if not record[1])
    if not named:
        code = "mx-null" if nulls[0][0] == 0 and len(nulls) == 1 else "mx-null-preference"
        return (CHECK.found(code, answer, publish=_record(look, "0 .") if code != "mx-null" else ()),)
    named = tuple(record for record in named if not verifies(record[1])) or named
    names = tuple(dict.fromkeys(host for _, host in named))
    hosts = await all_addresses(look.resolver, names[:MOST_HOSTS])
    mistyped = [host.name for host in hosts if without_zone(host.name, look.domain)]
    targets = [Target(host) for host in hosts if host.name not in mistyped]
    findings = _missing_dot(look, answer, named, mistyped) + _of_targets(answer, targets) + _of_set(look, answer, named)
    if nulls:
        better = tuple(_mx(look.domain, preference, host) for preference, host in named)
        findings.append(CHECK.found("mx-null-beside", answer, publish=better))
    if len(named) > len(names):
        twice = [host for host in names if sum(host == other for _, other in named) > 1]
        findings.append(CHECK.found("mx-duplicate", answer, hosts=", ".join(twice)))
    if len(names) > MOST_HOSTS:
        findings.append(CHECK.found("mx-many", count=len(names), limit=MOST_HOSTS))
    if not any(finding.status.rank > Status.NOTICE.rank for finding in findings):
        findings.insert(0, CHECK.found("mx-ok", answer, count=len(names)))
    return tuple(findings)


def _without(look: Look, own: Host, answer: Answer) -> Finding:
    """No MX: mail goes to the domain's own address, if it has one (RFC 5321, 5.1)."""
    supported = provider(look.options.supported_provider)
    better = drafted(supported.sets[0], look.domain) if supported and supported.sets else ()
    if own.addresses:
        shown = evidence(*(answer for answer in own.answers if answer.records))
        code = "mx-implicit" if any(map(public, own.addresses)) else "mx-private"
        return CHECK.found(
            code, *shown, publish=better, hosts=look.domain, addresses=", ".join(map(str, own.addresses))
        )
    if own.faults:
        return CHECK.found("mx-host-unknown", hosts=own.name, facts=fault(own.faults[0]))
    return CHECK.found("mx-missing", answer, publish=better)


def _missing_dot(look: Look, answer: Answer, named: tuple[Preference, ...], mistyped: list[str]) -> list[Finding]:
    """Hosts with the zone's own name appended, whether a wildcard gives them an address or not."""
    if not mistyped:
        return []
    meant = ((preference, without_zone(host, look.domain) or host) for preference, host in named)
    better = tuple(_mx(look.domain, preference, host) for preference, host in dict.fromkeys(meant))
    return [CHECK.found("mx-missing-dot", answer, hosts=", ".join(mistyped), publish=better)]


def _of_targets(answer: Answer, targets: list[Target]) -> list[Finding]:
    """What is wrong with the hosts; a fault that leaves no host to deliver to weighs more than one of some."""
    findings: list[Finding] = []
    literal = [target for target in targets if target.literal]
    named = [target for target in targets if target not in literal] if literal else targets
    unresolved = [target for target in named if target.unresolved]
    private = [target for target in targets if target.private]
    all_dead = all(target in literal or target in unresolved or target in private for target in targets)
    if literal:
        findings.append(_about("mx-literal", literal, answer))
    if unresolved:
        findings.append(_about("mx-unresolved" if all_dead else "mx-some-unresolved", unresolved, answer))
    if private:
        findings.append(_about("mx-private" if all_dead else "mx-some-private", private, answer))
    if alias := [target for target in targets if target.alias]:
        findings.append(_about("mx-alias", alias, answer))
    if unknown := [target for target in named if target.unknown]:
        facts = (*fault(unknown[0].host.faults[0]), Fact("hosts", _names(unknown)))
        findings.append(CHECK.found("mx-host-unknown", answer, facts=facts))
    reachable = [address for target in targets for address in target.host.addresses if public(address)]
    if reachable and all(address.version == 6 for address in reachable):
        faulty = any(target.host.faults for target in targets)
        if not faulty:
            findings.append(_about("mx-ipv6-only", [target for target in targets if target.host.addresses], answer))
    return findings


def _of_set(look: Look, answer: Answer, named: tuple[Preference, ...]) -> list[Finding]:
    """The records against the provider's documented set. Where hosts of others stand beside them, `provider` speaks."""
    services = {
        known.name: known
        for _, host in named
        if (known := by_host(host)) is not None and known.kind is not ServiceKind.SENDER
    }
    if len(services) != 1:
        return []
    service = next(iter(services.values()))
    comparison = compare(named, service, look.domain)
    if comparison is None or not (comparison.reversed or comparison.flat or comparison.missing):
        return []
    shown, better = evidence(answer), drafted(comparison.mx_set, look.domain)
    findings = []
    if comparison.reversed:
        findings.append(CHECK.found("mx-priorities", *shown, publish=better, provider=service.title))
    elif comparison.flat:
        findings.append(CHECK.found("mx-priorities-flat", *shown, publish=better, provider=service.title))
    if comparison.missing:
        hosts = ", ".join(comparison.missing)
        findings.append(CHECK.found("mx-incomplete", *shown, publish=better, provider=service.title, hosts=hosts))
    return findings


def compare(published: tuple[Preference, ...], provider: Provider, domain: str) -> Comparison | None:
    """None where the provider documents no set, or no host of any set is there. Numbers may differ from the
    documented ones; only their order counts (RFC 5321, 5.1)."""
    best: Comparison | None = None
    for mx_set in provider.sets:
        comparison = _compare(published, mx_set, domain)
        if comparison is not None and (best is None or len(comparison.missing) < len(best.missing)):
            best = comparison
    return best


def _compare(published: tuple[Preference, ...], mx_set: MxSet, domain: str) -> Comparison | None:
    wanted = mx_set.records(domain)
    here: dict[str, int] = {}
    for preference, host in published:
        here[host] = min(preference, here.get(host, preference))
    if not any(host in here for _, host in wanted):
        return None
    pairs = [
        (here[first], here[second])
        for (want_first, first), (want_second, second) in combinations(sorted(wanted), 2)
        if want_first < want_second and first in here and second in here
    ]
    return Comparison(
        mx_set,
        wanted,
        tuple(host for _, host in wanted if host not in here and host not in mx_set.optional),
        any(first > second for first, second in pairs),
        any(first == second for first, second in pairs),
    )


def _preferences(answer: Answer) -> tuple[Preference, ...]:
    """Sorted, hosts in lower case without the final dot; a null MX has an empty host."""
    if answer.outcome is not Outcome.FOUND:
        return ()
    hosts = (
        (mx.preference, host_name(mx.exchange).replace("@", "").strip("."))
        for mx in answer.records
        if isinstance(mx, MX)
    )
    return tuple(sorted(hosts))


def _about(code: str, targets: list[Target], answer: Answer) -> Finding:
    about = [reply for target in targets for reply in target.host.answers]
    addresses = ", ".join(dict.fromkeys(str(address) for target in targets for address in target.host.addresses))
    return CHECK.found(code, answer, *about, hosts=_names(targets), addresses=addresses, count=len(targets))


def _names(targets: list[Target]) -> str:
    return ", ".join(target.host.name for target in targets)


def _mx(domain: str, preference: int, host: str) -> Record:
    return Record(domain, "MX", f"{preference} {host}.")


def _record(look: Look, value: str) -> tuple[Record, ...]:
    return (Record(look.domain, "MX", value),)

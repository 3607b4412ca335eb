"""`check_host` (RFC 7208, 4): may this address send for this domain?

Terms are evaluated one after another, as the RFC orders them: a term that matches ends the evaluation, and what it
saves in look-ups decides whether the limits hold.
"""

import ipaddress
from dataclasses import dataclass, field
from functools import lru_cache

from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.PTR import PTR
from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA
from dns.rdtypes.txtbase import TXTBase

from bot.domains.addresses import Address
from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.shared.records import host_name, joined_strings, written
from bot.domains.standards.spf.macro import MacroContext, check_macros, expand, expand_domain, needs_name
from bot.domains.standards.spf.parse import parse, select
from bot.domains.standards.spf.values import (
    ASKING,
    MOST_LOOKUPS,
    MOST_NAMES,
    MOST_VOIDS,
    LookupStep,
    Mechanism,
    Result,
    SpfProblem,
    SpfRecord,
    SpfResult,
    SpfSyntaxError,
)
from bot.measures import MOST_RECORD


async def check_host(
    ip: str | Address, domain: str, sender: str, helo: str, resolver: Resolver, *, receiver: str = "unknown"
) -> SpfResult:
    """The result for a message from `ip`, with every limit of section 4.6.4.

    `domain`: of the envelope sender, or the HELO name where that is empty. `sender`: the envelope sender, which may
    be empty or lack its local part. An IPv4-mapped `ip` counts as IPv4 (5). Raises `ValueError` for an `ip` that is
    no address, nothing else.
    """
    address = ipaddress.ip_address(ip) if isinstance(ip, str) else ip
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    local, at, own = sender.rpartition("@")
    whole = f"{local or 'postmaster'}@{own if at or own else helo}"
    evaluation = _Evaluation(MacroContext(address, whole, helo, receiver), resolver)
    try:
        return evaluation.tell(await evaluation.host(domain.removesuffix("."), explain=True))
    except _StopError as stop:
        return evaluation.tell(stop.result)


class _StopError(Exception):
    """A permerror or temperror, which ends the evaluation of every enclosing record too (5.2)."""

    def __init__(self, result: SpfResult) -> None:
        super().__init__(result)
        self.result = result


@lru_cache(1024)
def valid(domain: str) -> bool:
    """Whether a name can be asked for: several labels, none empty or over 63 bytes, ASCII (4.3). The last ones are
    kept: many domains include the same."""
    labels = domain.split(".")
    return (
        len(labels) > 1
        and domain.isascii()
        and len(domain) <= 253
        and all(0 < len(label) < 64 for label in labels)
        and not domain.startswith("[")
    )


def txt(answer: Answer) -> list[bytes]:
    """Each TXT record's strings joined (3.3)."""
    return [joined_strings(rdata) for rdata in answer.records if isinstance(rdata, TXTBase)]


@dataclass(slots=True)
class _Evaluation:
    """One message under way: what it has spent."""

    message: MacroContext
    resolver: Resolver
    steps: list[LookupStep] = field(default_factory=list)
    voids: list[str] = field(default_factory=list)
    name: str | None = None
    """The value of `%{p}`, once it was needed."""

    def tell(self, result: SpfResult) -> SpfResult:
        return SpfResult(
            result.result,
            result.term,
            result.domain,
            result.explanation,
            result.problem,
            len(self.steps),
            tuple(self.steps),
            tuple(dict.fromkeys(self.voids)),
        )

    async def host(self, domain: str, *, explain: bool) -> SpfResult:
        """One record, from finding it to its result. Only the outermost one explains itself (6.2)."""
        if not valid(domain):
            return SpfResult(Result.NONE, domain=domain)
        answer = await self.resolver.ask(domain, "TXT")
        if not answer.outcome.known:
            raise self.stop(Result.TEMPERROR, "", domain, SpfProblem.DNS)
        records = select(txt(answer))
        if not records:
            return SpfResult(Result.NONE, domain=domain)
        if len(records) > 1:
            raise self.stop(Result.PERMERROR, "", domain, SpfProblem.SEVERAL)
        if len(records[0]) > MOST_RECORD:
            raise self.stop(Result.PERMERROR, "", domain, SpfProblem.TOO_LONG)
        if not records[0].isascii():
            raise self.stop(Result.PERMERROR, "", domain, SpfProblem.NOT_ASCII)
        try:
            record = parse(records[0].decode("ascii"))
        except SpfSyntaxError as error:
            raise self.stop(Result.PERMERROR, error.term, domain, SpfProblem.SYNTAX) from error
        return await self.evaluate(record, domain, explain=explain)

    async def evaluate(self, record: SpfRecord, domain: str, *, explain: bool) -> SpfResult:
        for term in record.mechanisms:
            if term.name in ASKING:
                self.spend(term.text, domain)
            if await self.matches(term, domain):
                text = None
                if explain and term.result is Result.FAIL and record.exp is not None:
                    text = await self.explain(record.exp, domain)
                return SpfResult(term.result, term.text, domain, text)
        if record.redirect is None:
            return SpfResult(Result.NEUTRAL, domain=domain)
        term_text = f"redirect={record.redirect}"
        self.spend(term_text, domain)
        result = await self.host(await self.target(record.redirect, domain), explain=explain)
        if result.result is Result.NONE:
            raise self.stop(Result.PERMERROR, term_text, domain, SpfProblem.NO_RECORD)
        return result

    async def matches(self, term: Mechanism, domain: str) -> bool:
        match term.name:
            case "all":
                return True
            case "ip4" | "ip6":
                return term.network is not None and self.message.ip in term.network
            case "include":
                return await self.included(term, domain)
        target = await self.target(term.domain, domain)
        match term.name:
            case "a":
                return self.within(term, await self.addresses(target, term, domain))
            case "mx":
                return await self.mx_matches(term, target, domain)
            case "exists":
                return bool((await self.ask(target, "A", term, domain)).records)
        return await self.ptr_matches(target)

    async def included(self, term: Mechanism, domain: str) -> bool:
        """The table of section 5.2."""
        result = await self.host(await self.target(term.domain, domain), explain=False)
        if result.result is Result.NONE:
            raise self.stop(Result.PERMERROR, term.text, domain, SpfProblem.NO_RECORD)
        return result.result is Result.PASS

    async def mx_matches(self, term: Mechanism, target: str, domain: str) -> bool:
        answer = await self.ask(target, "MX", term, domain)
        hosts = sorted((mx.preference, written(mx.exchange)) for mx in _mx(answer))
        for place, (_, host) in enumerate(hosts):
            if place == MOST_NAMES:
                raise self.stop(Result.PERMERROR, term.text, domain, SpfProblem.MX_HOSTS)
            if self.within(term, await self.addresses(host, term, domain, of_host=True)):
                return True
        return False

    async def ptr_matches(self, target: str) -> bool:
        wanted = target.lower()
        return any(f".{name}".endswith(f".{wanted}") for name in await self.validated())

    async def validated(self) -> list[str]:
        """The address's names that lead back to it (5.5). A fault on the way counts as no name."""
        answer = await self.resolver.ask(self.message.ip.reverse_pointer, "PTR")
        if answer.outcome in (Outcome.NODATA, Outcome.NXDOMAIN):
            self.voids.append(answer.name)
        pointers = [host_name(pointer.target) for pointer in answer.records if isinstance(pointer, PTR)]
        names = pointers[:MOST_NAMES]
        answers = await self.resolver.ask_all((name, self.family) for name in names)
        return [name for name, own in zip(names, answers, strict=True) if self.message.ip in _addresses(own)]

    async def addresses(self, name: str, term: Mechanism, domain: str, *, of_host: bool = False) -> tuple[Address, ...]:
        return _addresses(await self.ask(name, self.family, term, domain, of_host=of_host))

    async def ask(self, name: str, type: str, term: Mechanism, domain: str, *, of_host: bool = False) -> Answer:
        """One question of a term. A name that cannot exist gives nothing (4.8); a fault is a temperror (5).

        An MX host without an address of our family is not counted as void: the record names it for the other one.
        """
        if not name.isascii() or not all(0 < len(label) < 64 for label in name.split(".")):
            return Answer(name, type, Outcome.NXDOMAIN)
        answer = await self.resolver.ask(name.replace("\\", "\\\\"), type)
        if not answer.outcome.known:
            raise self.stop(Result.TEMPERROR, term.text, domain, SpfProblem.DNS)
        if answer.outcome is Outcome.NXDOMAIN or (answer.outcome is Outcome.NODATA and not of_host):
            self.voids.append(name)
            if len(self.voids) > MOST_VOIDS:
                raise self.stop(Result.PERMERROR, term.text, domain, SpfProblem.VOIDS)
        return answer

    async def explain(self, spec: str, domain: str) -> str | None:
        """The text behind `exp`; every fault on the way counts as none (6.2)."""
        answer = await self.resolver.ask(await self.target(spec, domain), "TXT")
        texts = txt(answer)
        if len(texts) != 1 or not texts[0].isascii():
            return None
        text = texts[0].decode("ascii")
        try:
            check_macros(text, explanation=True)
        except SpfSyntaxError:
            return None
        return expand(text, self.message, domain, await self.validated_name(domain) if needs_name(text) else "unknown")

    async def target(self, spec: str, domain: str) -> str:
        """The name that a domain-spec stands for; the current domain where there is none."""
        if not spec:
            return domain
        name = await self.validated_name(domain) if needs_name(spec) else "unknown"
        return expand_domain(spec, self.message, domain, name)

    async def validated_name(self, domain: str) -> str:
        """`%{p}` (7.3): the domain itself or a name below it before any other; `unknown` where there is none."""
        if self.name is None:
            names = await self.validated()
            below = [name for name in names if f".{name}".endswith(f".{domain.lower()}")]
            exact = [name for name in names if name == domain.lower()]
            self.name = next(iter([*exact, *below, *names]), "unknown")
        return self.name

    @property
    def family(self) -> str:
        return "A" if self.message.ip.version == 4 else "AAAA"

    def within(self, term: Mechanism, addresses: tuple[Address, ...]) -> bool:
        prefix = term.prefix4 if self.message.ip.version == 4 else term.prefix6
        if prefix == self.message.ip.max_prefixlen:
            return self.message.ip in addresses
        return any(self.message.ip in ipaddress.ip_network((address, prefix), strict=False) for address in addresses)

    def spend(self, term: str, domain: str) -> None:
        if len(self.steps) == MOST_LOOKUPS:
            raise self.stop(Result.PERMERROR, term, domain, SpfProblem.LOOKUPS)
        self.steps.append(LookupStep(domain, term, len(self.steps) + 1))

    def stop(self, result: Result, term: str, domain: str, problem: SpfProblem) -> _StopError:
        return _StopError(SpfResult(result, term, domain, problem=problem))


def _mx(answer: Answer) -> list[MX]:
    return [rdata for rdata in answer.records if isinstance(rdata, MX)]


def _addresses(answer: Answer) -> tuple[Address, ...]:
    return tuple(_address(rdata.address) for rdata in answer.records if isinstance(rdata, A | AAAA))


@lru_cache(1024)
def _address(text: str) -> Address:
    return ipaddress.ip_address(text)


async def result_for(ip: str | None, domain: str, resolver: Resolver) -> SpfResult | None:
    """The result for the domain's postmaster; None without an address, or where it is none."""
    if ip is None:
        return None
    try:
        return await check_host(ip, domain, f"postmaster@{domain}", domain, resolver)
    except ValueError:
        return None

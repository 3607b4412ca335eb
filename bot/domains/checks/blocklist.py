"""Whether blocklists hold the mail servers' addresses or the domain's name (RFC 5782; `data/blocklists.toml`)."""

from collections.abc import Iterable, Sequence

from bot.domains.addresses import Address, public, read
from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.blocklists import Blocklist, Subject, blocklists, find, subject
from bot.domains.knowledge.providers import by_host
from bot.domains.net.dns import Answer, Resolver
from bot.domains.shared.consult import Consultation, Hit, ListState, consult, questions, tests_of
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_addresses, mail_hosts_and_txt, spf_record
from bot.domains.shared.records import fault
from bot.domains.shared.senders import sends
from bot.domains.values import Finding, Status

CHECK = Check(
    name="blocklist",
    concern=Concern.SEND,
    place=4,
    keeper=Keeper.ADDRESS,
    risk=Risk.ELSEWHERE,
    spam_weight=5,
    early=True,
    lists=True,
    told_apart_by="list",
    codes={
        "blocklist-clean": Status.OK,
        "blocklist-listed": Status.ERROR,
        "blocklist-listed-minor": Status.WARNING,
        "blocklist-listed-policy": Status.NOTICE,
        "blocklist-listed-provider": Status.NOTICE,
        "blocklist-domain-listed": Code(Status.ERROR, keeper=Keeper.OWNER),
        "blocklist-domain-listed-minor": Code(Status.WARNING, keeper=Keeper.OWNER),
        "blocklist-refused": Status.UNKNOWN,
        "blocklist-unreliable": Status.UNKNOWN,
        "blocklist-silent": Status.UNKNOWN,
        "blocklist-addresses-unknown": Status.UNKNOWN,
        "blocklist-no-such-list": Status.UNKNOWN,
    },
)
MOST_ADDRESSES = 12
"""Addresses that are looked up; each costs one question for each list."""
MOST_NAMES = 4
LISTS = blocklists()
"""Read when the module is loaded, so that no answer waits for it."""
_OTHER_TESTS = tests_of(entry for entry in LISTS if "domain" not in entry.kinds)
"""The questions about the test entries of lists that hold no domains."""

_BY_SEVERITY = {
    Status.ERROR: "blocklist-listed",
    Status.WARNING: "blocklist-listed-minor",
    Status.NOTICE: "blocklist-listed-policy",
}
_UNSURE = {
    ListState.REFUSING: "blocklist-refused",
    ListState.UNRELIABLE: "blocklist-unreliable",
    ListState.SILENT: "blocklist-silent",
}


async def check(look: Look) -> tuple[Finding, ...]:
    """Every list at once: about the domain while its servers are looked up, then about their addresses."""
    of_domain = _wanted([subject(name) for name in _names(look.domain)])
    look.resolver.put(questions(of_domain))
    mail, txt = await mail_hosts_and_txt(look)
    if mail.gone:
        return ()
    if mail.known and not mail.null:  # while the hosts are looked up: which addresses there are does not matter yet
        look.resolver.put(_OTHER_TESTS)
    hosts = await mail_addresses(look, mail)
    of_provider = {a for host in hosts if by_host(host.name) for a in host.addresses}
    addresses = _addresses((address for host in hosts for address in host.addresses), look.options.sender_ip)
    spf = look.once(spf_record, txt)
    sender = read(look.options.sender_ip or "")
    # A provider's incoming hosts send none of its customers' mail, whatever SPF allows them.
    senders = {a for a in addresses if a == sender or (a not in of_provider and sends(spf, a, receives=True))}
    consulted = await consult(look.resolver, [*of_domain, *_wanted([subject(address) for address in addresses])])
    faults = [answer for host in hosts for answer in host.faults] + ([] if mail.known else [mail.answer])
    return _judge(consulted, senders, of_provider - senders, faults, len(addresses))


async def listed(named: str, name: str, resolver: Resolver) -> tuple[Finding, ...]:
    """What one list says of one address or domain, `named`, for following up a bounce that names both.

    `name`: a zone or a list's name, as a bounce spells it. An address counts as one that sends.
    """
    blocklist = find(name)
    address = read(named)
    wanted = subject(address if address is not None else named.lower().rstrip("."))
    if blocklist is None or not blocklist.takes(wanted):
        return (CHECK.found("blocklist-no-such-list", list=name, subjects=named),)
    consulted = await consult(resolver, [(blocklist, (wanted,))])
    return _judge(consulted, {address} if address else set(), set(), [], 1)


async def of_address(address: Address, resolver: Resolver) -> tuple[Finding, ...]:
    """What every list says of one sending address, whatever domain it sends for."""
    return _judge(await consult(resolver, _wanted([subject(address)])), {address}, set(), [], 1)


def _names(domain: str) -> tuple[str, ...]:
    """The domain and its nearest parents below the top level: some lists hold only the registered name."""
    labels = domain.split(".")
    parents = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return tuple(parents)[:MOST_NAMES] or (domain,)


def _addresses(addresses: Iterable[Address], sender: str | None) -> tuple[Address, ...]:
    sender_address = read(sender or "")
    first = [sender_address] if sender_address else []
    return tuple(dict.fromkeys(a for a in [*first, *addresses] if public(a)))[:MOST_ADDRESSES]


def _wanted(subjects: Sequence[Subject]) -> list[tuple[Blocklist, tuple[Subject, ...]]]:
    """Every list that takes any of the subjects, with those that it takes."""
    return [(entry, taken) for entry in LISTS if (taken := tuple([each for each in subjects if entry.takes(each)]))]


def _judge(
    consulted: Sequence[Consultation],
    senders: set[Address],
    of_provider: set[Address],
    faults: list[Answer],
    count: int,
) -> tuple[Finding, ...]:
    findings = [
        finding
        for consultation in consulted
        if consultation.hits
        for finding in _listings(consultation, senders, of_provider)
    ]
    unsure = [consultation for consultation in consulted if consultation.state is not ListState.WORKING]
    for state, code in _UNSURE.items() if unsure else ():
        zones = [consultation.blocklist for consultation in unsure if consultation.state is state]
        if zones:
            names = ", ".join(entry.name for entry in zones)
            findings.append(CHECK.found(code, lists=names, count=len(zones)))
    if faults:
        findings.append(CHECK.found("blocklist-addresses-unknown", facts=fault(faults[0])))
    if not findings:
        findings.append(CHECK.found("blocklist-clean", count=len(consulted), addresses=count))
    return tuple(findings)


def _listings(consultation: Consultation, senders: set[Address], of_provider: set[Address]) -> list[Finding]:
    """A finding for each kind of listing on this list, the subjects of one kind together."""
    by_code: dict[str, list[Hit]] = {}
    for hit in consultation.hits:
        by_code.setdefault(_code(hit, senders, of_provider), []).append(hit)
    return [
        CHECK.found(
            code,
            *tuple(record for hit in hits for record in hit.evidence),
            list=consultation.blocklist.name,
            parts=", ".join(dict.fromkeys(entry.part for hit in hits for entry in hit.listings)),
            subjects=", ".join(str(hit.subject.value) for hit in hits),
            count=len(hits),
            look_up_page=_page(consultation.blocklist.look_up),
            delist_page=_page(consultation.blocklist.delist),
            terms_page=_page(consultation.blocklist.terms),
        )
        for code, hits in by_code.items()
    ]


def _page(url: str) -> str:
    """Without its scheme, which texts write out so that only an https link can come of it."""
    return url.removeprefix("https://")


def _code(hit: Hit, senders: set[Address], of_provider: set[Address]) -> str:
    looked_up = hit.subject.value
    sender = looked_up in senders
    worst = max((entry.sender if sender else entry.severity for entry in hit.listings), key=lambda status: status.rank)
    if isinstance(looked_up, str):
        return "blocklist-domain-listed" if worst is Status.ERROR else "blocklist-domain-listed-minor"
    return "blocklist-listed-provider" if looked_up in of_provider else _BY_SEVERITY[worst]

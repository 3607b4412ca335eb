"""The domain's SPF record (RFC 7208): there, single, well-formed, within its limits, and right for its provider.

With `Options.sender_ip`, also the result for that address, as a receiver would find it.
"""

from dns.rdtypes.txtbase import TXTBase

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.knowledge.providers import Provider, kin, provider, providers
from bot.domains.net.dns import Answer, Outcome
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.proposals.gate import WithheldReason
from bot.domains.proposals.spf_meant import Meant, meant, resembles
from bot.domains.proposals.spf_redirect import ignored_redirect
from bot.domains.proposals.spf_review import review
from bot.domains.proposals.spf_sender import term_for
from bot.domains.proposals.spf_tree import (
    all_records,
    own_record,
    reaches,
    says_nothing,
    to_publish,
    unanswered,
    with_own,
    without,
    without_or_right,
)
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_addresses, mail_hosts, mailbox_service
from bot.domains.shared.records import evidence, fault, joined_strings, text
from bot.domains.standards.dkim.discovery import find_keys
from bot.domains.standards.spf.evaluate import result_for, txt
from bot.domains.standards.spf.may_send import addresses_may_send, provider_may_send
from bot.domains.standards.spf.parse import select
from bot.domains.standards.spf.tree import Branch, walk
from bot.domains.standards.spf.values import MOST_LOOKUPS, MOST_VOIDS, Result, SpfProblem, SpfResult
from bot.domains.values import Fact, Finding, Record, Status
from bot.measures import MOST_RECORD, listed

CHECK = Check(
    name="spf",
    concern=Concern.SEND,
    place=1,
    keeper=Keeper.ZONE,
    risk=Risk.SENDERS,
    spam_weight=4,
    early=True,
    asked_by_address=True,
    codes={
        "spf-ok": Status.OK,
        "spf-nothing": Code(Status.OK, declines=True),
        "spf-missing": Status.WARNING,
        "spf-missing-unused": Status.WARNING,
        "spf-misspelt": Status.ERROR,
        "spf-several": Status.ERROR,
        "spf-not-ascii": Status.ERROR,
        "spf-syntax": Status.ERROR,
        "spf-lookups": Status.ERROR,
        "spf-lookups-near": Status.NOTICE,
        "spf-loop": Status.ERROR,
        "spf-mx-hosts": Status.ERROR,
        "spf-voids": Status.ERROR,
        "spf-void": Status.WARNING,
        "spf-include-missing": Status.ERROR,
        "spf-include-broken": Status.ERROR,
        "spf-include-unknown": Status.UNKNOWN,
        "spf-all-pass": Status.WARNING,
        "spf-all-neutral": Code(Status.NOTICE, weak=True),
        "spf-no-all": Status.WARNING,
        "spf-unreached": Status.WARNING,
        "spf-redirect-ignored": Status.NOTICE,
        "spf-redirect-only": Status.ERROR,
        "spf-ptr": Status.WARNING,
        "spf-wide": Status.WARNING,
        "spf-equals": Status.ERROR,
        "spf-private": Status.NOTICE,
        "spf-repeated": Status.NOTICE,
        "spf-long": Status.NOTICE,
        "spf-too-long": Status.UNKNOWN,
        "spf-include-too-long": Status.UNKNOWN,
        "spf-type": Status.NOTICE,
        "spf-provider-missing": Status.WARNING,
        "spf-own-hosts": Code(Status.NOTICE, weak=True),
        "spf-unknown": Status.UNKNOWN,
        "spf-sender-pass": Code(Status.OK, of_sender=True),
        "spf-sender-fail": Code(Status.ERROR, of_sender=True),
        "spf-sender-softfail": Code(Status.WARNING, of_sender=True),
        "spf-sender-neutral": Code(Status.NOTICE, of_sender=True),
        "spf-sender-undecided": Status.UNKNOWN,
    },
)
_BELOW = {
    "spf-loop": {SpfProblem.LOOP},
    "spf-include-missing": {SpfProblem.NO_RECORD},
    "spf-include-broken": {SpfProblem.SYNTAX, SpfProblem.SEVERAL, SpfProblem.NOT_ASCII},
    "spf-include-too-long": {SpfProblem.TOO_LONG},
}
"""What an included record can be, and what is said of it."""
_SENDER = {
    Result.PASS: "spf-sender-pass",
    Result.FAIL: "spf-sender-fail",
    Result.SOFTFAIL: "spf-sender-softfail",
    Result.NEUTRAL: "spf-sender-neutral",
}

NOT_ALLOWED = ("spf-sender-fail", "spf-sender-softfail", "spf-sender-neutral")
"""What is found of an address that the record does not let send."""


async def check(look: Look) -> tuple[Finding, ...]:
    """The record and its tree; as deep in round trips as the includes are nested."""
    look.begin(find_keys)
    look.resolver.put(((look.domain, "MX"), (look.domain, "SPF")))
    tree = await walk(look.domain, look.resolver)
    sender = await result_for(look.options.sender_ip, look.domain, look.resolver)
    keys = await look.shared(find_keys)
    old = await look.resolver.ask(look.domain, "SPF")
    mail = await mail_hosts(look)
    service = mailbox_service(mail)
    findings = [
        *_of_root(look, tree, mail, service, old),
        *await _of_provider(look, tree, service),
        *await _of_wording(look, tree),
        *_of_tree(look, tree, service),
        *await _of_sender(look, tree, mail, sender),
    ]
    if old.outcome is Outcome.FOUND and any(text(record).lower().startswith("v=spf1") for record in old.records):
        findings.append(CHECK.found("spf-type", old))
    good = tree.record is not None and not any(finding.status.rank > Status.NOTICE.rank for finding in findings)
    if not good:
        return tuple(findings)
    nothing = says_nothing(tree) and not keys.present
    verdict = CHECK.found("spf-nothing" if nothing else "spf-ok", *all_records(tree), lookups=tree.lookups)
    return (verdict, *findings, *([] if nothing else await _of_own_hosts(look, tree, mail)))


def _of_root(look: Look, tree: Branch, mail: MailHosts, service: Provider | None, old: Answer) -> list[Finding]:
    """What is to say of the domain's own record, or of there being none."""
    answer = tree.answer
    if answer is None or tree.problem is SpfProblem.DNS:
        return [CHECK.found("spf-unknown", facts=fault(answer) if answer else ())]
    if tree.record is not None:
        return _of_limits(tree)
    if tree.problem is SpfProblem.NO_RECORD:
        return [_missing(look, answer, mail, service, old)]
    own = sorted(select(txt(answer)))
    shown = tuple(record for record in evidence(answer) if select([record.value.encode()])) or evidence(answer)
    if tree.problem is SpfProblem.TOO_LONG:
        return [CHECK.found("spf-too-long", *shown, limit=MOST_RECORD)]
    read = [meant(raw) for raw in own]
    if tree.problem is SpfProblem.SEVERAL:
        better = remedy.merged([remedy.rebuilt(text) for text in read], service.spf if service else "")
        return [_mended("spf-several", look, shown, read, better, Fact("count", len(own)))]
    if tree.problem is SpfProblem.NOT_ASCII:
        return [_mended("spf-not-ascii", look, shown, read)]
    return [_mended("spf-syntax", look, shown, read, "", Fact("term", tree.bad_term))]


def _mended(
    code: str, look: Look, shown: tuple[Record, ...], read: list[Meant], better: str = "", *facts: Fact
) -> Finding:
    """What is wrong with a damaged record, and the record that was meant; where it cannot be read whole, none."""
    if unread := [part for reading in read for part in reading.unread]:
        why = (Fact("withheld", WithheldReason.UNREAD), Fact("unread", listed(unread)))
        return CHECK.found(code, *shown, facts=(*facts, *why))
    return CHECK.found(code, *shown, publish=to_publish(look.domain, better or remedy.rebuilt(read[0])), facts=facts)


def _missing(look: Look, answer: Answer, mail: MailHosts, service: Provider | None, old: Answer) -> Finding:
    damaged = [raw for raw in txt(answer) if resembles(raw)]
    if damaged:
        shown = tuple(
            record
            for rdata in answer.records
            if isinstance(rdata, TXTBase) and resembles(joined_strings(rdata))
            for record in evidence(answer._replace(records=(rdata,)))
        )
        return _mended("spf-misspelt", look, shown, [meant(damaged[0])])
    if mail.null:
        return CHECK.found("spf-missing-unused", publish=to_publish(look.domain, "v=spf1 -all"))
    if unseen := select(txt(old)):
        return _mended("spf-missing", look, (), [meant(unseen[0])])
    supported = service or (provider(look.options.supported_provider) if not mail.hosts else None)
    return CHECK.found("spf-missing", publish=to_publish(look.domain, remedy.standard(supported)))


async def _of_wording(look: Look, tree: Branch) -> list[Finding]:
    if tree.record is None:
        return []
    remarks = [*review(tree.record), *await ignored_redirect(look.domain, tree.record, look.resolver)]
    if not remarks:
        return []
    shown, length = own_record(tree), len(tree.record.text)
    return [
        CHECK.found(
            f"spf-{remark.code}",
            *shown,
            publish=to_publish(look.domain, remark.better),
            term=remark.term,
            count=remark.count,
            length=length,
        )
        for remark in remarks
    ]


def _of_limits(tree: Branch) -> list[Finding]:
    if tree.lookups < MOST_LOOKUPS - 1:
        return []
    shown = all_records(tree)
    if tree.lookups > MOST_LOOKUPS:
        costs = listed((f"{term} ({count})" for term, count in tree.costs), MOST_LOOKUPS)
        return [CHECK.found("spf-lookups", *shown, lookups=tree.lookups, limit=MOST_LOOKUPS, costs=costs)]
    return [CHECK.found("spf-lookups-near", *shown, lookups=tree.lookups, limit=MOST_LOOKUPS)]


async def _of_own_hosts(look: Look, tree: Branch, mail: MailHosts) -> list[Finding]:
    """Whether servers of the domain's own that take its mail may send it too: most do both."""
    if not any(kin(name, look.domain) for name in mail.hosts):
        return []
    hosts = [host for host in await mail_addresses(look, mail) if kin(host.name, look.domain)]
    addresses = [address for host in hosts for address in host.addresses]
    if tree.record is None or not addresses or await addresses_may_send(look.domain, addresses, look.resolver):
        return []
    publish = to_publish(look.domain, remedy.allowing(tree.record.text, "mx"))
    names = listed(host.name for host in hosts)
    return [CHECK.found("spf-own-hosts", *own_record(tree), publish=publish, hosts=names, count=len(hosts))]


async def _of_provider(look: Look, tree: Branch, service: Provider | None) -> list[Finding]:
    """Whether the service that keeps the mailboxes may send."""
    if tree.record is None or service is None or not service.spf or reaches(tree, service):
        return []
    sellers = [seller for seller in providers() if service.name in seller.resells and reaches(tree, seller)]
    if sellers or await provider_may_send(look.domain, service, look.resolver):
        return []
    better = remedy.written([service.spf, *remedy.terms_of(tree.record.text)])
    shown, publish = all_records(tree)[:1], to_publish(look.domain, better)
    return [CHECK.found("spf-provider-missing", *shown, publish=publish, term=service.spf, provider=service.title)]


def _of_tree(look: Look, tree: Branch, service: Provider | None) -> list[Finding]:
    """What is broken below the record: includes that lead nowhere, loops, empty look-ups, questions unanswered. Each
    kind is said once, with all the terms it is about."""
    if not any(branch.problem or branch.voids or branch.faults for branch in tree.all()):
        return []
    findings = []
    for code, problems in _BELOW.items():
        broken = [branch for branch in tree.all() if branch.problem in problems and branch.term]
        if broken:
            terms = [branch.term for branch in broken]
            better = without_or_right(look.domain, tree, terms, service) if code == "spf-include-missing" else ()
            names = listed(branch.domain for branch in broken)
            shown, count = with_own(tree, broken), len(set(terms))
            findings.append(CHECK.found(code, *shown, publish=better, term=listed(terms), name=names, count=count))
    if crowded := [branch for branch in tree.all() if branch.problem is SpfProblem.MX_HOSTS]:
        names = listed(branch.domain for branch in crowded)
        findings.append(
            CHECK.found(
                "spf-mx-hosts", *with_own(tree, crowded), name=names, count=len({node.domain for node in crowded})
            )
        )
    if silent := unanswered(tree):
        findings.append(_unanswered(with_own(tree, [branch for branch, _ in silent]), [answer for _, answer in silent]))
    voids = [void for branch in tree.all() for void in branch.voids]
    if voids:
        own = [void.term for void in voids if void.domain == tree.domain]
        better = without(look.domain, tree, *own) if own else ()
        code = "spf-voids" if len(voids) > MOST_VOIDS else "spf-void"
        names = listed(void.name for void in voids)
        findings.append(
            CHECK.found(code, *own_record(tree), publish=better, names=names, count=len(voids), limit=MOST_VOIDS)
        )
    return findings


def _unanswered(shown: tuple[Record, ...], answers: list[Answer]) -> Finding:
    first, *others = answers
    names = Fact("name", listed(answer.name for answer in answers))
    types = Fact("type", listed(answer.type for answer in answers))
    facts = (names, types, *fault(first)[2:]) if others else fault(first)
    return CHECK.found("spf-include-unknown", *shown, facts=facts)


async def _of_sender(look: Look, tree: Branch, mail: MailHosts, result: SpfResult | None) -> list[Finding]:
    """The result for the one address, and the record that would let it send."""
    ip = look.options.sender_ip
    if ip is None or result is None or result.result is Result.NONE:
        return []
    code = _SENDER.get(result.result, "spf-sender-undecided")
    better = ""
    if tree.record is not None and code in NOT_ALLOWED:
        known = (provider(look.options.sender_service), mailbox_service(mail))
        services = [service.spf for service in known if service and service.spf]
        better = remedy.allowing(tree.record.text, await term_for(ip, services, look.resolver))
    publish = to_publish(look.domain, better)
    facts = (Fact("ip", ip), Fact("term", result.term), Fact("name", result.domain), Fact("result", result.result))
    return [CHECK.found(code, *own_record(tree), publish=publish, facts=facts)]

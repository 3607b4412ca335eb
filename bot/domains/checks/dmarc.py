"""The domain's DMARC policy: found, readable, what it asks for, and where its reports go (RFC 9989, RFC 9990)."""

from dataclasses import replace

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer, Resolver
from bot.domains.proposals.dmarc_meant import addresses, mended, policy_meant, understood
from bot.domains.proposals.dmarc_meant import destinations as written
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts_and_txt, spf_record
from bot.domains.shared.records import fault, texts, too_long
from bot.domains.standards.dkim.discovery import DkimKeys, find_keys, sends_nothing
from bot.domains.standards.dmarc.destinations import mailboxes
from bot.domains.standards.dmarc.discovery import Discovery, WalkStep, discover
from bot.domains.standards.dmarc.record import (
    DmarcRecord,
    Policy,
    begins_blank,
    is_dmarc,
    nearly_dmarc,
    read,
)
from bot.domains.standards.dmarc.reports import Destination, destinations, questions
from bot.domains.values import Fact, Finding, Record, Status
from bot.measures import MOST_RECORD, listed

CHECK = Check(
    name="dmarc",
    concern=Concern.POSE,
    place=1,
    keeper=Keeper.ZONE,
    risk=Risk.POLICY,
    spam_weight=2,
    early=True,
    codes={
        "dmarc-ok": Status.OK,
        "dmarc-inherited": Status.OK,
        "dmarc-spf-only": Status.OK,
        "dmarc-missing": Status.WARNING,
        "dmarc-missing-quiet": Code(Status.NOTICE, leaves_open=True, weak=True),
        "dmarc-misplaced": Status.WARNING,
        "dmarc-unreadable": Status.ERROR,
        "dmarc-several": Status.ERROR,
        "dmarc-policy-invalid": Status.ERROR,
        "dmarc-policy-assumed": Status.WARNING,
        "dmarc-unauthenticated": Code(Status.ERROR, concern=Concern.SEND),
        "dmarc-forwarded": Code(Status.WARNING, keeper=Keeper.RECIPIENT),
        "dmarc-monitoring": Code(Status.NOTICE, leaves_open=True, weak=True),
        "dmarc-unprotected": Status.WARNING,
        "dmarc-unprotected-quiet": Status.WARNING,
        "dmarc-testing": Code(Status.NOTICE, leaves_open=True, weak=True),
        "dmarc-subdomains-open": Status.WARNING,
        "dmarc-strict": Status.NOTICE,
        "dmarc-beside-alias": Status.WARNING,
        "dmarc-blank-first": Status.WARNING,
        "dmarc-syntax": Status.WARNING,
        "dmarc-unknown-tag": Status.NOTICE,
        "dmarc-obsolete": Status.NOTICE,
        "dmarc-no-reports": Status.NOTICE,
        "dmarc-rua-invalid": Status.WARNING,
        "dmarc-rua-unauthorised": Code(Status.WARNING, keeper=Keeper.OTHER),
        "dmarc-rua-unreachable": Status.WARNING,
        "dmarc-rua-unknown": Status.UNKNOWN,
        "dmarc-too-long": Status.UNKNOWN,
        "dmarc-unknown": Status.UNKNOWN,
    },
)
_LATER = frozenset({"dmarc-monitoring", "dmarc-unprotected", "dmarc-testing"})
"""Findings whose record is the next stage, not a repair."""


async def check(look: Look) -> tuple[Finding, ...]:
    """The walk with MX, SPF and the DKIM keys at once; then the report domains' consent, MX and addresses."""
    resolver, domain = look.resolver, look.domain
    look.begin(find_keys)
    resolver.put(((domain, "MX"), (domain, "TXT")))
    discovery = await discover(look)
    own = discovery.steps[0].answer
    if own.records and not own.aliases:
        resolver.put(((own.name, "CNAME"),))
    if (applied := discovery.applied) is not None and applied.record is not None and discovery.fault is None:
        resolver.put(questions(discovery, _mailboxes(applied.record)))
    keys = await look.shared(find_keys)
    mail, txt = await mail_hosts_and_txt(look)
    if mail.gone:
        return ()
    quiet = sends_nothing(mail, txt, keys)
    passes = _passes(txt, keys)
    absent = _absent(discovery, txt, quiet=quiet, passes=passes)
    if absent or discovery.applied is None or discovery.applied.record is None:
        return absent
    step, record = discovery.applied, discovery.applied.record
    if too_long(step.answer, is_dmarc):
        return (CHECK.found("dmarc-too-long", step.answer, limit=MOST_RECORD),)
    findings = _policy(discovery, record, step, quiet=quiet, passes=passes)
    if discovery.policy in (Policy.QUARANTINE, Policy.REJECT) and not quiet and not record.testing:
        findings = _alignment(findings, step, txt, keys)
        if look.options.forwarded:
            findings.append(CHECK.found("dmarc-forwarded", step.answer, facts=_facts(discovery, record, step)))
    reached = await destinations(discovery, _mailboxes(record), resolver)
    details = [*await _beside_alias(own, resolver), *_details(discovery, record, step, quiet=quiet)]
    return (*_staged(findings, details), *details, *_reports(reached, domain, step))


def _mailboxes(record: DmarcRecord) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*record.rua, *record.ruf]))


def _staged(findings: list[Finding], details: list[Finding]) -> list[Finding]:
    """A policy is tightened once reports have been read, so a repair that is due now comes without it."""
    due = any(detail.publish for detail in details)
    return [replace(finding, publish=()) if due and finding.code in _LATER else finding for finding in findings]


def _absent(discovery: Discovery, txt: Answer, *, quiet: bool, passes: bool) -> tuple[Finding, ...]:
    """What to say where no record applies, or more than one stands in a place; nothing where one does."""
    domain = discovery.domain
    own = discovery.steps[0]
    name = f"_dmarc.{domain}"
    start = f"v=DMARC1; p={'reject' if quiet else 'none'}" + ("" if quiet else f"; rua=mailto:dmarc@{domain}")
    if discovery.several is not None and (discovery.several is own or discovery.applied is None):
        return (_several(discovery.several),)
    if discovery.fault is not None:
        return (CHECK.found("dmarc-unknown", facts=fault(discovery.fault)),)
    near = [text for text in texts(own.answer) if nearly_dmarc(text) and not is_dmarc(text)]
    if near and own.record is None:
        meant = understood(near[0])
        better = mended(meant, p=policy_meant(meant) if passes else "none", rua=_reports_to(meant, own))
        return (CHECK.found("dmarc-unreadable", own.answer, publish=(Record(name, "TXT", better),)),)
    if discovery.applied is not None:
        return ()
    misplaced = [text for text in texts(txt) if is_dmarc(text)]
    if misplaced:
        shown = (Record(domain, "TXT", misplaced[0]),)
        return (CHECK.found("dmarc-misplaced", *shown, publish=(Record(name, "TXT", misplaced[0]),)),)
    code = "dmarc-missing-quiet" if quiet else "dmarc-missing"
    return (CHECK.found(code, publish=(Record(name, "TXT", start),)),)


def _several(step: WalkStep) -> Finding:
    """Which of them was meant nobody can know; the mildest that has reports harms no mail."""
    records = [read(text) for text in texts(step.answer) if is_dmarc(text)]
    order = list(Policy)
    kept = min(records, key=lambda record: (not record.rua, order.index(record.p) if record.p else len(order)))
    reports = written(tuple(dict.fromkeys(box for record in records for box in addresses(record))))
    better = mended(kept, rua=reports or None)
    return CHECK.found("dmarc-several", step.answer, count=len(records), publish=(_record(step, better),))


def _policy(discovery: Discovery, record: DmarcRecord, step: WalkStep, *, quiet: bool, passes: bool) -> list[Finding]:
    """What the record asks for this domain's mail."""
    facts = _facts(discovery, record, step)
    own = record.p or (policy_meant(record) if passes else Policy.NONE)
    if discovery.policy is None:
        reports = _reports_to(record, step)
        start = mended(record, p=own, rua=reports)
        return [CHECK.found("dmarc-policy-invalid", step.answer, facts=facts, publish=(_record(step, start),))]
    if record.own is not record.p:
        better = _record(step, mended(record, p=own))
        return [CHECK.found("dmarc-policy-assumed", step.answer, facts=facts, publish=(better,))]
    if discovery.policy is Policy.NONE:
        tag = "sp" if discovery.inherited and record.sp is Policy.NONE else "p"
        if quiet:
            code, next_record = "dmarc-unprotected-quiet", mended(record, **{tag: "reject"})
        elif record.rua:
            code, next_record = "dmarc-monitoring", mended(record, **{tag: "quarantine"})
        else:  # a policy tightened unseen stops the mail of senders that nobody has thought of
            code, next_record = "dmarc-unprotected", mended(record, rua=_reports_to(record, step))
        return [CHECK.found(code, step.answer, facts=facts, publish=(_record(step, next_record),))]
    if record.testing:
        return [
            CHECK.found("dmarc-testing", step.answer, facts=facts, publish=(_record(step, mended(record, t=None)),))
        ]
    return [CHECK.found("dmarc-inherited" if discovery.inherited else "dmarc-ok", step.answer, facts=facts)]


def _reports_to(record: DmarcRecord, step: WalkStep) -> str:
    """The addresses that were meant; a new mailbox where there are none."""
    return written(addresses(record)) or f"mailto:dmarc@{step.domain}"


def _facts(discovery: Discovery, record: DmarcRecord, step: WalkStep) -> tuple[Fact, ...]:
    return (Fact("policy", discovery.policy or ""), Fact("source", step.domain), Fact("tag", _wrong(record)))


def _wrong(record: DmarcRecord) -> str:
    return next((tag for tag in ("p", "sp", "np") if tag in record.faults), "p")


def _passes(txt: Answer, keys: DkimKeys) -> bool:
    """Whether some mail of the domain can pass: it has an SPF record or DKIM keys, as far as is known."""
    return not keys.none_at_all or not txt.outcome.known or spf_record(txt) is not None


def _alignment(findings: list[Finding], step: WalkStep, txt: Answer, keys: DkimKeys) -> list[Finding]:
    """What an enforced policy means for a domain without SPF or DKIM: neither one passes, so everything fails. Nobody
    can pose as the domain then, and it cannot send either."""
    if not _passes(txt, keys):
        return [CHECK.found("dmarc-unauthenticated", step.answer, facts=findings[0].facts), *findings]
    if keys.none_at_all:
        return [CHECK.found("dmarc-spf-only", step.answer, facts=findings[0].facts)]
    return findings


def _details(discovery: Discovery, record: DmarcRecord, step: WalkStep, *, quiet: bool) -> list[Finding]:
    """Everything worth saying of the record beside its policy."""
    findings: list[Finding] = []
    enforced = record.own in (Policy.QUARANTINE, Policy.REJECT)
    opened = [tag for tag, policy in (("sp", record.sp), ("np", record.np)) if policy is Policy.NONE]
    if enforced and opened and not discovery.inherited:
        closed = _record(step, mended(record, **dict.fromkeys(opened)))
        findings.append(CHECK.found("dmarc-subdomains-open", step.answer, tag=opened[0], publish=(closed,)))
    if (record.strict_dkim or record.strict_spf) and not quiet:
        strict = [tag for tag, on in (("adkim=s", record.strict_dkim), ("aspf=s", record.strict_spf)) if on]
        findings.append(CHECK.found("dmarc-strict", step.answer, tags="; ".join(strict)))
    findings += _slips(record, step)
    bad = [*mailboxes(record.tags.get("rua")).bad, *mailboxes(record.tags.get("ruf")).bad]
    if bad or {"rua", "ruf"} & set(record.faults):
        address = Fact("address", listed(bad) or "-")
        reports = _reports_to(record, step)
        fixed = _record(step, mended(record, rua=reports))
        findings.append(CHECK.found("dmarc-rua-invalid", step.answer, facts=(address,), publish=(fixed,)))
    elif not record.rua and enforced and not quiet:
        wanted = mended(record, rua=_reports_to(record, step))
        findings.append(CHECK.found("dmarc-no-reports", step.answer, publish=(_record(step, wanted),)))
    return findings


def _slips(record: DmarcRecord, step: WalkStep) -> list[Finding]:
    """What the record's author mistyped, apart from policies and addresses."""
    blank = begins_blank(record.text)
    minor = [tag for tag in record.faults if tag not in ("p", "sp", "np", "rua", "ruf")]
    if not (blank or minor or record.unknown or record.obsolete):
        return []
    repaired = (_record(step, mended(record)),)
    findings = [CHECK.found("dmarc-blank-first", step.answer, publish=repaired)] if blank else []
    for code, tags in (
        ("dmarc-syntax", minor),
        ("dmarc-unknown-tag", record.unknown),
        ("dmarc-obsolete", record.obsolete),
    ):
        if tags:
            findings.append(CHECK.found(code, step.answer, tags=listed(tags), publish=repaired))
    return findings


async def _beside_alias(own: Answer, resolver: Resolver) -> list[Finding]:
    """A CNAME beside a TXT record, which no name may have (RFC 1034, 3.6.2): receivers find the one or the other."""
    if not own.records or own.aliases:
        return []
    alias = await resolver.ask(own.name, "CNAME")
    if not alias.records or alias.aliases:
        return []
    target = alias.records[0].to_text().rstrip(".")
    return [CHECK.found("dmarc-beside-alias", own, alias, target=target)]


def _reports(reached: tuple[Destination, ...], domain: str, step: WalkStep) -> list[Finding]:
    findings = []
    for destination in reached:
        facts = (
            Fact("destination", destination.domain),
            Fact("name", destination.question),
            Fact("source", step.domain),
        )
        if destination.receives is False:
            findings.append(CHECK.found("dmarc-rua-unreachable", step.answer, facts=facts))
        elif destination.agreed is False:
            consent = Record(destination.question, "TXT", "v=DMARC1")
            findings.append(CHECK.found("dmarc-rua-unauthorised", step.answer, facts=facts, publish=(consent,)))
        elif destination.agreed is None or (destination.receives is None and destination.domain != domain):
            failed = next(
                (answer for answer in destination.answers if not answer.outcome.known), destination.answers[-1]
            )
            findings.append(CHECK.found("dmarc-rua-unknown", destination=destination.domain, facts=fault(failed)))
    return findings


def _record(step: WalkStep, text: str) -> Record:
    return Record(f"_dmarc.{step.domain}", "TXT", text)

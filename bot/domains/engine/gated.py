"""The gate of `bot.domains.proposals.gate` before every proposal of a report, whichever check made it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dns.rdtypes.ANY.MX import MX

from bot.domains.name import suffixes
from bot.domains.net.dns import Outcome
from bot.domains.proposals.gate import OwnerName, SpfCost, WithheldReason, dropped, invented, refused
from bot.domains.proposals.spf_meant import resembles
from bot.domains.shared.look import Look
from bot.domains.shared.records import host_name
from bot.domains.standards.spf.evaluate import txt
from bot.domains.standards.spf.parse import parse, select
from bot.domains.standards.spf.tree import Branch, walk_record
from bot.domains.standards.spf.values import SpfProblem, SpfSyntaxError
from bot.domains.values import Fact, Finding, Record
from bot.measures import listed

WITHHELD = "withheld"
"""The fact that tells why a finding proposes nothing; its words: `locales/<language>/withheld.toml`."""
MAILBOX = "mailbox"
"""The fact that names a mailbox which has to be created before the record is published."""
_BROKEN = frozenset(
    {SpfProblem.NO_RECORD, SpfProblem.SYNTAX, SpfProblem.SEVERAL, SpfProblem.NOT_ASCII, SpfProblem.LOOP}
)


class _Judged(NamedTuple):
    reason: WithheldReason | None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """Judges the proposals of one check of one domain; each record once."""

    look: Look
    _known: dict[Record, _Judged] = field(default_factory=dict, init=False)

    async def passed(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings in their order, without the records that must not be proposed."""
        wanted = {record for finding in findings for record in finding.publish} - self._known.keys()
        self.look.resolver.put((record.name, record.type) for record in wanted if record.type != "CNAME")
        for record in wanted:
            self._known[record] = await self._judge(record)
        return tuple([self._cleared(finding) if finding.publish else finding for finding in findings])

    def _cleared(self, finding: Finding) -> Finding:
        judged = [self._known[record] for record in finding.publish]
        if not any(judgement.reason or judgement.facts for judgement in judged):
            return finding
        left = tuple(
            record for record, judgement in zip(finding.publish, judged, strict=True) if judgement.reason is None
        )
        if any(judgement.reason is WithheldReason.PROVIDER for judgement in judged):
            left = ()  # the MX records of one service belong together
        facts = [fact for judgement in judged if judgement.reason is None or not left for fact in judgement.facts]
        if not left:
            facts.insert(0, Fact(WITHHELD, next(judgement.reason for judgement in judged if judgement.reason)))
        known = {fact.name for fact in finding.facts}
        added = tuple(fact for fact in dict.fromkeys(facts) if fact.name not in known)
        return replace(finding, publish=left, facts=(*finding.facts, *added))

    async def _judge(self, record: Record) -> _Judged:
        place = await self._place(record)
        cost, facts = await self._cost(record, place)
        reason = refused(record, place, cost)
        if reason is WithheldReason.LOOKUPS:
            return _Judged(reason, facts)
        box = "" if reason else invented(record, place.texts, self.look.domain)
        return _Judged(reason, (Fact(MAILBOX, box),) if box else ())

    async def _place(self, record: Record) -> OwnerName:
        """What stands at the name. The checks asked for most of it, so the answers are known already."""
        if record.type == "CNAME":
            return OwnerName()
        answer = await self.look.resolver.ask(record.name, record.type)
        texts = txt(answer) if record.type == "TXT" else []
        if record.type == "TXT" and record.value.lower().startswith("v=spf1"):
            texts = (
                list(select(texts)) or [text for text in texts if resembles(text)] or await self._type_99(record.name)
            )
        owner = record.name.removeprefix("_dmarc.")
        own = owner == self.look.domain or owner.endswith(f".{self.look.domain}")
        foreign = not own and suffixes().publicsuffix(owner) == owner
        named = [record.exchange for record in answer.records if isinstance(record, MX)]
        hosts = frozenset(host_name(host) for host in named)
        return OwnerName(tuple(texts), bool(answer.aliases), foreign, hosts)

    async def _type_99(self, name: str) -> list[bytes]:
        old = await self.look.resolver.ask(name, "SPF")
        return list(select(txt(old))) if old.outcome is Outcome.FOUND else []

    async def _cost(self, record: Record, place: OwnerName) -> tuple[SpfCost | None, tuple[Fact, ...]]:
        """Of an SPF record: its tree, and which of the senders it leaves out lead nowhere."""
        if record.type != "TXT" or not record.value.lower().startswith("v=spf1"):
            return None, ()
        try:
            wanted = parse(record.value)
        except SpfSyntaxError:
            return None, ()
        resolver, domain = self.look.resolver, self.look.domain
        tree = await walk_record(record.name, wanted, resolver)
        lost = dropped(record.value, place.texts)
        gone = await walk_record(domain, parse(" ".join(["v=spf1", *lost])), resolver) if lost else None
        costs = listed(f"{term} ({count})" for term, count in tree.costs)
        facts = (Fact("lookups", tree.lookups), Fact("costs", costs))
        broken = frozenset(branch.term for branch in tree.branches if branch.problem in _BROKEN)
        return SpfCost(tree.lookups, broken, _dead(gone) if gone else frozenset()), facts


def _dead(tree: Branch) -> frozenset[str]:
    """The terms that let nobody send: what they name has no record, or leads back."""
    broken = {branch.term for branch in tree.branches if branch.problem in _BROKEN}
    return frozenset(broken | {void.term for void in tree.voids})

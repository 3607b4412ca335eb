"""An SPF record with all that it includes, opened at once: what it costs at each step, and what is broken below it.

Unlike `evaluate`, which stops at the first match, this looks at every term that some message could reach, so the
whole tree is asked for in as many round trips as it is deep. It is followed level by level, so that where it stops does
not hang on whose answer came first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.domains.net.dns import Answer, Resolver
from bot.domains.standards.spf.evaluate import txt, valid
from bot.domains.standards.spf.macro import has_macros
from bot.domains.standards.spf.parse import parse, select
from bot.domains.standards.spf.values import (
    ASKING,
    MOST_LOOKUPS,
    MOST_NAMES,
    Mechanism,
    SpfProblem,
    SpfRecord,
    SpfSyntaxError,
)
from bot.measures import MOST_RECORD

MOST_RECORDS = 2 * MOST_LOOKUPS
"""Records that are opened: past the limit as many again, so that a record that broke it shows what its terms cost."""
MOST_FOLLOWED = MOST_LOOKUPS + 1
"""Terms of one record that are followed, and terms of all records whose hosts are asked for: the eleventh proves the
permerror (4.6.4), and nothing after it matters."""


class Void(NamedTuple):
    """A term whose look-up gave nothing (RFC 7208, 4.6.4)."""

    domain: str
    """Whose record the term stands in."""
    term: str
    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One record of the tree."""

    domain: str
    term: str
    """The term that led here, as written; empty for the root."""
    answer: Answer | None
    """None where the name depends on the message (a macro), cannot be asked for, would be a loop, or stands past the
    tree's limits."""
    record: SpfRecord | None = None
    problem: SpfProblem | None = None
    bad_term: str = ""
    own: tuple[str, ...] = ()
    """Its terms that ask the DNS, as written, `redirect` included."""
    branches: tuple["Branch", ...] = ()
    voids: tuple[Void, ...] = ()
    faults: tuple[Answer, ...] = ()
    """Questions of its `a`, `mx` and `exists` terms that got no answer."""

    @property
    def lookups(self) -> int:
        """Terms that ask, here and below."""
        return len(self.own) + sum(branch.lookups for branch in self.branches)

    def all(self) -> Iterator["Branch"]:
        """This one and those below it, in the order of evaluation."""
        yield self
        for branch in self.branches:
            yield from branch.all()

    @property
    def costs(self) -> tuple[tuple[str, int], ...]:
        """Each of its own asking terms with what it costs in all, dearest first."""
        below = {branch.term: branch.lookups for branch in self.branches}
        return tuple(sorted(((term, 1 + below.get(term, 0)) for term in self.own), key=lambda cost: -cost[1]))


@dataclass(slots=True)
class _Node:
    """A branch while it grows."""

    domain: str
    term: str
    above: frozenset[str]
    answer: Answer | None = None
    record: SpfRecord | None = None
    problem: SpfProblem | None = None
    bad_term: str = ""
    own: tuple[str, ...] = ()
    below: list["_Node"] = field(default_factory=list)
    voids: tuple[Void, ...] = ()
    faults: tuple[Answer, ...] = ()

    def branch(self) -> Branch:
        return Branch(
            self.domain,
            self.term,
            self.answer,
            self.record,
            self.problem,
            self.bad_term,
            self.own,
            tuple(node.branch() for node in self.below),
            self.voids,
            self.faults,
        )


@dataclass(slots=True)
class _Walk:
    resolver: Resolver
    opened: int = 0
    asked: int = 0
    """Terms so far that ask the DNS."""


async def walk(domain: str, resolver: Resolver) -> Branch:
    """The tree under a domain's SPF record."""
    root = _Node(domain, "", frozenset())
    await _level(_Walk(resolver), [root])
    return root.branch()


async def walk_record(domain: str, record: SpfRecord, resolver: Resolver) -> Branch:
    """The tree under a record that the domain does not have yet."""
    root = _Node(domain, "", frozenset(), record=record)
    walk = _Walk(resolver, opened=1)
    terms = _follow(walk, root, record)
    _put(walk, root, terms)
    if root.below:
        await _level(walk, root.below)
    await _look_up(walk, root, terms)
    return root.branch()


async def _level(walk: _Walk, nodes: list[_Node]) -> None:
    """Opens the records of one level, looks up what their terms name, and goes on below."""
    opened = [node for node in nodes if _can_open(node)][: MOST_RECORDS - walk.opened]
    walk.opened += len(opened)
    answers = await walk.resolver.ask_all((node.domain, "TXT") for node in opened)
    looks = []
    for node, answer in zip(opened, answers, strict=True):
        _read(node, answer)
        if node.record is not None:
            terms = _follow(walk, node, node.record)
            if terms:
                _put(walk, node, terms)
                looks.append((node, terms))
    below = [inner for node in opened for inner in node.below]
    if below:
        await _level(walk, below)
    for node, terms in looks:
        await _look_up(walk, node, terms)


def _can_open(node: _Node) -> bool:
    if has_macros(node.domain):
        return False
    if not valid(node.domain):
        node.problem = SpfProblem.NO_RECORD
    elif node.domain in node.above:
        node.problem = SpfProblem.LOOP
    return node.problem is None


def _read(node: _Node, answer: Answer) -> None:
    node.answer = answer
    if not answer.outcome.known:
        node.problem = SpfProblem.DNS
        return
    records = select(txt(answer))
    if len(records) != 1:
        node.problem = SpfProblem.SEVERAL if records else SpfProblem.NO_RECORD
    elif len(records[0]) > MOST_RECORD:
        node.problem = SpfProblem.TOO_LONG
    elif not records[0].isascii():
        node.problem = SpfProblem.NOT_ASCII
    else:
        try:
            node.record = parse(records[0].decode("ascii"))
        except SpfSyntaxError as error:
            node.problem, node.bad_term = SpfProblem.SYNTAX, error.term


def _follow(walk: _Walk, node: _Node, record: SpfRecord) -> list[Mechanism]:
    """Hangs the records that it includes below the node; the terms whose hosts are to be asked for."""
    asking = [mechanism for mechanism in record.effective if mechanism.name in ASKING]
    own = [mechanism.text for mechanism in asking]
    followed = asking[:MOST_FOLLOWED]
    targets = [(mechanism.text, mechanism.domain) for mechanism in followed if mechanism.name == "include"]
    if record.redirect is not None and record.all is None:
        own.append(f"redirect={record.redirect}")
        targets.append((own[-1], record.redirect))
    node.own = tuple(own)
    above = node.above | {node.domain}
    node.below = [_Node(_name(target), term, above) for term, target in targets]
    within = followed[: max(0, MOST_FOLLOWED - walk.asked)]
    walk.asked += len(own)
    return [
        mechanism
        for mechanism in within
        if mechanism.name in ("a", "mx", "exists") and not has_macros(mechanism.domain)
    ]


def _put(walk: _Walk, node: _Node, terms: list[Mechanism]) -> None:
    """Puts the questions of these terms, so that they are answered while the records below are opened."""
    walk.resolver.put(question for term in terms for question in _questions(node, term))


async def _look_up(walk: _Walk, node: _Node, terms: list[Mechanism]) -> None:
    looked = [await walk.resolver.ask_all(_questions(node, term)) for term in terms]
    node.voids = tuple(
        Void(node.domain, mechanism.text, answers[0].name)
        for mechanism, answers in zip(terms, looked, strict=True)
        if answers and all(answer.outcome.known and not answer.records for answer in answers)
    )
    node.faults = tuple(answer for answers in looked for answer in answers if not answer.outcome.known)
    if any(
        mechanism.name == "mx" and len(a[0].records) > MOST_NAMES
        for mechanism, a in zip(terms, looked, strict=True)
        if a
    ):
        node.problem = SpfProblem.MX_HOSTS


def _questions(node: _Node, term: Mechanism) -> tuple[tuple[str, str], ...]:
    """The questions that a term puts, whatever family the message's address is of."""
    name = _name(term.domain) or node.domain
    kinds = {"a": ("A", "AAAA"), "mx": ("MX",), "exists": ("A",)}[term.name]
    return tuple((name, kind) for kind in kinds) if valid(name) else ()


def _name(spec: str) -> str:
    return spec.removesuffix(".").lower()

"""An SPF record with all that it includes, opened at once: what it costs at each step, and what is broken below it.

Unlike `evaluate`, which stops at the first match, this looks at every term that some message could reach, so the
whole tree is asked for in as many round trips as it is deep.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domains.dns import Answer, Resolver
from bot.domains.spf.evaluate import txt, valid
from bot.domains.spf.macro import has_macros
from bot.domains.spf.parse import parse, select
from bot.domains.spf.values import ASKING, MOST_LOOKUPS, MOST_NAMES, Mechanism, Problem, Record, SpfSyntaxError

MOST_RECORDS = 4 * MOST_LOOKUPS
"""Records that are opened; a tree that has more is broken many times over."""


@dataclass(frozen=True, slots=True)
class Void:
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
    """None where the name depends on the message (a macro), cannot be asked for, or would be a loop."""
    record: Record | None = None
    problem: Problem | None = None
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
class _Walk:
    resolver: Resolver
    opened: int = 0


async def walk(domain: str, resolver: Resolver) -> Branch:
    """The tree under a domain's SPF record."""
    return await _open(_Walk(resolver), domain, "", frozenset())


async def _open(walk: _Walk, domain: str, term: str, above: frozenset[str]) -> Branch:
    if has_macros(domain):
        return Branch(domain, term, None)
    if not valid(domain):
        return Branch(domain, term, None, problem=Problem.NO_RECORD)
    if domain in above or walk.opened >= MOST_RECORDS:
        return Branch(domain, term, None, problem=Problem.LOOKUPS)
    walk.opened += 1
    answer = await walk.resolver.ask(domain, "TXT")
    if not answer.outcome.known:
        return Branch(domain, term, answer, problem=Problem.DNS)
    found = select(txt(answer))
    if len(found) != 1:
        return Branch(domain, term, answer, problem=Problem.SEVERAL if found else Problem.NO_RECORD)
    if not found[0].isascii():
        return Branch(domain, term, answer, problem=Problem.NOT_ASCII)
    try:
        record = parse(found[0].decode("ascii"))
    except SpfSyntaxError as error:
        return Branch(domain, term, answer, problem=Problem.SYNTAX, bad_term=error.term)
    return await _follow(walk, Branch(domain, term, answer, record), record, above | {domain})


async def _follow(walk: _Walk, branch: Branch, record: Record, above: frozenset[str]) -> Branch:
    """The branch with what its terms lead to."""
    asking = [one for one in record.effective if one.name in ASKING]
    own = [one.text for one in asking]
    targets = [(one.text, one.domain) for one in asking if one.name == "include"]
    if record.redirect is not None and record.all is None:
        own.append(f"redirect={record.redirect}")
        targets.append((own[-1], record.redirect))
    terms = [one for one in asking if one.name in ("a", "mx", "exists") and not has_macros(one.domain)]
    below, looked = await asyncio.gather(
        asyncio.gather(*(_open(walk, _name(target), term, above) for term, target in targets)),
        asyncio.gather(*(_look(walk.resolver, one, _name(one.domain) or branch.domain) for one in terms)),
    )
    voids = tuple(
        Void(branch.domain, one.text, answers[0].name)
        for one, answers in zip(terms, looked, strict=True)
        if answers and all(answer.outcome.known and not answer.records for answer in answers)
    )
    faults = tuple(answer for answers in looked for answer in answers if not answer.outcome.known)
    crowded = any(
        one.name == "mx" and len(a[0].records) > MOST_NAMES for one, a in zip(terms, looked, strict=True) if a
    )
    return Branch(
        branch.domain,
        branch.term,
        branch.answer,
        record,
        Problem.MX_HOSTS if crowded else None,
        own=tuple(own),
        branches=tuple(below),
        voids=voids,
        faults=faults,
    )


async def _look(resolver: Resolver, term: Mechanism, name: str) -> tuple[Answer, ...]:
    """The questions that a term puts, whatever family the message's address is of."""
    kinds = {"a": ("A", "AAAA"), "mx": ("MX",), "exists": ("A",)}[term.name]
    return tuple(await resolver.ask_all((name, kind) for kind in kinds)) if valid(name) else ()


def _name(spec: str) -> str:
    return spec.removesuffix(".").lower()

"""An SPF tree's records as a finding shows them, and the record to publish in place of the domain's own."""

from bot.domains.knowledge.providers import Provider
from bot.domains.net.dns import Answer
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.proposals.spf_near import provider_meant
from bot.domains.proposals.spf_review import allows
from bot.domains.shared.records import evidence
from bot.domains.standards.spf.parse import is_spf
from bot.domains.standards.spf.tree import Branch
from bot.domains.standards.spf.values import SpfProblem
from bot.domains.values import Record as Published


def own_record(branch: Branch) -> tuple[Published, ...]:
    """The branch's SPF record as evidence, without the other TXT records beside it."""
    if branch.answer is None:
        return ()
    return tuple([record for record in evidence(branch.answer) if record.type == "TXT" and is_spf(record.value)])


def all_records(tree: Branch) -> tuple[Published, ...]:
    """The whole tree's records, in the order of evaluation."""
    if not tree.branches:
        return own_record(tree)
    return tuple(dict.fromkeys([record for branch in tree.all() for record in own_record(branch)]))


def to_publish(domain: str, better: str) -> tuple[Published, ...]:
    return (Published(domain, "TXT", better),) if better else ()


def without_or_right(domain: str, tree: Branch, terms: list[str], service: Provider | None) -> tuple[Published, ...]:
    """The record less these terms, which lead nowhere; a known provider's name that was mistyped is put right."""
    if tree.record is None:
        return ()
    right = {
        term: f"include:{name}"
        for term in terms
        if remedy.bare(term).startswith("include:")
        and (name := provider_meant(remedy.bare(term).removeprefix("include:"), domain, service))
    }
    return to_publish(domain, remedy.without(remedy.replaced(tree.record.text, right), set(terms) - right.keys()))


def without(domain: str, tree: Branch, *terms: str) -> tuple[Published, ...]:
    return to_publish(domain, remedy.without(tree.record.text, terms)) if tree.record else ()


def with_own(tree: Branch, branches: list[Branch]) -> tuple[Published, ...]:
    """The domain's own record, and those of these branches."""
    return tuple(dict.fromkeys([*own_record(tree), *(record for branch in branches for record in own_record(branch))]))


def reaches(tree: Branch, service: Provider) -> bool:
    """Whether the provider's term, or one that stands for it, is allowed somewhere in the tree. A tree that could not
    be opened whole may hold it."""
    branches = list(tree.all())
    return any(
        branch.answer is None
        or branch.problem is SpfProblem.DNS
        or (branch.record and allows(branch.record, service.spf_terms))
        for branch in branches
    )


def says_nothing(tree: Branch) -> bool:
    """`v=spf1 -all`: the domain itself sends no mail."""
    return tree.record is not None and [term.text.lower() for term in tree.record.mechanisms] == ["-all"]


def unanswered(tree: Branch) -> list[tuple[Branch, Answer]]:
    """The questions below the record that nobody answered, each with the branch that asked it."""
    return [
        (branch, answer)
        for branch in tree.all()
        for answer in (*([branch.answer] if branch.problem is SpfProblem.DNS and branch.term else ()), *branch.faults)
        if answer is not None
    ]

"""A `redirect` beside an `all`, which receivers never follow (RFC 7208, 6.1), and what its author meant by it."""

from bot.domains.net.dns import Resolver
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.proposals.spf_review import Remark
from bot.domains.standards.spf.parse import parse
from bot.domains.standards.spf.tree import walk_record
from bot.domains.standards.spf.values import Result, SpfRecord


async def ignored_redirect(domain: str, record: SpfRecord, resolver: Resolver) -> tuple[Remark, ...]:
    """Where its target has a record, it was meant to allow senders; without another one in the record, all of the
    domain's mail fails. None at all where there is no such `redirect`."""
    if record.redirect is None or record.all is None:
        return ()
    term = f"redirect={record.redirect}"
    target = await walk_record(domain, parse(f"v=spf1 {term}"), resolver)
    if not any(branch.record is not None for branch in target.branches):
        unwanted = [word for word in remedy.terms_of(record.text) if word.lower() == term.lower()]
        return (Remark("redirect-ignored", term, remedy.without(record.text, unwanted)),)
    others = any(mechanism.result is not Result.FAIL and mechanism.name != "all" for mechanism in record.effective)
    code = "redirect-ignored" if others else "redirect-only"
    return (Remark(code, term, remedy.allowing_redirect(record.text)),)

"""SPF records put right: what to publish in place of what was found."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domains.knowledge.providers import MxSet, Provider
from bot.domains.proposals.spf_meant import Meant
from bot.domains.standards.spf.values import QUALIFIERS

ENDING = "~all"
"""Where nothing else is known: mail from elsewhere is looked at closely, and none is lost over a forgotten sender."""
_STRICTEST = ("-all", "~all", "?all")


def terms_of(text: str) -> list[str]:
    """A record's terms without its version."""
    return text.split()[1:]


def written(terms: Iterable[str]) -> str:
    """A record of these terms, each once; its `all` comes last, and without one it ends in `~all`."""
    unique = list(dict.fromkeys(terms))
    endings = [term for term in unique if bare(term) == "all"]
    redirects = [term for term in unique if term.lower().startswith("redirect=")]
    rest = [term for term in unique if term not in endings and term not in redirects]
    ending = next((ending for ending in _STRICTEST if ending in [term.lower() for term in endings]), None)
    last = [ending] if ending else [] if redirects else [ENDING]
    return " ".join(["v=spf1", *rest, *([] if ending else redirects[:1]), *last])


def bare(term: str) -> str:
    """A term in lower case without its qualifier."""
    return (term[1:] if term[:1] in QUALIFIERS else term).lower()


def without(text: str, unwanted: Iterable[str]) -> str:
    """The record less these terms, as written in it."""
    dropped = set(unwanted)
    return written(term for term in terms_of(text) if term not in dropped)


def replaced(text: str, right: Mapping[str, str]) -> str:
    """The record with other terms in place of these."""
    return written(right.get(term, term) for term in terms_of(text))


def allowing(text: str, term: str) -> str:
    """The record with one term more, before the others: an early match costs fewer look-ups."""
    return written([term, *terms_of(text)])


def merged(texts: Sequence[str], provider_term: str = "") -> str:
    """Several records as one; the provider's term is added where it is missing, the strictest ending but `-all` kept.

    Two records were written by two hands, so what neither knew of must not be refused at once: `-all` only where all
    of them say it.
    """
    terms = [term for text in texts for term in terms_of(text)]
    kept = _included(terms)
    if provider_term and provider_term not in map(bare, kept):
        kept.append(provider_term)
    return written([*kept, _shared_ending(terms)])


def rebuilt(meant: Meant) -> str:
    """The record that a damaged text was meant to be; empty where part of it could not be read.

    A `redirect` beside an `all` would be ignored (RFC 7208, 6.1), so it becomes an `include`.
    """
    if meant.unread:
        return ""
    endings = [term for term in meant.terms if bare(term) == "all"]
    redirects = [term for term in meant.terms if term.lower().startswith("redirect=")]
    if len(redirects) == 1 and not endings:
        return written(meant.terms)
    return written([*_included(meant.terms), _shared_ending(meant.terms)])


def allowing_redirect(text: str) -> str:
    """The record with its ignored `redirect` as an `include`, so that whom it names may send."""
    terms = terms_of(text)
    return written([*_included(terms), *(term for term in terms if bare(term) == "all")])


def _included(terms: Iterable[str]) -> list[str]:
    """The terms without `all`, each `redirect` as an `include`."""
    kept = [term for term in terms if bare(term) != "all"]
    return [f"include:{term[9:]}" if term.lower().startswith("redirect=") else term for term in kept]


def _shared_ending(terms: Iterable[str]) -> str:
    endings = {term.lower() for term in terms if bare(term) == "all"}
    return "-all" if endings == {"-all"} else ENDING


def united(text: str, proposals: Sequence[str]) -> str:
    """Several proposals for one record as one: every term that any of them drops from `text` is dropped, every term
    that any of them adds is added. Terms that ask no question come first. `text` is empty where no record is there.
    """
    if not text:
        return merged(proposals)
    present = terms_of(text)
    each = [terms_of(proposal) for proposal in proposals]
    kept = [term for term in present if all(term in terms for terms in each)]
    added = sorted({term for terms in each for term in terms} - set(present))
    return written([*sorted(added, key=_asks), *kept])


def _asks(term: str) -> bool:
    return not bare(term).startswith(("ip4:", "ip6:"))


def standard(provider: Provider | None, mx_set: MxSet | None = None) -> str:
    """The record that a provider documents for its customers; for one's own server, `mx`."""
    if provider is None:
        return written(["mx"])
    term = mx_set.spf if mx_set and mx_set.spf else provider.spf
    return written([*([term] if term else ["mx"]), provider.all or ENDING])

"""DMARC aggregate reports (RFC 7489, appendix C; RFC 9990), read row by row: a report of 100,000 rows is never in
memory as a tree.

Element names are compared without their namespace and in lower case. What a report lacks stays empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from sys import intern
from xml.sax import SAXException  # nosec B406  # the parser is defusedxml's
from xml.sax.handler import ContentHandler  # nosec B406

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from bot.measures import MOST_DEPTH
from bot.reports.tally import Row, SourceTally
from bot.reports.values import AggregateReport, Authenticated, NoReport, PublishedPolicy, Unreadable

_LONGEST = 500
"""Characters of one value."""
_DEEPEST = 10 * MOST_DEPTH
_REMEMBERED = 1_000
_MOST_VALUES = 100
"""Elements of a report outside its rows."""
_MOST_RESULTS = 20
"""SPF and DKIM results, and reasons, of one row."""


@dataclass(slots=True)
class Gathered:
    """What was read of a report so far."""

    tally: SourceTally = field(default_factory=SourceTally)
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    """Of the report's own elements, by the names of the one above and the element."""
    begun: bool = False
    """The root element of a report was seen."""
    complete: bool = False
    """Its end was seen."""


class _Reader(DefusedExpatParser, ContentHandler):  # type: ignore[misc]  # the library has no types
    """Gathers what the parser tells. It overrides SAX's own handlers of elements, which make a value of attributes that
    nobody reads here: a third of the time."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._path: list[str] = [""]
        self._names: dict[str, str] = {}
        self._text = ""
        self._row: Row | None = None
        self._result: dict[str, str] = {}
        self._results: dict[tuple[str, str, str], Authenticated] = {}
        """Rows repeat each other's: one value for all of them."""
        super().__init__(namespaceHandling=0)
        self.setContentHandler(self)

    def reset(self) -> None:
        """Called before the first byte."""
        super().reset()
        self._parser.buffer_text = True  # a text at once, not its lines one by one

    def start_element(self, name: str, _attributes: object) -> None:
        local = self._names.get(name) or self._local(name)
        self._path.append(local)
        if len(self._path) > _DEEPEST:
            raise SAXException("elements too deep in each other")
        self._text = ""
        if local in _CONTAINERS:
            self._begin(local)

    def _begin(self, local: str) -> None:
        if local == "record":
            self._row = Row()
        elif local == "feedback":
            self._gathered.begun = True
        else:
            self._result = {}

    def characters(self, content: str) -> None:
        if len(self._text) < _LONGEST:
            self._text += content

    def end_element(self, name: str) -> None:
        path, row = self._path, self._row
        local, above = path.pop(), path[-1]
        text, self._text = self._text.strip(), ""
        if row is None:
            self._outside(above, local, text)
        elif above in _MECHANISMS:
            self._result[local] = text
        elif local in _MECHANISMS and above == "auth_results":
            self._end_of_result(row, local)
        elif local == "record":
            self._row = None
            self._gathered.tally.add(row)
        elif text:
            _value(row, above, local, text[:_LONGEST])

    def _outside(self, above: str, local: str, text: str) -> None:
        values = self._gathered.values
        if local == "feedback":
            self._gathered.complete = True
        elif text and len(values) < _MOST_VALUES:
            values.setdefault((above, local), text[:_LONGEST])

    def _end_of_result(self, row: Row, mechanism: str) -> None:
        authenticated = self._result
        key = (authenticated.get("domain", ""), authenticated.get("result", ""), authenticated.get("selector", ""))
        result = self._results.get(key)
        if result is None:
            domain, outcome, selector = (part[:_LONGEST].lower() for part in key)
            result = Authenticated(domain.rstrip("."), outcome, selector)
            if len(self._results) < _REMEMBERED:
                self._results[key] = result
        results = row.spf_results if mechanism == "spf" else row.dkim_results
        if (result.domain or result.result) and len(results) < _MOST_RESULTS:
            results.append(result)

    def _local(self, name: str) -> str:
        """`record` for `ns1:Record`; the same few names come again and again."""
        local = intern(name.rpartition(":")[2].lower())
        if len(self._names) < _REMEMBERED:
            self._names[name] = local
        return local


_MECHANISMS = frozenset({"spf", "dkim"})
_CONTAINERS = frozenset({"record", "feedback", *_MECHANISMS})
_FIELDS = {
    ("row", "source_ip"): "address",
    ("row", "count"): "count",
    ("policy_evaluated", "disposition"): "disposition",
    ("policy_evaluated", "spf"): "spf",
    ("policy_evaluated", "dkim"): "dkim",
    ("identifiers", "header_from"): "author",
    ("identities", "header_from"): "author",
}
"""`identities` is what a draft before RFC 7489 called them."""


def _value(row: Row, above: str, local: str, text: str) -> None:
    if (name := _FIELDS.get((above, local))) is not None:
        setattr(row, name, intern(text.lower()))
    elif above == "reason" and local == "type" and len(row.reasons) < _MOST_RESULTS:
        row.reasons.append(text.lower())


def parse(pieces: Iterable[bytes | str], gathered: Gathered) -> bool:
    """Reads XML into `gathered`; False where it broke off or broke the rules: what was read before stays. Raises
    `DefusedXmlException` where it declares entities, and whatever `pieces` raise."""
    parser = _Reader(gathered)
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise
    except (SAXException, LookupError, ValueError):  # LookupError: a charset that there is not
        return False
    return True


def report(gathered: Gathered, *, damaged: bool, others: int) -> AggregateReport | NoReport:
    """What was gathered as a report; none where nothing of use was."""
    values, tally = gathered.values, gathered.tally
    policy = PublishedPolicy(
        values.get(("policy_published", "domain"), "").lower().rstrip("."),
        values.get(("policy_published", "p"), "").lower(),
        values.get(("policy_published", "sp"), "").lower(),
        values.get(("policy_published", "np"), "").lower(),
        values.get(("policy_published", "testing"), "").lower() == "y",
    )
    if not gathered.begun and not tally.rows:
        return NoReport(Unreadable.NO_REPORT)
    if not tally.rows and not policy.domain:
        return NoReport(Unreadable.DAMAGED if damaged else Unreadable.EMPTY)
    sources, rest, rest_sources = tally.sources()
    return AggregateReport(
        values.get(("report_metadata", "org_name"), "") or values.get(("report_metadata", "email"), ""),
        values.get(("report_metadata", "report_id"), ""),
        _moment(values.get(("date_range", "begin"), "")),
        _moment(values.get(("date_range", "end"), "")),
        policy,
        sources,
        tally.rows,
        rest,
        rest_sources,
        damaged,
        others,
    )


def _moment(text: str) -> int | None:
    """Unix time; None for what is none. RFC 9990 has whole seconds, some reports have a fraction."""
    digits = text.strip().partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else None

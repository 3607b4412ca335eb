"""Authentication-Results (RFC 8601), ARC-Authentication-Results (RFC 8617, 4.1.1) and Received-SPF (RFC 7208, 9.1).

The library authres reads what RFC 8601 allows and nothing else: it raises for Microsoft's fields, which name no
server and have `action=none` in them, for Yahoo's, which end in `;`, and for whatever a paste did to a field. So the
clauses are taken apart here; the tests hold the outcome to that of authres where it can read a field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST = 8000
"""Characters of one field that are read."""
_MOST_CLAUSES = 60
_METHOD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,40})(?:/\d{1,3})?\s{0,3}=\s{0,3}([A-Za-z]{1,40})")
_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9._-]{0,60})\s{0,3}=\s{0,3}(?:\"([^\"]{0,400})\"|([^\s;]{0,400}))")
_METHODS = frozenset(
    ("spf", "dkim", "dmarc", "arc", "auth", "iprev", "dkim-adsp", "domainkeys", "sender-id", "compauth", "dara", "bimi")
)
_SPF = re.compile(
    r"\s{0,4}\"?(pass|fail|softfail|soft-fail|neutral|none|temperror|permerror|error|unknown)\b", re.IGNORECASE
)
_SPF_OF = re.compile(r"domain of (?:transitioning )?(?:\S{0,320}@)?([A-Za-z0-9._-]{1,253})", re.IGNORECASE)
_SPF_CLIENT = re.compile(r"(?:designates?|sender IP is|discourages use of)\s([0-9A-Fa-f.:]{3,45})(?=\s|\)|$)")
_SPF_BY = re.compile(r"\(\"?([A-Za-z0-9._-]{1,253}):")


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One method's outcome."""

    method: str
    result: str
    comment: str
    properties: tuple[tuple[str, str], ...]
    """`smtp.mailfrom` and its value; names in lower case."""

    def get(self, name: str) -> str:
        return next((value for key, value in self.properties if key == name), "")


@dataclass(frozen=True, slots=True)
class Results:
    """One field."""

    by: str | None
    """The authserv-id; None where none is named."""
    results: tuple[MethodResult, ...]
    instance: int = 0
    """Of an ARC set; 0 for Authentication-Results."""


@dataclass(frozen=True, slots=True)
class ReceivedSpf:
    result: str
    domain: str | None
    """As the comment or `envelope-from` names it."""
    client: str | None
    receiver: str | None


def results(value: str) -> Results:
    """The clauses of one field; `value` is unfolded. Clauses that say nothing are left out."""
    clauses = list(_clauses(value[:_MOST]))[:_MOST_CLAUSES]
    instance = 0
    if clauses and (counted := re.fullmatch(r"\s{0,4}i\s{0,3}=\s{0,3}(\d{1,2})\s{0,4}", clauses[0][0])):
        instance, clauses = int(counted[1]), clauses[1:]
    by = None
    if clauses and _METHOD.match(clauses[0][0].strip()) is None:
        named = clauses[0][0].split()
        by = named[0].lower() if named else None
        clauses = [(" ".join(named[1:]), clauses[0][1]), *clauses[1:]]
    parsed = tuple(result for clause in clauses for result in _results(*clause))
    return Results(by, parsed, instance)


def received_spf(value: str) -> ReceivedSpf | None:
    """What a Received-SPF field says; None where it says nothing."""
    value = value[:_MOST]
    match = _SPF.match(value)
    if match is None:
        return None
    pairs = {name.lower(): quoted or bare for name, quoted, bare in _PROPERTY.findall(value)}
    named, by, client = _SPF_OF.search(value), _SPF_BY.search(value), _SPF_CLIENT.search(value)
    return ReceivedSpf(
        _spf_result(match[1]),
        (pairs.get("envelope-from") or (named[1] if named else "")).strip("<>()").rstrip(".") or None,
        pairs.get("client-ip", "").rstrip(";") or (client[1] if client else None),
        (pairs.get("receiver") or (by[1] if by else "")).rstrip(";") or None,
    )


def _spf_result(word: str) -> str:
    """The result's name in RFC 7208; older ones are Microsoft's and RFC 4408's."""
    return {"soft-fail": "softfail", "error": "temperror", "unknown": "permerror"}.get(word.lower(), word.lower())


def _clauses(value: str) -> Iterator[tuple[str, str]]:
    """The parts between semicolons, each without its comments, and its comments."""
    bare: list[str] = []
    comments: list[str] = []
    depth, quoted = 0, False
    for char in value:
        if char == '"' and not depth:
            quoted = not quoted
        if char == "(" and not quoted:
            depth += 1
            if depth == 1:
                comments.append("")
                bare.append(" ")
                continue
        elif char == ")" and depth and not quoted:
            depth -= 1
            if not depth:
                continue
        if depth:
            comments[-1] += char
        elif char == ";" and not quoted:
            yield "".join(bare), "; ".join(comments)
            bare, comments = [], []
        else:
            bare.append(char)
    yield "".join(bare), "; ".join(comments)


def _results(clause: str, comment: str) -> Iterator[MethodResult]:
    """The outcome that a clause tells; two where a semicolon was lost."""
    match = _METHOD.match(clause.strip())
    if match is None:
        return
    method = match[1].lower()
    rest = clause.strip()[match.end() :]
    if method not in _METHODS and not method.startswith("x-"):
        return
    result = match[2].lower()
    properties = tuple((name.lower(), quoted or bare) for name, quoted, bare in _PROPERTY.findall(rest))
    yield MethodResult(method, _spf_result(result) if method == "spf" else result, comment, properties)
    for place, (name, value) in enumerate(properties):
        if name in {"spf", "dkim", "dmarc"} and value.isalpha():
            yield MethodResult(name, value.lower(), "", properties[place + 1 :])

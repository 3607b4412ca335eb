"""What the author of a damaged SPF record meant: the record's text in, the terms that were intended out.

The text may be no SPF record to a receiver (RFC 7208, 4.5 and 12): typographic quotes, mangled UTF-8, tabs, commas,
markup around it, terms without a space between them. Every term that is returned is read by our own strict parser.
What cannot be read is returned apart, so that nobody publishes a record that lost a sender.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domains.proposals.spf_glyphs import plain
from bot.domains.proposals.spf_term import TERM_STARTS, mended, parses, plausible
from bot.domains.standards.spf.values import QUALIFIERS

_VERSION = re.compile(
    r"(?:v\s{0,4}[=:.-]?\s{0,4}|\A[\W_]{0,8})s(?:pf|fp)(?!\d*\.\d)(?:[\s=-]{0,3}1(?!\d*[.:]\d)|[lI](?=\s))?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:include|redirect|exists|ip[46]|a|mx)[:=]\S|[-~?+]all\b", re.IGNORECASE)
_ATOM = re.compile(r"%\{[^{}\s]{0,40}\}")
"""A macro: what looks like a separator inside it is none."""
_SEPARATORS = re.compile(r"[\s,;|]+")
_SIGN = re.compile(r"(?<!\S)([-~?+])\s+(?=(?:all|include|ip[46]|mx|a|ptr|exists)\b)", re.IGNORECASE)
_COLON = re.compile(
    r"(include|ip[46]|exists|redirect|(?<![^\s,;+~?\"-])(?:exp|a|mx|ptr))(?:([:=])\s+|\s+([:=])\s*)(?=[^\s,;])",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![^\s,;+~?-])(include|ip[46]|exists)\s+(?=[\w%][\w.%:{}/-]*[.:])", re.IGNORECASE)
_PREFIX = re.compile(r"(?<=[\d.])\s+(?=/\d)")
_QUOTES = re.compile(r"\"\s+\"|\"\"")
_NOISE = re.compile(r"[\W_]*\Z|(?:in|txt|spf|spf2\.0\S*)\Z", re.IGNORECASE)
_LONGEST_TOKEN = 512
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Meant:
    """What was read of one text."""

    terms: tuple[str, ...]
    """Each is valid by itself; in the order of the text, each once."""
    unread: tuple[str, ...] = ()
    """Parts that could not be read as a term."""

    @property
    def senders(self) -> tuple[str, ...]:
        """The terms that let somebody send: all but `all`, `exp`, unknown modifiers and those with `-` before them."""
        return tuple(term for term in self.terms if _allows(term))


def resembles(raw: bytes) -> bool:
    """Whether somebody meant this text for an SPF record, well-formed or not."""
    text = plain(raw[:_LONGEST])
    match = _VERSION.search(text)
    if match is None:
        return False
    return _NAMED.search(text) is not None or _whole(text)


def meant(raw: bytes) -> Meant:
    """Reads the text of one TXT record, its strings joined. Never raises; linear but for a token's own parts."""
    text = plain(raw[:_LONGEST])
    apart = _read(_QUOTES.sub(" ", text))
    if not apart.unread or not _QUOTES.search(text):
        return apart
    joined = _read(_QUOTES.sub("", text))
    return joined if len(joined.unread) < len(apart.unread) else apart


def _whole(text: str) -> bool:
    """Whether the text is nothing but terms, though none with a name and a colon: `spf1 mx`."""
    reading = _read(text)
    return bool(reading.terms) and not reading.unread


def _read(text: str) -> Meant:
    text = text.replace('"', " ")
    text = _SIGN.sub(r"\1", text)
    text = _COLON.sub(_joined, text)
    text = _BARE.sub(r"\1:", text)
    text = _PREFIX.sub("", text)
    version = _VERSION.search(text)
    before, after = (text[: version.start()], text[version.end() :]) if version else ("", text)
    terms: list[str] = [term for token in _tokens(before) if ":" in token for term in _terms(token, "") or ()]
    unread: list[str] = []
    last = ""
    for token in _tokens(_VERSION.sub(" ", after)):
        if _NOISE.match(token):
            continue
        read = _terms(token, last)
        if read is None:
            unread.append(token)
        else:
            terms += read
            last = read[-1] if read else last
    return Meant(tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(unread)))


def _joined(match: re.Match[str]) -> str:
    """`include: x` as `include:x`, unless what follows is a term of its own."""
    rest = match.string[match.end() :]
    following = _SEPARATORS.split(rest, maxsplit=1)[0]
    if parses(following):
        return match[0]
    return f"{match[1]}{match[2] or match[3]}"


def _tokens(text: str) -> Iterator[str]:
    """Parts between separators; a comma between two values is kept out, a macro's own is not taken for one."""
    atoms: list[str] = []

    def hide(match: re.Match[str]) -> str:
        atoms.append(match[0])
        return f"\x00{len(atoms) - 1}\x01"

    for part in _SEPARATORS.split(_ATOM.sub(hide, text)):
        if part:
            yield re.sub(r"\x00(\d+)\x01", lambda match: atoms[int(match[1])], part)


def _terms(token: str, last: str) -> list[str] | None:
    """The terms of one token: as it stands, mended, or cut where terms stick together. None where it has none."""
    if len(token) > _LONGEST_TOKEN:
        return None
    if parses(token) and plausible(token):
        return [token]
    if cut := _cut(token, {}):
        return cut
    if better := mended(token, last):
        return [better]
    return [token] if parses(token) and token.count(":") < 2 else None


def _cut(token: str, known: dict[str, list[str] | None]) -> list[str] | None:
    """A token's terms where no space stands between them: `ip4:192.0.2.1~all`. The longest first term wins."""
    if token in known:
        return known[token]
    known[token] = None
    for start in reversed([match.start() for match in TERM_STARTS.finditer(token) if match.start()]):
        head, tail = token[:start], token[start:]
        first = head if parses(head) and plausible(head) else mended(head, "")
        if first is None:
            continue
        whole = parses(tail) and plausible(tail)
        rest = [tail] if whole else _cut(tail, known) or _alone(mended(tail, ""))
        if rest:
            known[token] = [first, *rest]
            break
    return known[token]


def _alone(term: str | None) -> list[str] | None:
    return [term] if term else None


def _allows(term: str) -> bool:
    qualifier, body = (term[0], term[1:]) if term[:1] in QUALIFIERS else ("+", term)
    name = re.split(r"[:=/]", body, maxsplit=1)[0].lower()
    return qualifier != "-" and name in ("include", "a", "mx", "ptr", "exists", "ip4", "ip6", "redirect")


def senders_of(texts: Iterable[bytes]) -> tuple[str, ...]:
    """The terms of several texts that let somebody send, each once."""
    return tuple(dict.fromkeys(term for raw in texts for term in meant(raw).senders))

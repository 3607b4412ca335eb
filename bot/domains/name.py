"""What a user typed, read as domains: addresses, links and Slack's own forms included (IDNA 2008, UTS 46)."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList

from bot.measures import stream_safe

MOST_DOMAINS = 5
"""Domains that one request may name."""

_LONGEST_TYPED = 1000
"""Characters. A name has 253 in ASCII; what is mapped away or composed (UTS 46) makes none much longer."""
_SLACK = re.compile(r"<(?:[a-z][a-z0-9+.-]*:)?(?://)?([^<>|]*)(?:\|([^<>]*))?>", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?://)?", re.IGNORECASE)
_DOTS = str.maketrans({"。": ".", "．": ".", "｡": "."})
_WRAPPING = " \t\r\n\u200b\ufeff\u2060„“”‚‘’\"'`«»()[]{}<>,;:!?*~…"
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_SELECTOR = re.compile(r"dkim=([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)", re.IGNORECASE)


class Reason(StrEnum):
    """Why a text is no domain."""

    EMPTY = "empty"
    ADDRESS = "address"
    """An IP address."""
    SINGLE_LABEL = "single-label"
    TOO_LONG = "too-long"
    BAD_CHARACTERS = "bad-characters"
    PUBLIC_SUFFIX = "public-suffix"
    """A name under which others register, such as `lt` or `co.uk`."""
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Domain:
    ascii: str
    """A-labels, lower case, no final dot: `xn--sis-hpa81d.lt`."""
    unicode: str
    """As people write it: `žąsis.lt`."""


@dataclass(frozen=True, slots=True)
class NoDomain:
    reason: Reason
    given: str
    """From outside."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a command's text asks for."""

    domains: tuple[Domain, ...] = ()
    """Each once, in their order."""
    sender_ip: str | None = None
    """SPF is to be evaluated for it."""
    selectors: tuple[str, ...] = ()
    """DKIM selectors, as typed."""
    problem: NoDomain | None = None
    """The first word that was meant for a domain and is none; or that there were none, or too many."""


def read(text: str) -> Domain | NoDomain:
    """One word as a domain: a name, an address's domain, a link's host, in any spelling that people paste."""
    host = _host(text)
    if not host:
        return NoDomain(Reason.EMPTY, text)
    if _is_address(host):
        return NoDomain(Reason.ADDRESS, text)
    name = host.translate(_DOTS).strip(".")
    if len(name) > _LONGEST_TYPED:
        return NoDomain(Reason.TOO_LONG, text)
    try:
        ascii_name = _ascii(name)
    except (idna.IDNAError, UnicodeError) as error:
        long = len(name.encode()) > 253 or "too long" in str(error)
        return NoDomain(Reason.TOO_LONG if long else Reason.BAD_CHARACTERS, text)
    labels = ascii_name.split(".")
    if len(ascii_name) > 253 or any(len(label) > 63 for label in labels):
        return NoDomain(Reason.TOO_LONG, text)
    if not all(_LABEL.fullmatch(label) for label in labels):
        return NoDomain(Reason.BAD_CHARACTERS, text)
    if len(labels) == 1:
        return NoDomain(Reason.SINGLE_LABEL, text)
    if labels[-1].isdigit():
        return NoDomain(Reason.BAD_CHARACTERS, text)
    if suffixes().is_public(ascii_name):
        return NoDomain(Reason.PUBLIC_SUFFIX, text)
    return Domain(ascii_name, _unicode(ascii_name))


def read_request(text: str) -> Request:
    """A command's text: domains, an address to judge SPF for, `dkim=SELECTOR` words. Words that cannot be meant for
    a domain (no dot in them) are passed over when there is a domain beside them."""
    domains: dict[str, Domain] = {}
    selectors: list[str] = []
    sender_ip: str | None = None
    problem: NoDomain | None = None
    for word in _words(text):
        if match := _SELECTOR.fullmatch(word):
            selectors.append(match[1])
            continue
        typed_name = read(word)
        if isinstance(typed_name, Domain):
            domains.setdefault(typed_name.ascii, typed_name)
        elif typed_name.reason is Reason.ADDRESS:
            sender_ip = sender_ip or str(ipaddress.ip_address(_bare_address(_host(word))))
        elif typed_name.reason is not Reason.EMPTY and (problem is None or problem.reason is Reason.SINGLE_LABEL):
            problem = typed_name
    if len(domains) > MOST_DOMAINS:
        problem = NoDomain(Reason.TOO_MANY, text)
    elif not domains:
        # No one word of it is to blame: what was written is shown as it was.
        other = Reason.ADDRESS if sender_ip else Reason.EMPTY
        problem = NoDomain(other if problem is None else problem.reason, text)
    elif problem is not None and problem.reason is Reason.SINGLE_LABEL:
        problem = None
    found_domains = tuple(domains.values())[:MOST_DOMAINS]
    return Request(found_domains, sender_ip, tuple(dict.fromkeys(selectors)), problem)


def _words(text: str) -> list[str]:
    """Words, with Slack's `<link|label>` kept whole: a label may hold spaces."""
    words: list[str] = []
    place = 0
    for match in _SLACK.finditer(text):
        words += text[place : match.start()].split()
        words.append(match[0])
        place = match.end()
    words += text[place:].split()
    return [part for word in words for part in (word.split(",") if not word.startswith("<") else [word]) if part]


def _host(text: str) -> str:
    """The part of a word that could be a host name."""
    word = text.strip()
    if match := _SLACK.search(word):
        word = match[1] or match[2] or ""
    word = word.strip(_WRAPPING)
    if len(word) > 2 and word[0] == word[-1] == "_":
        word = word[1:-1]  # Slack's italics; a name may begin with an underscore, but hardly ends with one
    word = _SCHEME.sub("", word) if "://" in word or word.lower().startswith("mailto:") else word
    word = re.split(r"[/?#\\]", word, maxsplit=1)[0]
    word = word.rpartition("@")[2].strip(_WRAPPING)
    if word.count(":") == 1:
        word = word.partition(":")[0]
    return word.strip(_WRAPPING)


def _bare_address(host: str) -> str:
    return host.strip("[]")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(_bare_address(host))
    except ValueError:
        return False
    return True


def _ascii(name: str) -> str:
    """The name in A-labels. Labels that are ASCII already keep their underscores; the others obey IDNA 2008."""
    if name.isascii():
        lower = name.lower()
        for label in lower.split("."):
            if label.startswith("xn--"):
                idna.decode(label)
        return lower
    mapped = idna.uts46_remap(stream_safe(name), std3_rules=False)
    return ".".join(idna.encode(label).decode() if not label.isascii() else label for label in mapped.split("."))


def _unicode(name: str) -> str:
    return ".".join(idna.decode(label) if label.startswith("xn--") else label for label in name.split("."))


@cache
def suffixes() -> PublicSuffixList:
    """The names under which others register (https://publicsuffix.org), those of registries alone."""
    return PublicSuffixList(accept_unknown=True, only_icann=True)

"""Whether a mail is from whom it seems to be: look-alike domains, names that pretend, answers that go elsewhere."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import idna

from bot.mails.header.fields import Header
from bot.mails.header.names import address_in, display_name, domain_of, organization
from bot.mails.values import Suspicion

_IN_NAME = re.compile(r"[^\s<>\"(),;:@]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})")
_DOMAIN_IN_NAME = re.compile(
    r"(?<![\w@.-])([A-Za-z0-9-]{2,63}\.(?:lt|lv|ee|eu|com|net|org|pl|de|fi|se|uk|fr))(?![\w.-])", re.IGNORECASE
)
_LETTERS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ii", "u"))
"""Pairs of ASCII letters that look like one; Unicode's tables have single letters only."""
_DIGITS = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "|": "l", "i": "l"})
_LEAST = 4
"""Letters of a name from which one changed letter is a likeness and no chance."""
_SHARED = frozenset(
    (
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "yahoo.com",
        "icloud.com",
        "mail.ru",
        "yandex.ru",
        "proton.me",
        "zoho.com",
    )
)
"""Domains in which anybody may have an address."""


def suspicions(header: Header, recipients: Iterable[str]) -> tuple[Suspicion, ...]:
    """What speaks against the sender's name. `recipients` are the domains that the mail was sent to."""
    written = header.get("from")
    domain = domain_of(address_in(written))
    if domain is None:
        return ()
    return tuple(_all(header, written, domain, tuple(dict.fromkeys(recipients))))


def _all(header: Header, written: str, domain: str, recipients: tuple[str, ...]) -> Iterator[Suspicion]:
    for own in recipients:
        if own and organization(own) not in _SHARED and looks_like(domain, own):
            yield Suspicion("lookalike", domain, own)
    if _mixed(domain):
        yield Suspicion("mixed-script", _unicode(domain), domain)
    name = display_name(written)
    named = _IN_NAME.search(name) or _DOMAIN_IN_NAME.search(name)
    if named and organization(named[1].lower()) != organization(domain):
        yield Suspicion("display-name", name, address_in(written) or domain)
    answered = domain_of(address_in(header.get("reply-to")))
    if answered and organization(answered) != organization(domain) and not header.has("list-id"):
        yield Suspicion("reply-to", domain, answered)


def looks_like(domain: str, own: str) -> bool:
    """Whether one domain can be taken for another that it is not."""
    first, second = organization(domain), organization(own)
    if first == second:
        return False
    left, other = _unicode(first), _unicode(second)
    if _skeleton(left) == _skeleton(other):
        return True
    label, own_label = left.rpartition(".")[0] or left, other.rpartition(".")[0] or other
    if len(own_label) < _LEAST:
        return False
    if label.replace("-", "") == own_label.replace("-", ""):
        return True
    if _near(label, own_label):
        return len(own_label) > _LEAST
    extended = label.split("-")
    return len(extended) > 1 and own_label in extended


def _near(name: str, other: str) -> bool:
    """Whether one letter is missing, too many, another, or two are swapped."""
    if abs(len(name) - len(other)) > 1 or name == other:
        return False
    start = 0
    while start < min(len(name), len(other)) and name[start] == other[start]:
        start += 1
    if len(name) == len(other):
        swapped = name[start : start + 2] == other[start : start + 2][::-1] and name[start + 2 :] == other[start + 2 :]
        return swapped or name[start + 1 :] == other[start + 1 :]
    longer, shorter = (name, other) if len(name) > len(other) else (other, name)
    return longer[start + 1 :] == shorter[start:]


def _skeleton(name: str) -> str:
    """The name with every letter replaced by the Latin one that it looks like (UTS 39, 4)."""
    plain = "".join(_latin(char) for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    plain = plain.lower()
    for pair, single in _LETTERS:
        plain = plain.replace(pair, single)
    return plain.translate(_DIGITS)


@cache
def _latin(char: str) -> str:
    """The Latin letter that a letter of another script is confused with."""
    if char.isascii():
        return char
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415  half a megabyte that few mails need

    for entry in confusables_data.get(char, ()):
        if entry["c"].isascii() and "LATIN" in entry["n"]:
            return str(entry["c"])
    return char


def _mixed(domain: str) -> bool:
    """Whether a label mixes Latin letters with those of another script."""
    for label in _unicode(domain).split("."):
        scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN"}:
            return True
    return False


def _unicode(domain: str) -> str:
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain

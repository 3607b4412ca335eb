"""A server's reply taken apart: its code, its enhanced status code, and the addresses it names.

A reply is what RFC 5321 (4.2) says it is, `550-5.7.1 text` over several lines, as mangled by every mail system on
its way into a bounce: joined to one line, cut after the first, wrapped, quoted, put in brackets.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from itertools import chain
from typing import NamedTuple

from bot.codes.bounces.replies.commands import Command

BEFORE = 120
"""Characters before an IP address that can tell whose it is."""
MAX_REPLY = 4000
"""Characters of one reply that are looked at: RFC 5321 allows 512 a line, the longest seen here have 1,500."""

_START = re.compile(r"^[\s\"'<(\[]{0,4}(?:smtp;\s?|SMTP error:? )?([245]\d\d)(?=[\s\-:,#]|$)")
_CODE = re.compile(r"([45]\d\d)(?=[\s\-,:#\])]|$)")
_SET_OFF = re.compile(r"[:;>\])<(,][\s:=\"'\[]{0,3}\Z")
"""A sign that stands before most reply codes: `said: 550`, `(554 ...`. Looked for in the last four characters."""
_ANNOUNCED = re.compile(
    r"\b(?:said|replied|returned|responded|response|error|code|status|with|was|me|failed|data|rcpt|from|to|reason)"
    r"[\s=\"'\[]{0,3}\Z"
)
"""Words before a reply code without such a sign, in lower case."""
_LOOSE = re.compile(r"([45](?<![\w.:/\[=-].)[0-5]\d)(?=[ \-](?=[#45A-Z]))")
"""What must not stand before it is asked behind the first digit: places without one are passed over quickly so. The
same holds for the patterns below."""
_NUMBERED = re.compile(r"\.\d{1,3}\.\d")
"""What every status holds. It begins with a plain character, so that it is missed ten times as fast; the same holds for
`_DOTTED` and `_COLONS`."""
_STATUS = re.compile(r"([245](?<![\w.].)\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_PLAUSIBLE = re.compile(r"([245](?<![\w.].)\.[0-7]\.\d{1,3})(?!\d|\.\d)")
"""A status of a subject that there is: 0 to 7 (RFC 3463, 3)."""
_NESTED = re.compile(r"<([45]\d\d)[ -](?:#?([45]\.\d{1,3}\.\d{1,3})[ :])?[^<>]{3,300}>\W{0,3}$")
_QUOTED = re.compile(r"([45](?<!\d.)\d\d)[ -]'(#?[45]\.\d{1,3}\.\d{1,3} [^']{3,600}|[^\n]{3,600})'(?=\W|$)")
_CODES = re.compile(r"-(?<=(?<!\w)([45][0-5]\d)-)(?=#?[45]\.\d|\s|\w)")
"""A code and its hyphen, from the hyphen on: fewer places begin with one than with a 4 or a 5."""
_ANSWERED = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        (" (in reply to ", r" \(in reply to [^()\n]{3,60}\)"),
        ("(in reply to ", r"\(in reply to [^()\n]{3,60}\)"),
        (" after ", r" after (?:pipelined )?(?:MAIL FROM|RCPT TO):<[^<>\s]{0,320}>[^:\n]{0,60}:"),
    )
)
_DOTTED = re.compile(r"\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]")
"""What every IPv4 address holds."""
_IPV4 = re.compile(r"([0-9](?<![\w.:].)[0-9]{0,2}\.(?:[0-9]{1,3}\.){2}[0-9]{1,3})(?![\w.]\d|\d)")
_COLONS = re.compile(r":[0-9a-fA-F]{1,4}:")
"""What every IPv6 address holds."""
_IPV6 = re.compile(r"([0-9a-fA-F](?<![\w.:].)[0-9a-fA-F]{0,3}(?::{1,2}[0-9a-fA-F]{1,4}){3,7})(?![\w:])")
_REMOTE = re.compile(
    r"(?:host|connect to|with|server|Server|at|talking to)[:\s]{1,2}"
    r"([A-Za-z0-9_.-]{1,253})\s?[\[(]([0-9A-Fa-f.:]{3,45})[\])]"
)
_HOST = re.compile(
    r"(?:host|connect to|talking to|said:? ?|at)[:\s]{1,2}([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8})"
)
_ADDRESS = re.compile(
    r"(?<![^\s<>\"'()\[\]:;,@|=&?/])(?:\"[^\"\s<>]{1,64}\"|[^\s<>\"'()\[\]:;,@|=&?/]{1,64}+)"
    r"@[^\s<>\"'()\[\]:;,@|&?/]{1,253}[^\s<>\"'()\[\]:;,@|&?/.!]"
)
"""Begins only where a word does, so that a long word is looked at once and not from each of its letters."""
_LONGEST_LOCAL = 66
"""Characters that `_ADDRESS` takes before its `@`; none of them is a space."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_ENCLOSED = re.compile(
    r"\s?(?<![^\s<>\"'()\[\]:;,|=])[<(\"'\[]{0,2}[^\s<>\"'()\[\]:;,@|=&?/]{1,64}@[^\s<>\"'()\[\]:;,@|&?/]{1,253}[>)\"'\]]{0,2}"
)


class Codes(NamedTuple):
    reply_code: str | None
    status: str | None
    at: int = 0
    """Where in the reply the remote server's own words begin: at its code; 0 where there is no telling."""


class ServerReply(NamedTuple):
    """One answer of one server, not judged yet."""

    text: str
    """Its lines joined by one space."""
    code: str | None = None
    """`550` (RFC 5321, 4.2)"""
    status: str | None = None
    """`5.1.1` (RFC 3463)"""
    command: Command | None = None
    """The command that it answers."""
    host: str | None = None
    """Who said it, where known."""
    recipient: str | None = None
    """The address of the RCPT command that it answers."""
    remote: bool = True
    """Said by another server than the one that wrote the notice."""
    own: str = ""
    """The text from the answering server's code on: before it stand the sending server's words."""

    @property
    def refuses(self) -> bool:
        return (self.code or "2")[0] in "45"

    def to(self, command: Command) -> "ServerReply":
        """The same reply as the answer to another command."""
        return self._replace(command=command)


def join(text: str) -> str:
    """A reply's lines as one, its repeated `550-5.7.26` prefixes of the second and later lines taken out.

    >>> join("550-5.7.26 Not accepted.\\n550 5.7.26 See the help.")
    '550 5.7.26 Not accepted. See the help.'
    """
    flat = " ".join(text[:MAX_REPLY].split())
    match = _CODES.search(flat)
    if not match:
        return flat
    code = match[1]
    head, rest = flat[: match.start(1)], flat[match.start(1) :]
    status = _STATUS.match(rest, 4)
    codes_written = f"{code} {status[1]} " if status else f"{code} "
    tail = rest[status.end() if status else 4 :].lstrip()
    if not status:
        earlier, dash, last = tail.rpartition(f"{code}-")
        tail = f"{earlier}{dash}{last.replace(f' {code} ', ' ', 1)}"
    elif status[1] in tail:
        tail = _repeated(code, status[1]).sub("", tail)
    if f"{code}-" in tail:
        tail = f" {tail}".replace(f" {code}-", " ")[1:]
    return f"{head}{codes_written}{tail}".strip()


@lru_cache(maxsize=256)
def _repeated(code: str, status: str) -> re.Pattern[str]:
    """The prefix of a reply's later lines; servers use few codes, and the pattern is made again for none of them.

    It begins with plain characters, so that it is found several times as fast."""
    return re.compile(rf"{code}(?<![\w.-]...)[- ]{re.escape(status)}(?: |$)")


def codes(reply: str, field: str | None = None) -> Codes:
    """The codes of a joined reply; `field` is the report's Status, used where the reply has none that says as much.

    Where a relay quotes the last server's words in angle brackets at the end, those are the truth.
    """
    text = reply[:MAX_REPLY]
    if nested := _nested(text):
        return Codes(nested[1], nested[2] or _informative(text, field))
    spoken = _spoken(text)
    if not spoken:
        return Codes(None, _informative(text, field))
    at = spoken.start(1)
    status = _informative(text, field, at)
    if status and spoken[1][0] != status[0] and (own := _STATUS.search(text, at)):
        status = own[1]
    return Codes(spoken[1], status, at)


def reply_code(reply: str) -> str | None:
    """The reply code alone."""
    text = reply[:MAX_REPLY]
    match = _nested(text) or _spoken(text)
    return match[1] if match else None


def _nested(text: str) -> re.Match[str] | None:
    """The last server's code in angle brackets at the end."""
    return _NESTED.search(text[-400:]) if ">" in text[-5:] else None


def _spoken(text: str) -> re.Match[str] | None:
    """The code that a reply begins with, else one that is announced, else any."""
    match = _START.match(text) or _announced(text) or _LOOSE.search(text)
    if match and match[1][0] == "2":
        # A greeting or an accepted command before the refusal (`220-mx.example.org 421 4.2.1 ...`).
        return _LOOSE.search(text, match.end()) or match
    return match


def _announced(text: str) -> re.Match[str] | None:
    """The first code that a word such as `said` or a bracket announces."""
    match = _CODE.search(text)
    while match:
        at = match.start()
        if _SET_OFF.search(text, max(0, at - 4), at) or _ANNOUNCED.search(text[max(0, at - 20) : at].lower()):
            return match
        match = _CODE.search(text, match.end())
    return None


def _informative(text: str, field: str | None, begin: int = 0) -> str | None:
    """The first status from `begin` on that says more than X.0.0; mostly it stands right behind the code there."""
    vague: str | None = None
    end = begin + 1500
    match = _PLAUSIBLE.match(text, begin + 4, end)
    if not match and _NUMBERED.search(text, begin, end):
        match = _PLAUSIBLE.search(text, begin, end)
    while match:
        if not match[1].endswith(".0.0"):
            return match[1]
        vague = vague or match[1]
        match = _PLAUSIBLE.search(text, match.end(), end)
    if field and not (vague and field.endswith(".0.0")):
        return field
    return vague


def accused_ip(reply: str, remote_ip: str | None = None, other: Callable[[str], bool] | None = None) -> str | None:
    """The first public address that a reply names, other than the remote host's own.

    `other` is asked with the `BEFORE` characters before an address whether it is somebody else's.
    """
    text = reply[:MAX_REPLY]
    dotted, colons = _DOTTED.search(text), _COLONS.search(text)
    if not dotted and not colons:
        return None
    spelled = chain(_IPV4.finditer(text) if dotted else (), _IPV6.finditer(text) if colons else ())
    for match in spelled:
        if match[1] == remote_ip:
            continue
        try:
            address = ip_address(match[1])
        except ValueError:
            continue
        if address.is_loopback or address.is_unspecified or address.is_multicast or address.is_link_local:
            continue
        if not (other and other(text[max(0, match.start(1) - BEFORE) : match.start(1)])):
            return str(address)
    return None


def remote(text: str, name: str | None = None) -> tuple[str | None, str | None]:
    """The remote server's name and address where a text says `host mx.example.org[192.0.2.1] said:` or the like.

    `name` is what a report's own field calls the server."""
    if ("[" in text or "(" in text) and (match := _REMOTE.search(text[:MAX_REPLY])):
        return name or match[1].rstrip(".").lower(), match[2]
    if name:
        return name, None
    if match := _HOST.search(text[:MAX_REPLY]):
        return match[1].rstrip(".").lower(), None
    return None, None


def without_command(reply: str) -> str:
    """A reply less what the sending system adds of the command: `(in reply to MAIL FROM command)`."""
    for sign, pattern in _ANSWERED:
        if sign in reply:
            reply = pattern.sub("", reply[:MAX_REPLY])
    return reply


def own_words(reply: str, at: int | None = None) -> str:
    """The answering server's own words: a joined reply from its code on, without what the sending system adds.

    `at` is where `codes` found the code.
    """
    start = codes(reply).at if at is None else at
    return without_command(reply[start:])


def quoted_reply(text: str) -> str:
    """The reply that a gateway quotes behind a heading of its own: `5.1.0 - Unknown address error 550-'5.7.1 No'` is
    `550 5.7.1 No`; a text that quotes none stays as it is."""
    quote = _QUOTED.search(text[:MAX_REPLY]) if " '" in text or "-'" in text else None
    return f"{quote[1]} {quote[2]}" if quote else text


def without_addresses(text: str) -> str:
    """A text less its e-mail addresses and what encloses them: `User (ona@imone.lt) unknown` as `User unknown`."""
    return _ENCLOSED.sub("", text) if "@" in text else text


def address_in(text: str) -> str | None:
    """The first e-mail address of a text."""
    at = text.find("@", 0, 2000)
    if at < 0:
        return None
    begin = text.rfind(" ", 0, at) + 1
    if at - begin > _LONGEST_LOCAL:
        begin = at - _LONGEST_LOCAL
    match = _ADDRESS.search(text, begin, 2000)
    return match[0] if match else None


def addresses_in(text: str) -> list[str]:
    at = text.find("@", 0, 16 * 1024)
    return _ADDRESS.findall(text, max(0, at - _LONGEST_LOCAL), 16 * 1024) if at >= 0 else []


def letters(text: str) -> str:
    """A text's letters and digits."""
    return text.encode().translate(None, _NO_LETTERS).decode() if text.isascii() else "".join(filter(str.isalnum, text))

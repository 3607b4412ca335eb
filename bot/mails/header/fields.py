"""The header of a mail as it was dropped or pasted: with blank lines before or between, with its line wraps lost or
doubled, with what Gmail's "Show original" puts above it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.codes.bounces.mail.charsets import decode
from bot.codes.bounces.mail.mime import decode_words

MOST_CHARACTERS = 256 * 1024
"""Of a header that are read. Exchange takes 256 kB of it, most servers take less."""
MOST_FIELDS = 2000

_TRACE = (
    "Received|X-Received|Return-[Pp]ath|Delivered-To|X-Original-To|Envelope-To|Delivery-Date|Authentication-Results|"
    "Received-SPF|ARC-Seal|ARC-Message-Signature|ARC-Authentication-Results|DKIM-Signature|DomainKey-Signature"
)
_ORIGINATOR = (
    "From|To|Cc|Bcc|Subject|Date|Message-ID|Reply-To|Sender|MIME-Version|Content-Type|Content-Language|"
    "Content-Transfer-Encoding|Content-Disposition|Importance|Priority|Precedence|References|In-Reply-To|"
    "List-[A-Za-z]+|Resent-[A-Za-z]+|Auto-Submitted|Feedback-ID|User-Agent|Organization|Thread-Topic|Thread-Index|"
    "Accept-Language|Errors-To|Mailing-List|Archived-At|Autocrypt|Disposition-Notification-To|Require-Recipient-Valid-Since"
)
_FIELD = re.compile(r"([!-9;-~]{1,80})[ \t]{0,3}:(.*)", re.DOTALL)
_KNOWN = re.compile(rf"(?:{_TRACE}|{_ORIGINATOR}|X-[A-Za-z0-9_-]{{1,70}})[ \t]{{0,3}}:", re.IGNORECASE)
_RUN_TOGETHER = re.compile(rf"(?<=[\s;>])(?=(?:{_TRACE}|{_ORIGINATOR}|X-[A-Za-z0-9_-]{{2,70}}):[ \t])")
"""Where a field begins in the middle of a line: names in the spelling that programs write."""
_START = re.compile(rf"^(?:{_TRACE}|From|X-[A-Za-z0-9_-]{{1,70}}):", re.IGNORECASE | re.MULTILINE)
_SHOWN_BY_GMAIL = re.compile(r"^(?:SPF|DKIM|DMARC):[ \t]+\S", re.MULTILINE)
_HAS_RECEIVED = re.compile(r"^Received:", re.IGNORECASE | re.MULTILINE)
_MBOX = re.compile(r"\A>?From [^\n]{0,300}\n")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_MARKS = re.compile(r"\A[\s\ufeff\u200b`]+")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    """In lower case."""
    written: str
    """As it was written."""
    value: str
    """Unfolded, encoded words decoded (RFC 2047)."""
    raw: str
    """As `value`, its line breaks kept: tables are written in them."""


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a mail from top to bottom."""

    fields: tuple[Field, ...]
    body: str = ""
    """What stands below them."""
    above: str = ""
    """What stands above them: somebody's words, a notice, a page's summary."""
    mended: bool = False
    """The text had to be put in order, so that its bytes are no mail as they stand."""

    def get(self, name: str) -> str:
        """The topmost field of this name; empty where there is none."""
        return next((field.value for field in self.fields if field.name == name), "")

    def all(self, name: str) -> Iterator[str]:
        return (field.value for field in self.fields if field.name == name)

    def has(self, name: str) -> bool:
        return any(field.name == name for field in self.fields)

    def mail(self) -> bytes:
        """The mail put together again, each field in one line."""
        lines = "".join(f"{field.written}: {field.value}\n" for field in self.fields)
        return f"{lines}\n{self.body}".encode("utf-8", "replace")


def header_of(raw: bytes) -> Header:
    """The header of a mail, or of what somebody copied of one. Never raises; what has no fields has none."""
    text = decode(raw[:MOST_CHARACTERS]).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = _MBOX.sub("", _MARKS.sub("", text), count=1)
    copied = _copied(text)
    lines = list(_separated(copied.head))
    mended = copied.mended or len(lines) != copied.head.count("\n") + 1
    return Header(tuple(_fields(lines))[:MOST_FIELDS], copied.body, copied.above, mended)


class _Copied(NamedTuple):
    head: str
    body: str
    above: str
    mended: bool


def _copied(text: str) -> _Copied:
    """The header and the body: parted by the first blank line, unless the fields go on behind it."""
    if start := _behind_summary(text):
        return _copied(text[start:])._replace(above=text[:start], mended=True)
    head, _, body = text.partition("\n\n")
    if _HAS_RECEIVED.search(head) is None or head.count("\n") < 2:
        if _doubled(text):
            head, _, body = _BLANK_LINE.sub("\n", text).partition("\n\n")
            return _Copied(head, body, "", True)
        match = _HAS_RECEIVED.search(body)
        if match and (_START.match(head) is None or head.count("\n") < 2):
            start = len(text) - len(body) + match.start()
            return _copied(text[start:])._replace(above=text[:start], mended=True)
    return _Copied(head, body, "", False)


def _behind_summary(text: str) -> int:
    """Where the mail begins behind the summary that Gmail's page has above it, or behind somebody's own words."""
    first = _HAS_RECEIVED.search(text)
    if first is None:
        return 0
    above = text[: first.start()]
    begin = above.rfind("\n\n")
    if begin < 0 or not (_SHOWN_BY_GMAIL.search(above) or not _START.match(above)):
        return 0
    # The block directly above the first Received may hold trace fields that stand before it.
    block = _START.search(above, begin)
    return block.start() if block else first.start()


def _doubled(text: str) -> bool:
    """Whether a blank line stands between most lines, as some programs copy it."""
    lines = text[:8000].split("\n")[:60]
    if len(lines) < 8:
        return False
    blank = sum(1 for line in lines[1::2] if not line.strip())
    written = sum(1 for line in lines[::2] if line.strip())
    return blank * 5 >= len(lines[1::2]) * 4 and written * 5 >= len(lines[::2]) * 4


def _separated(head: str) -> Iterator[str]:
    """Lines, where fields that run together in one line are parted."""
    for line in head.split("\n"):
        if len(line) > 120 and len(pieces := _RUN_TOGETHER.split(line)) > 2:
            yield from (piece.rstrip() for piece in pieces)
        else:
            yield line


def _fields(lines: list[str]) -> Iterator[Field]:
    name, parts = "", list[str]()
    for line in lines:
        begun = _begins(line)
        if begun is None:
            if name:
                parts.append(line)
            continue
        if name:
            yield _field(name, parts)
        name, parts = begun[0], [begun[1]]
    if name:
        yield _field(name, parts)


def _begins(line: str) -> tuple[str, str] | None:
    """The name and the value of a field that begins on this line; None for the continuation of the one before.

    A continuation begins with a blank (RFC 5322, 2.2.3). Where copying lost it, a line is a field if its name is known
    or has a space behind its colon: `SFV:SPM;CAT:SPM` and `tests=[BAYES_00=-1.9]` are none.
    """
    if not line or line[0] in " \t":
        return None
    match = _FIELD.match(line)
    if match is None:
        return None
    name, value = match[1], match[2]
    if _KNOWN.match(line):
        return name, value
    return (name, value) if name[0].isalpha() and value[:1] in {"", " ", "\t"} else None


def _field(name: str, parts: list[str]) -> Field:
    raw = decode_words("\n".join(parts))
    return Field(name.lower(), name, " ".join(raw.split()), raw.strip())

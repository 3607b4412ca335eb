"""A mail taken apart: just enough of MIME (RFC 2045, 2046) to read a bounce, on bytes.

The standard library's parser builds an object for every field and part of every nested message, which takes longer
than all of our reading; it also loses the parts of mails whose boundaries are wrong, as those of bounces often are.
Here only the parts up to the returned mail are split, and a body is decoded when somebody asks for its text.
"""

import binascii
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.codes.bounces.mail.charsets import decode
from bot.measures import MOST_DEPTH, MOST_PARTS

MAX_TEXT = 64 * 1024
"""Bytes of one part that are decoded: a notice is a few kilobytes, the rest is the mail that came back."""
MAX_HEADER = 128 * 1024
_SHORT_HEADER = 256
"""Bytes of a part's header that is worth remembering, see `_entity`."""

_PARAMETER = re.compile(r"[;\s](?<!\s\s)\s*+([\w*-]{1,40})\s*+=\s*+(?:\"([^\"]{0,400})\"|([^\s;\"]{1,400}))")
_BETWEEN = re.compile(r"\?=\s{1,8}(?==\?[\w.+*-]{1,60}\?[bBqQ]\?)")
"""Blanks between two encoded words belong to neither (RFC 2047, 6.2)."""
_BOUNDARY = re.compile(rb"^--([^\s]{4,100})\n", re.MULTILINE)
"""What looks like a boundary, for multiparts whose Content-Type was torn."""
_BLANKS = " \t\n\r\v\f"
_BEFORE_FIELDS = (b"\n", b" ", b"\t", b"\xef")
_BLANK_LINES = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*+\n)*+")
"""What copying a mail's source puts before its first field."""
_FOLD = re.compile(rb"\n[ \t]")
_FIELD = re.compile(rb"[^ :\n]*+:")
_BLANKS_BEFORE_COLON = re.compile(rb"(\n[^ \t\n\r\v\f:]++)[ \t]++:")
"""Allowed once (RFC 5322, 4.5.1)."""
_WORD = re.compile(r"=\?([\w.+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\s]{0,1000})\?=")


class Headers(NamedTuple):
    """The fields of a mail or part. A field is looked up when somebody asks for it: of a mail's thirty, a
    bounce is told by six."""

    lines: str = ""
    """Unfolded, each between line feeds; no blanks before a field's colon; a character for each byte, since nearly all
    fields are ASCII and need no more decoding. Empty where there are no fields."""
    lower: bytes = b""
    """The same in lower case: places in it are places in `lines`."""

    def get(self, name: bytes) -> str:
        """The first field of this name (in lower case), decoded (RFC 2047); empty where there is none."""
        at = self.lower.find(b"\n" + name + b":")
        return self._value(at + len(name) + 2) if at >= 0 else ""

    def all(self, name: bytes) -> Iterator[str]:
        start = b"\n" + name + b":"
        at = self.lower.find(start)
        while at >= 0:
            yield self._value(at + len(start))
            at = self.lower.find(start, at + 1)

    def has(self, name: bytes) -> bool:
        return self.lower.find(b"\n" + name + b":") >= 0

    def _value(self, at: int) -> str:
        text = self.lines[at : self.lines.find("\n", at)].strip(_BLANKS)
        if not text.isascii() or "\x1b" in text:
            text = decode(text.encode("latin-1"))
        return decode_words(text) if "=?" in text else text


class Part(NamedTuple):
    """A leaf of the tree, its body still encoded."""

    kind: str
    """`text/plain`, in lower case."""
    charset: str
    """As its Content-Type names it; empty where it names none."""
    headers: Headers
    body: bytes

    def data(self) -> bytes:
        """The body, transfer encoding undone, at most `MAX_TEXT` bytes."""
        encoding = self.headers.get(b"content-transfer-encoding").strip().lower()
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body[: 2 * MAX_TEXT])[:MAX_TEXT]
        if encoding == "base64":
            return _base64(self.body[: 2 * MAX_TEXT])[:MAX_TEXT]
        return self.body[:MAX_TEXT]

    def text(self) -> str:
        return decode(self.data(), self.charset)


class Mail(NamedTuple):
    headers: Headers
    parts: tuple[Part, ...]
    """Leaves in order; a returned mail (`message/rfc822`) is one leaf."""


def parse(raw: bytes) -> Mail:
    """Take a mail apart; any bytes will do."""
    if raw.find(b"\r") >= 0:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if raw.startswith(_BEFORE_FIELDS) and (blank := _BLANK_LINES.match(raw)):
        raw = raw[blank.end() :]
    entity, body = _split(raw)
    parts: list[Part] = []
    _take_apart(entity, body, 0, [MOST_PARTS], parts)
    return Mail(entity.headers, tuple(parts))


def split_headers(raw: bytes) -> tuple[Headers, bytes]:
    """The header fields and the body, lines ending in LF. Text that has no fields is all body."""
    head, body = _halves(raw)
    headers = _fields(head)
    return (Headers(), raw) if headers is None else (headers, body)


def _halves(raw: bytes) -> tuple[bytes, bytes]:
    """What stands before the first blank line, and behind it."""
    if raw.startswith(b"\n"):
        return b"", raw[1:]
    head, _, body = raw.partition(b"\n\n")
    return (head, body) if len(head) < MAX_HEADER else (raw[:MAX_HEADER], b"")


def _fields(head: bytes) -> Headers | None:
    """The fields of a header, which may be empty; None where it is no header."""
    if not head:
        return Headers()
    head = b"\n" + _FOLD.sub(b" ", head).lstrip(b" \t") + b"\n"
    if _BLANKS_BEFORE_COLON.search(head):
        head = _BLANKS_BEFORE_COLON.sub(rb"\1:", head)
    begin = 1
    while not _FIELD.match(head, begin):
        if not head.startswith((b"From ", b">From "), begin):
            return None
        begin = head.find(b"\n", begin) + 1
        if begin == len(head):
            return Headers()
    return Headers(head.decode("latin-1"), head.lower())


def parameter(value: str, name: str) -> str:
    """A parameter of a Content-Type field; empty where it is missing."""
    if name not in value.lower():
        return ""
    for key, quoted, bare in _PARAMETER.findall(value[:2000]):
        if key.lower().rstrip("*").partition("*")[0] == name:
            return str(quoted or bare)
    return ""


def decode_words(text: str) -> str:
    """RFC 2047's encoded words, decoded; what is broken stays as it is."""
    if "?=" in text[:-2]:
        text = _BETWEEN.sub("?=", text)
    return _WORD.sub(_decode_word, text)


def _decode_word(match: re.Match[str]) -> str:
    charset, encoding, body = match.groups()
    raw = body.encode("utf-8", "replace")
    data = _base64(raw) if encoding in "bB" else binascii.a2b_qp(raw.replace(b"_", b" "))
    return decode(data, charset)


class _Entity(NamedTuple):
    """What its header tells of a mail or part."""

    headers: Headers
    content_type: str = ""
    kind: str = "text/plain"
    charset: str = ""


_NO_FIELDS = _Entity(Headers())


def _split(raw: bytes) -> tuple[_Entity, bytes]:
    """As `split_headers`."""
    head, body = _halves(raw)
    entity = _entity(head)
    return (_NO_FIELDS, raw) if entity is None else (entity, body)


def _entity(head: bytes) -> _Entity | None:
    """Parts of notices have short headers that say the same from mail to mail: 228 mails of all systems have 493 parts
    with 135 headers."""
    return _short_entity(head) if len(head) < _SHORT_HEADER else _any_entity(head)


def _any_entity(head: bytes) -> _Entity | None:
    headers = _fields(head)
    if headers is None:
        return None
    content_type = headers.get(b"content-type")
    kind = content_type.partition(";")[0].strip().partition(" ")[0].lower() or "text/plain"
    return _Entity(headers, content_type, kind, parameter(content_type, "charset"))


_short_entity = lru_cache(maxsize=128)(_any_entity)


def _take_apart(entity: _Entity, body: bytes, depth: int, budget: list[int], parts: list[Part]) -> None:
    """Add the leaves of an entity to `parts`; `budget` holds how many more may be split off."""
    headers, content_type, kind, charset = entity
    boundary = _boundary(content_type, body) if kind.startswith("multipart/") else ""
    if not boundary or depth >= MOST_DEPTH:
        parts.append(Part(kind, charset, headers, body))
        return
    pieces = (b"\n" + body).split(b"\n--" + boundary.encode("utf-8", "replace"), budget[0] + 1)
    if len(pieces) == 1:
        parts.append(Part("text/plain", charset, headers, body))
        return
    if preamble := pieces[0].strip():
        parts.append(Part("text/x-preamble", "", _NO_FIELDS.headers, preamble))
    for piece in pieces[1:]:
        if piece.startswith(b"--") or budget[0] <= 0:
            return
        budget[0] -= 1
        inner, content = _split(piece.partition(b"\n")[2])
        if inner.kind.startswith("multipart/"):
            _take_apart(inner, content, depth + 1, budget, parts)
        else:
            parts.append(Part(inner.kind, inner.charset, inner.headers, content))


def _boundary(content_type: str, body: bytes) -> str:
    """The boundary of a multipart; what looks like one where its Content-Type names none."""
    if named := parameter(content_type, "boundary"):
        return named
    guessed = _BOUNDARY.search(body[:4096])
    return decode(guessed[1]) if guessed else ""


def _base64(raw: bytes) -> bytes:
    kept = raw.translate(None, b" \t\n\r")
    try:
        return binascii.a2b_base64(kept)
    except binascii.Error:
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", kept.partition(b"=")[0])
        return binascii.a2b_base64(clean[: len(clean) // 4 * 4])

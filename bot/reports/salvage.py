"""A broken aggregate report, read as far as it goes: what breaks XML most often is mended, and each record is then read
by itself, so that one that cannot be read costs only itself."""

import re
from collections.abc import Iterable, Iterator

from bot.reports.aggregate import Gathered, parse
from bot.reports.unpack import Packed

_MOST = 8 * 1024 * 1024
"""Bytes that are looked at."""
_MOST_RECORDS = 5_000
_LONGEST_RECORD = 64 * 1024
_PROLOGUE = re.compile(r"<\?xml[^>]{0,200}\?>|</?xs:schema\b[^>]{0,500}>|<!DOCTYPE[^>\[]{0,500}>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_PREFIX = re.compile(r"<(/?)[\w.-]{1,40}:(?=\w)")
_BEGIN = re.compile(r"<record\b[^>]{0,500}>", re.IGNORECASE)
_END = re.compile(r"</record\s{0,20}>", re.IGNORECASE)
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def salvage(packed: Packed) -> Gathered:
    """What can be read of the report, by the records that can be read."""
    text = _mended(_beginning(packed.pieces()))
    gathered = Gathered()
    first = _BEGIN.search(text)
    head = text[: first.start()] if first else text[:_LONGEST_RECORD]
    parse((head,), gathered)  # the end is missing, of course: what stands before it was read
    for record in _records(text, first.start() if first else len(text)):
        record_only = Gathered(gathered.tally)
        parse((record,), record_only)
    return gathered


def _beginning(pieces: Iterable[bytes]) -> bytes:
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) >= _MOST:
            break
    return bytes(kept[:_MOST])


def _mended(raw: bytes) -> str:
    charset = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8-sig")
    text = _CONTROL.sub("", raw.decode(charset, "replace"))
    return _PREFIX.sub(r"<\1", _AMPERSAND.sub("&amp;", _PROLOGUE.sub("", text)))


def _records(text: str, at: int) -> Iterator[str]:
    """Each record from its start tag to its end, or to where the next begins."""
    begins = [match.start() for match, _ in zip(_BEGIN.finditer(text, at), range(_MOST_RECORDS + 1), strict=False)]
    for begin, following in zip(begins, [*begins[1:], len(text)], strict=False):
        end = _END.search(text, begin, min(following, begin + _LONGEST_RECORD))
        if end is not None:
            yield text[begin : end.end()]

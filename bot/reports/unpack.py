"""Decompresses reports: plain, gzip (RFC 1952) or zip, nested at most once. It works piece by piece, so that a
decompression bomb is given up early."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from bot.reports.values import Unreadable

MOST_UNPACKED = 50 * 1024 * 1024
"""Bytes that are unpacked."""
MOST_RATIO = 100
"""Times its packed size. A report's rows shrink to a twentieth or thirtieth."""
MOST_PLAIN = 100 * 1024 * 1024
"""Bytes of a file that is not packed."""
_PIECE = 64 * 1024
_MOST_MEMBERS = 1_000
"""Files of an archive that are looked at."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_GZIP_BITS = 31
"""zlib's number for a gzip header and the largest window."""
_ENDINGS = (".xml", ".json", ".gz", ".zip")
_ENCRYPTED = 0x1


class UnpackError(Exception):
    """A file that cannot be unpacked, or must not be."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Packed:
    """A file whose content can be read more than once, from its beginning."""

    def __init__(self, raw: bytes, size: int = 0) -> None:
        """`size`: bytes of the file that this one was unpacked from; 0 if it came as it is. Raises UnpackError."""
        self.others = 0
        """Further files in the same archive."""
        self.whole = True
        """False once the content was found to break off."""
        self._ratio = size > 0
        self._size = size or len(raw)
        if raw.startswith(_ZIP):
            raw = self._member(raw)
        self._raw = raw
        if not self._ratio and not packed(raw) and len(raw) > MOST_PLAIN:
            raise UnpackError(Unreadable.TOO_LARGE)

    def pieces(self) -> Iterator[bytes]:
        """The content. Raises UnpackError in the middle where it grows too large; what breaks off just ends, and
        `whole` says so afterwards."""
        if not self._raw.startswith(_GZIP):
            yield from self._measured(self._raw[at : at + _PIECE] for at in range(0, len(self._raw), _PIECE))
            return
        self._ratio = True
        yield from self._measured(self._gunzipped())

    def beginning(self) -> bytes:
        """The first piece; empty where there is nothing."""
        return next((piece for piece in self.pieces() if piece), b"")

    def _measured(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if self._ratio and size > MOST_RATIO * self._size:
                raise UnpackError(Unreadable.BOMB)
            if self._ratio and size > MOST_UNPACKED:
                raise UnpackError(Unreadable.TOO_LARGE)
            yield piece

    def _gunzipped(self) -> Iterator[bytes]:
        """Of all members of the gzip file: some senders write more than one."""
        unpacking, complete = zlib.decompressobj(wbits=_GZIP_BITS), False
        for at in range(0, len(self._raw), _PIECE):
            packed_piece = self._raw[at : at + _PIECE]
            while packed_piece:
                if unpacking.eof:
                    complete = True
                    if not packed_piece.startswith(_GZIP[:1]):
                        return
                    unpacking = zlib.decompressobj(wbits=_GZIP_BITS)
                try:
                    yield unpacking.decompress(packed_piece, _PIECE)
                except zlib.error:
                    self.whole = complete
                    return
                packed_piece = unpacking.unconsumed_tail or unpacking.unused_data
        yield unpacking.flush()
        self.whole = unpacking.eof

    def _member(self, raw: bytes) -> bytes:
        """The first report of a zip file, still packed if it is packed once more."""
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                return self._first(archive)
        except UnpackError:
            raise
        except Exception as error:  # the library raises anything on a broken file
            raise UnpackError(Unreadable.DAMAGED) from error

    def _first(self, archive: zipfile.ZipFile) -> bytes:
        files = [member for member in archive.infolist()[:_MOST_MEMBERS] if _may_be_report(member)]
        if not files:
            raise UnpackError(Unreadable.NO_REPORT)
        chosen = next((member for member in files if member.filename.lower().endswith(_ENDINGS)), files[0])
        self.others = len(files) - 1
        if chosen.flag_bits & _ENCRYPTED:
            raise UnpackError(Unreadable.ENCRYPTED)
        self._ratio = True
        with archive.open(chosen) as member:
            return b"".join(self._measured(iter(lambda: member.read(_PIECE), b"")))


def packed(raw: bytes) -> bool:
    return raw.startswith((_GZIP, _ZIP))


def _may_be_report(file: zipfile.ZipInfo) -> bool:
    """Not a folder, nor what a Mac adds of its own."""
    return not file.is_dir() and not file.filename.startswith("__MACOSX/")

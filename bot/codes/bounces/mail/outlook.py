"""Outlook's `.msg` files as the mail they hold (MS-CFB for the file, MS-OXMSG and MS-OXPROPS for what is in it).

A file of 40 kB may say that it holds 2 GB: all its streams may share one chain of sectors that points at itself. So
the sizes are summed before anything is read, and only the few streams that a bounce is read from are read at all.
"""

import base64
import struct
from collections.abc import Iterator
from email.parser import HeaderParser

from olefile import OleFileIO
from olefile.olefile import STGTY_STREAM

_BOUNDARY = "=_msg"
_KEPT = ("text/", "message/")
"""Attachments that can hold a delivery report or the returned mail."""
_PACKED = ("application/gzip", "application/x-gzip", "application/zip", "application/x-zip", "application/tlsrpt")
"""Those that can hold a DMARC or TLS report."""
_MOST_ATTACHMENTS = 60
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_"
_HEADERS, _SUBJECT, _BODY, _HTML = 0x007D, 0x0037, 0x1000, 0x1013
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_MIME_TAG, _DATA = 0x370E, 0x3701
_MESSAGE_CODEPAGE, _INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
_UNICODE, _STRING8, _BINARY = 0x001F, 0x001E, 0x0102
_LATIN = "iso-8859-15"
_CHARSETS = {20127: "us-ascii", 20866: "koi8-r", 21866: "koi8-u", 65001: "utf-8", 50220: "iso-2022-jp", 51932: "euc-jp"}
"""Windows' numbers of charsets that have no name of the shape `cp1257`; 28591 to 28606 are ISO 8859's parts."""


def mail_of(raw: bytes) -> bytes:
    """The headers, text and report parts of a `.msg` file as bytes of a mail; empty for what is no such file."""
    try:
        if not _plausible(raw):
            return b""
        with OleFileIO(raw) as file:
            entries = [entry for entry in file.direntries if entry is not None and entry.entry_type == STGTY_STREAM]
            if sum(entry.size for entry in entries) > len(raw):
                return b""
            return _mail(_Streams(file))
    except Exception:  # noqa: BLE001 - the library raises anything on a broken file, and a broken file is no bounce
        return b""


def _plausible(raw: bytes) -> bool:
    """Whether the header claims no more sectors of the file's own tables than such a file can need: twice as many, and
    the 109 that every header has room for. The library reads as many as are claimed, one of them again and again."""
    shift, fat_sectors, difat_sectors = struct.unpack("<30xH12xI24xI", raw[:76])
    if shift not in (9, 12):
        return False
    needed = len(raw) // (1 << shift) // (1 << shift - 2)
    return bool(fat_sectors <= 109 + 2 * needed and difat_sectors <= 1 + needed)


class _Streams:
    """A message's properties by their number, each read when it is asked for."""

    def __init__(self, file: OleFileIO) -> None:
        self._file = file
        self._codepages = self._read_codepages()

    def text(self, number: int, folder: str = "") -> str:
        """A property that is a text; empty where there is none."""
        if (raw := self._bytes(folder, number, _UNICODE)) is not None:
            return raw.decode("utf-16-le", "replace")
        raw = self._bytes(folder, number, _STRING8) or b""
        return raw.decode(_charset(self._codepages.get(_MESSAGE_CODEPAGE)), "replace")

    def html(self) -> str:
        """The mail's HTML, mostly kept as the bytes that came."""
        if (raw := self._bytes("", _HTML, _BINARY)) is None:
            return self.text(_HTML)
        codepage = self._codepages.get(_INTERNET_CODEPAGE, self._codepages.get(_MESSAGE_CODEPAGE))
        return raw.decode(_charset(codepage), "replace")

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """The type and the bytes of those that may matter."""
        folders = [path[0] for path in self._file.listdir(streams=False, storages=True) if len(path) == 1]
        for folder in [name for name in folders if name.startswith(_ATTACHMENT)][:_MOST_ATTACHMENTS]:
            kind = self.text(_MIME_TAG, folder)
            if kind.startswith((*_KEPT, *_PACKED)):
                yield kind, self._bytes(folder, _DATA, _BINARY) or b""

    def _bytes(self, folder: str, number: int, kind: int) -> bytes | None:
        return self._stream(folder, f"__substg1.0_{number:04X}{kind:04X}")

    def _stream(self, folder: str, name: str) -> bytes | None:
        path = [folder, name] if folder else [name]
        if self._file.get_type(path) != STGTY_STREAM:
            return None
        return bytes(self._file.openstream(path).read())

    def _read_codepages(self) -> dict[int, int]:
        """The two numbers that say in which charsets the texts are (MS-OXMSG 2.4: 16 bytes a property after 32)."""
        properties = (self._stream("", _PROPERTIES) or b"")[32:]
        whole = properties[: len(properties) // 16 * 16]
        entries = struct.iter_unpack("<HHIII", whole)
        return {
            number: value for _, number, _, value, _ in entries if number in {_MESSAGE_CODEPAGE, _INTERNET_CODEPAGE}
        }


def _charset(codepage: int | None) -> str:
    """The name of a charset that Windows has a number for."""
    if codepage is None:
        return _LATIN
    name = _CHARSETS.get(codepage, f"iso-8859-{codepage - 28590}" if 28591 <= codepage <= 28606 else f"cp{codepage}")
    try:
        b"".decode(name)
    except LookupError:
        return _LATIN
    return name


def _mail(message: _Streams) -> bytes:
    transport = HeaderParser().parsestr(message.text(_HEADERS))
    kept = [(name, str(value)) for name, value in transport.items() if not name.lower().startswith("content-")]
    headers = kept or [("From", _sender(message)), ("Subject", message.text(_SUBJECT))]
    plain = message.text(_BODY)
    first = ("text/plain", plain) if plain.strip() else ("text/html", message.html())
    parts = [(f"{first[0]}; charset=utf-8", first[1].encode("utf-8", "replace"))]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in headers]
    lines.append(f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"')
    mail = ["\n".join(lines).encode("utf-8", "replace") + b"\n"]
    for kind, body in (*parts, *message.attachments()):
        packed = kind.startswith(_PACKED)
        encoding = "\nContent-Transfer-Encoding: base64" if packed else ""
        fields = f"\n--{_BOUNDARY}\nContent-Type: {' '.join(kind.split())}{encoding}\n\n"
        mail += [fields.encode("utf-8", "replace"), base64.encodebytes(body) if packed else body]
    return b"".join((*mail, f"\n--{_BOUNDARY}--\n".encode()))


def _sender(message: _Streams) -> str:
    name = message.text(_SENDER_NAME).strip()
    address = message.text(_SENDER_ADDRESS) or message.text(_SENDER_SMTP)
    return f'"{name}" <{address}>' if name and address else address or "MAILER-DAEMON"

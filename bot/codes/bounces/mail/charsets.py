"""Bytes of any charset to text: named rightly, wrongly or not at all."""

from functools import lru_cache

import webencodings

from bot.measures import written

_OF_MAIL = {
    "cp-850": "cp850",
    "cp850": "cp850",
    "ibm850": "cp850",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
}
"""What mail has and the web has not, and the wider set that old names are used for."""
_ASCII = frozenset({"us-ascii", "ascii", "ansi_x3.4-1968"})
"""As good as no name: every mail program writes it, whatever follows."""
_NOT_TEXT = frozenset({"replacement", "x-user-defined"})
_BALTIC = "cp1257"
"""Last resort: this house's customers write from the Baltic states, and every byte is a letter there."""


@lru_cache(maxsize=256)
def codec(name: str) -> str | None:
    """Python's name for a charset of a mail; None for `us-ascii`, and for what is no label of the Encoding Standard
    (https://encoding.spec.whatwg.org/#names-and-labels). Python's own list holds far more: `idna` raises what no
    decoder may, `unicode_escape` gives halves of characters, and worse (CVE-2025-4516)."""
    folded = name.strip("\"' ").lower()
    if folded in _OF_MAIL:
        return _OF_MAIL[folded]
    if folded in _ASCII:
        return None
    encoding = webencodings.lookup(folded)
    return None if encoding is None or encoding.name in _NOT_TEXT else str(encoding.codec_info.name)


def decode(raw: bytes, charset: str = "") -> str:
    """Text of `raw`; never fails. A charset that does not fit its bytes gives way to UTF-8, then to windows-1257."""
    name = codec(charset) if charset else None
    if name == "utf-8" or (name is None and b"\x1b" not in raw):
        try:
            return raw.decode()
        except UnicodeDecodeError:
            pass
    return written(_decode(raw, name))


def _decode(raw: bytes, name: str | None) -> str:
    if name:
        try:
            return raw.decode(name)
        except ValueError:
            if name != "utf-8" and b"\x1b" in raw:
                return raw.decode(name, "replace")
    if b"\x1b$" in raw:
        return raw.decode("iso2022_jp_ext", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode(name if name and name not in {"utf-8", "utf-7"} else _BALTIC, "replace")

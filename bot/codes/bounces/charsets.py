"""Bytes of any charset to text: named rightly, wrongly or not at all."""

import codecs
from functools import lru_cache

_ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "x-sjis": "shift_jis",
    "x-windows-949": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "cp-850": "cp850",
    "windows-874": "cp874",
    "ansi_x3.4-1968": "ascii",
    "iso-2022-jp": "iso2022_jp_ext",
}
_BALTIC = "cp1257"
"""Last resort: this house's customers write from the Baltic states, and every byte is a letter there."""


@lru_cache(maxsize=256)
def codec(name: str) -> str | None:
    """Python's name for a charset of a mail, or None where it knows none that gives text."""
    folded = name.strip("\"' ").lower()
    try:
        found = codecs.lookup(_ALIASES.get(folded, folded))
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


def decode(raw: bytes, charset: str = "") -> str:
    """Text of `raw`; never fails. A charset that does not fit its bytes gives way to UTF-8, then to windows-1257."""
    name = codec(charset) if charset else None
    if name and name != "ascii":
        try:
            return raw.decode(name)
        except (UnicodeError, ValueError):
            if name != "utf-8" and b"\x1b" in raw:
                return raw.decode(name, "replace")
    if b"\x1b$" in raw:
        return raw.decode("iso2022_jp_ext", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        fallback = name if name and name not in {"ascii", "utf-8", "utf-7"} else _BALTIC
        return raw.decode(fallback, "replace")

"""A pasted text in plain ASCII: signs that look like others, text in the wrong encoding, markup and escapes."""

import html
import re
import unicodedata

_ESCAPED = re.compile(rb"\\(\d{3})")
_OUTSIDE = re.compile(r"[^\x00-\x7f]+")
_TAG = re.compile(
    r"</\w{1,20}\s{0,8}>|<(?!(?:a|mx|ptr|all)>)[a-z]\w{0,20}(?:\s[^<>:]{0,200}(?::[^<>]{0,200})?)?/?>", re.IGNORECASE
)
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»‹›‘’‚‛′″`´'", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("˜∼～⁓∿", "~"),
        **dict.fromkeys("：﹕︰∶", ":"),
        **dict.fromkeys("。．｡", "."),
        **dict.fromkeys("，、；·•", " "),
        **dict.fromkeys("＋", "+"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", ""),
        "\ufffd": " ",
    }
)
_TIMES = 2
"""How often a text is taken to have been read in the wrong encoding."""


def plain(raw: bytes) -> str:
    """The text that was meant, as far as signs go; letters outside ASCII are left as they are."""
    unescaped = _ESCAPED.sub(lambda match: bytes([int(match[1])]) if int(match[1]) < 256 else match[0], raw)
    try:
        text = unescaped.decode("utf-8")
    except UnicodeDecodeError:
        text = unescaped.decode("cp1252", "replace")
    for _ in range(_TIMES):
        text = _OUTSIDE.sub(_unmangled, text)
    text = html.unescape(text).replace("\\", "")
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Zs", "Zl", "Zp") else character
        for character in _TAG.sub(" ", text)
    )


def _unmangled(match: re.Match[str]) -> str:
    """Undoes UTF-8 that was read as Windows-1252: `â€œ` for a quote, `Â ` for a no-break space."""
    try:
        return b"".join(map(_byte, match[0])).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return match[0]


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")

"""Text from outside made fit to look at: nothing invisible, nothing that turns the line round, nothing endless; domains
in their own letters."""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSEEN = re.compile(
    "["
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"  # controls but tab and line feed (Unicode category Cc)
    "\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u08e2\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f"
    "\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"  # zero widths, separators, bidi marks, overrides, isolates
    "\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb"  # blanks and selectors without a shape
    "\\ud800-\\udfff\\ue000-\\uf8ff\\ufffe\\uffff"  # surrogates, private use, no characters
    "\\U000110bd\\U000110cd\\U0001d173-\\U0001d17a\\U000e0000-\\U0010ffff"  # tags, planes of private use
    "]"
)


def clean(text: str) -> str:
    """Every character that cannot be seen, or that XML forbids, replaced by U+FFFD."""
    return _UNSEEN.sub(REPLACEMENT, text)


def cut(text: str, most: int) -> str:
    """At most `most` characters; what is left out shows as an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shown(domain: str) -> str:
    """A domain in its own letters (`žąsis.lt` for `xn--sis-hpa81d.lt`); as it is where it has no such form."""
    if "xn--" not in domain:
        return domain
    import idna  # noqa: PLC0415  its tables take 20 ms to load, which most answers need not pay

    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain

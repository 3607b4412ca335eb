"""Which addresses the page will link to."""

import re

SCHEMES = ("http", "https", "mailto")
"""A link of any other scheme is shown as text: `javascript:` and `data:` would run in the page."""

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def safe_href(address: str) -> str | None:
    """The address as it may stand in `href`, or None when it is not one of `SCHEMES`.

    Browsers drop tabs, line ends and leading controls before they read the scheme, so any of these refuses.
    """
    stripped = address.strip(" ")
    if _CONTROL.search(stripped):
        return None
    scheme = _SCHEME.match(stripped)
    if scheme is None or scheme[1].lower() not in SCHEMES:
        return None
    return stripped

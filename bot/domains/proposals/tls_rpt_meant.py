"""A TLS-RPT record put right: every place that reports can go to is kept (RFC 8460, 3)."""

import re
from collections.abc import Iterable

_PLACE = re.compile(
    r"https://[^\s,;!\"'<>]{1,200}|[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}", re.IGNORECASE
)
_MOST = 10


def mended(texts: Iterable[str], otherwise: str) -> str:
    """One record for the places that these texts name, in their order; for the mailbox `otherwise` where they name
    none."""
    places = dict.fromkeys(place for text in texts for place in _PLACE.findall(text[:4096]))
    uris = [place if place.lower().startswith("https:") else f"mailto:{place}" for place in list(places)[:_MOST]]
    return f"v=TLSRPTv1; rua={','.join(uris) or f'mailto:{otherwise}'}"

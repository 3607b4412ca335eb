"""Names and references as people read them."""

import re

_RFC = re.compile(r"RFC (\d+)(?:, ([\d.]+))?")


def shown(domain: str) -> str:
    """A domain in its own letters (`žąsis.lt` for `xn--sis-hpa81d.lt`); as it is where it has no such form."""
    if "xn--" not in domain:
        return domain
    import idna  # noqa: PLC0415  its tables take 20 ms to load, which most answers need not pay

    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def source_link(reference: str) -> str:
    """Where a reference such as `RFC 5321, 4.2.2` is read; empty where it names no RFC."""
    match = _RFC.search(reference)
    if not match:
        return ""
    section = f"#section-{match[2].rstrip('.')}" if match[2] else ""
    return f"https://www.rfc-editor.org/rfc/rfc{match[1]}.html{section}"

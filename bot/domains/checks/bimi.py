"""BIMI: the sender's logo beside its mail (draft-brand-indicators-for-message-identification), and what it stands on.

Receivers show a logo only where DMARC is enforced, and the large ones only with a certificate for it.
"""

import asyncio
import re

from bot.domains.dmarc.discovery import Discovery, discover
from bot.domains.dmarc.record import Policy
from bot.domains.dns import Answer
from bot.domains.look import Look
from bot.domains.mailhosts import mail_hosts
from bot.domains.records import evidence, fault, texts, too_long
from bot.domains.tags import parse
from bot.domains.values import Codes, Fact, Finding, Status
from bot.measures import MOST_RECORD

CHECK = "bimi"
_VERSION = re.compile(r"v=BIMI1\s*(;|\Z)")
_HTTPS = re.compile(r"https://[^/\s]+/", re.IGNORECASE)
_SVG = re.compile(r"\.svgz?\Z", re.IGNORECASE)
CODES: Codes = {
    "bimi-ok": Status.OK,
    "bimi-declined": Status.OK,
    "bimi-missing": Status.NOTICE,
    "bimi-several": Status.ERROR,
    "bimi-invalid": Status.ERROR,
    "bimi-not-https": Status.ERROR,
    "bimi-not-svg": Status.WARNING,
    "bimi-dmarc-weak": Status.WARNING,
    "bimi-no-certificate": Status.NOTICE,
    "bimi-too-long": Status.UNKNOWN,
    "bimi-unknown": Status.UNKNOWN,
}


async def check(look: Look) -> tuple[Finding, ...]:
    """The default selector's record with the DMARC walk, at once."""
    answer, discovery, mail = await asyncio.gather(
        look.resolver.ask(f"default._bimi.{look.domain}", "TXT"),
        discover(look.domain, look.resolver),
        mail_hosts(look),
    )
    if mail.gone:
        return ()
    if not answer.outcome.known:
        return (Finding(CHECK, CODES["bimi-unknown"], "bimi-unknown", facts=fault(answer)),)
    records = [text for text in texts(answer) if _VERSION.match(text)]
    if len(records) > 1:
        return (_finding("bimi-several", answer, Fact("count", len(records))),)
    if not records:
        meant = any("bimi1" in text.lower() for text in texts(answer))
        return (_finding("bimi-invalid", answer, Fact("tag", "v")) if meant else _finding("bimi-missing", answer),)
    if too_long(answer, lambda text: _VERSION.match(text) is not None):
        return (_finding("bimi-too-long", answer, Fact("limit", MOST_RECORD)),)
    return _of_record(records[0], answer, discovery)


def _of_record(record: str, answer: Answer, discovery: Discovery) -> tuple[Finding, ...]:
    tags = parse(record)
    logo, certificate = tags.get("l"), tags.get("a") or ""
    if tags.strays or logo is None:
        return (_finding("bimi-invalid", answer, Fact("tag", tags.strays[0] if tags.strays else "l")),)
    if not logo and not certificate:
        return (_finding("bimi-declined", answer),)
    plain = [url for url in (logo, certificate) if url and not _HTTPS.match(url)]
    if plain or not logo:
        return (_finding("bimi-not-https", answer, Fact("url", plain[0] if plain else "l=")),)
    found = []
    if not _SVG.search(logo.partition("?")[0]):
        found.append(_finding("bimi-not-svg", answer, Fact("url", logo)))
    if discovery.fault is None and not _enforced(discovery):
        found.append(_finding("bimi-dmarc-weak", answer, Fact("policy", discovery.policy or "-")))
    if not certificate:
        found.append(_finding("bimi-no-certificate", answer))
    if discovery.fault is not None:
        found.append(Finding(CHECK, CODES["bimi-unknown"], "bimi-unknown", evidence(answer), fault(discovery.fault)))
    return tuple(found) or (_finding("bimi-ok", answer, Fact("url", logo)),)


def _enforced(discovery: Discovery) -> bool:
    """Quarantine or reject for the domain and for subdomains, wholly: RFC 7489's `pct` still counts for BIMI."""
    record = discovery.applied.record if discovery.applied else None
    if record is None or record.testing:
        return False
    whole = record.tags.get("pct") in (None, "100") or record.p is Policy.REJECT
    strict = (Policy.QUARANTINE, Policy.REJECT)
    return whole and discovery.policy in strict and record.below in strict


def _finding(code: str, answer: Answer, *facts: Fact) -> Finding:
    return Finding(CHECK, CODES[code], code, evidence(answer), facts)

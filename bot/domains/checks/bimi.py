"""BIMI: the sender's logo beside its mail (draft-brand-indicators-for-message-identification), and what it stands on.

Receivers show a logo only where DMARC is enforced, and the large ones only with a certificate for it.
"""

import re

from bot.domains.declaration import Check, Concern, Keeper, Risk
from bot.domains.net.dns import Answer
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.shared.records import fault, texts, too_long
from bot.domains.standards.dmarc.discovery import Discovery, discover, walk
from bot.domains.standards.dmarc.record import Policy
from bot.domains.standards.tags import parse
from bot.domains.values import Finding, Status
from bot.measures import MOST_RECORD

_VERSION = re.compile(r"v=BIMI1\s*(;|\Z)")
_HTTPS = re.compile(r"https://[^/\s]+/", re.IGNORECASE)
_SVG = re.compile(r"\.svgz?\Z", re.IGNORECASE)
CHECK = Check(
    name="bimi",
    concern=Concern.POSE,
    place=2,
    keeper=Keeper.ZONE,
    risk=Risk.HARMLESS,
    decides=False,
    codes={
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
    },
)


async def check(look: Look) -> tuple[Finding, ...]:
    """The default selector's record at the domain and above it with the DMARC walk, at once."""
    names = [name for name in walk(look.domain) if "." in name or name == look.domain]
    wanted = tuple((f"default._bimi.{name}", "TXT") for name in names)
    look.resolver.put((*wanted, (look.domain, "MX")))
    discovery = await discover(look)
    answers = await look.resolver.ask_all(wanted)
    mail = await mail_hosts(look)
    if mail.gone:
        return ()
    answer = _applied(dict(zip(names, answers, strict=True)), discovery)
    if not answer.outcome.known:
        return (CHECK.found("bimi-unknown", facts=fault(answer)),)
    records = _records(answer)
    if len(records) > 1:
        return (CHECK.found("bimi-several", answer, count=len(records)),)
    if not records:
        meant = any("bimi1" in text.lower() for text in texts(answer))
        return (CHECK.found("bimi-invalid", answer, tag="v") if meant else CHECK.found("bimi-missing", answer),)
    if too_long(answer, lambda text: _VERSION.match(text) is not None):
        return (CHECK.found("bimi-too-long", answer, limit=MOST_RECORD),)
    return _of_record(records[0], answer, discovery)


def _applied(by_name: dict[str, Answer], discovery: Discovery) -> Answer:
    """The domain's own answer, or its organisational domain's where the domain itself says nothing of BIMI (7.2)."""
    own = by_name[discovery.domain]
    above = by_name.get(discovery.organisational, own)
    silent = own.outcome.known and not any("bimi1" in text.lower() for text in texts(own))
    return above if silent and (not above.outcome.known or _records(above)) else own


def _records(answer: Answer) -> list[str]:
    return [text for text in texts(answer) if _VERSION.match(text)]


def _of_record(record: str, answer: Answer, discovery: Discovery) -> tuple[Finding, ...]:
    tags = parse(record)
    logo, certificate = tags.get("l"), tags.get("a") or ""
    if tags.strays or logo is None:
        return (CHECK.found("bimi-invalid", answer, tag=tags.strays[0] if tags.strays else "l"),)
    if not logo and not certificate:
        return (CHECK.found("bimi-declined", answer),)
    plain = [url for url in (logo, certificate) if url and not _HTTPS.match(url)]
    if plain or not logo:
        return (CHECK.found("bimi-not-https", answer, url=plain[0] if plain else "l="),)
    findings = []
    if not _SVG.search(logo.partition("?")[0]):
        findings.append(CHECK.found("bimi-not-svg", answer, url=logo))
    if discovery.fault is None and not _enforced(discovery):
        findings.append(CHECK.found("bimi-dmarc-weak", answer, policy=discovery.policy or "-"))
    if not certificate:
        findings.append(CHECK.found("bimi-no-certificate", answer))
    if discovery.fault is not None:
        findings.append(CHECK.found("bimi-unknown", answer, facts=fault(discovery.fault)))
    return tuple(findings) or (CHECK.found("bimi-ok", answer, url=logo),)


def _enforced(discovery: Discovery) -> bool:
    """Quarantine or reject for the domain and for subdomains, wholly: RFC 7489's `pct` still counts for BIMI."""
    record = discovery.applied.record if discovery.applied else None
    if record is None or record.testing:
        return False
    whole = record.tags.get("pct") in (None, "100") or record.p is Policy.REJECT
    strict = (Policy.QUARANTINE, Policy.REJECT)
    return whole and discovery.policy in strict and record.below in strict

"""Whether the domain's answers are signed, and whether the signatures hold (RFC 4033; RFC 8914 for the reason).

Told by a validating resolver: its AD bit says that an answer is proven; an answer that it refuses to give, yet gives
when told not to check, is bogus. A resolver that does not validate can only say whether there is a DS record.
"""

from datetime import UTC, datetime, timedelta

from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.DS import DS

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer, Outcome
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.shared.records import fault
from bot.domains.values import Fact, Finding, Status

CHECK = Check(
    name="dnssec",
    concern=Concern.TRANSPORT,
    place=4,
    keeper=Keeper.DNS,
    risk=Risk.DELICATE,
    codes={
        "dnssec-secure": Status.OK,
        "dnssec-insecure": Status.NOTICE,
        "dnssec-no-ds": Status.NOTICE,
        "dnssec-weak": Status.WARNING,
        "dnssec-signatures-expiring": Code(Status.WARNING, ends=True),
        "dnssec-bogus": Code(Status.ERROR, concern=Concern.RECEIVE),
        "dnssec-unproven": Status.WARNING,
        "dnssec-unvalidated": Status.UNKNOWN,
        "dnssec-unknown": Status.UNKNOWN,
    },
)
_WEAK_ALGORITHMS = frozenset({1, 3, 5, 6, 7, 12})
"""RSA/MD5, DSA, RSA/SHA-1 and GOST, which signers must not use (RFC 8624, 3.1; RFC 9905)."""
_SHA1 = 1
SOON = timedelta(days=3)
LAST_PART = 0.1
"""Signatures are renewed well before they end (RFC 6781, 4.4.2): with this time left, and this part of their life,
renewal has failed. The part spares services that sign for a day or two at a time, and signers that renew on the
last days of a fortnight."""
_HELD = frozenset({"dnssec-secure", "dnssec-weak", "dnssec-unvalidated"})
"""What is said of a signed domain that is not known to be bogus."""


async def check(look: Look) -> tuple[Finding, ...]:
    """The zone's SOA with validation, its DS and its DNSKEY at once; then, where a chain of trust is to be seen or
    broken, the SOA with its signatures and without validation."""
    resolver, domain = look.resolver, look.domain
    checked, ds, keys = await resolver.ask_all(((domain, "SOA"), (domain, "DS"), (domain, "DNSKEY")))
    if checked.outcome is Outcome.NXDOMAIN and (await mail_hosts(look)).gone:
        return ()
    chained = checked.secure or checked.outcome is Outcome.SERVFAIL or bool(ds.records)
    unchecked = await resolver.ask(domain, "SOA", checking_disabled=True) if chained else checked
    in_doubt = bool(ds.records) and checked.outcome.known and not checked.secure
    # Top-level domains are signed: whoever proves the answers of this one validates.
    validates = in_doubt and (await resolver.ask(domain.rpartition(".")[2], "SOA")).secure
    finding = judge(checked, unchecked, ds, keys, validates=validates)
    ending = _ending(unchecked, ds, datetime.now(UTC)) if finding.code in _HELD else ()
    return ending if ending and finding.status is Status.OK else (finding, *ending)


def judge(checked: Answer, unchecked: Answer, ds: Answer, keys: Answer, *, validates: bool = False) -> Finding:
    """What the four answers amount to. `validates`: whether the resolver proves other answers."""
    if checked.outcome is Outcome.SERVFAIL and unchecked.outcome.known:
        # A validator that answers from its cache says less; the key's answer may still tell the reason in full.
        reason = max((answer.reason for answer in (checked, keys, ds)), key=len) or checked.outcome.upper()
        return CHECK.found("dnssec-bogus", ds, reason=reason[:300])
    if not checked.outcome.known:
        return CHECK.found("dnssec-unknown", facts=fault(checked))
    if checked.secure:
        weak = _weak(ds, keys)
        return CHECK.found("dnssec-weak", ds, what=weak) if weak else CHECK.found("dnssec-secure", ds)
    if not ds.outcome.known:
        return CHECK.found("dnssec-unknown", facts=fault(ds))
    if ds.records and validates:
        weak = _weak(ds, keys)
        return CHECK.found("dnssec-weak", ds, what=weak) if weak else CHECK.found("dnssec-unproven", ds)
    if ds.records:
        return CHECK.found("dnssec-unvalidated", ds)
    return CHECK.found("dnssec-no-ds" if keys.records else "dnssec-insecure", keys)


def _ending(unchecked: Answer, ds: Answer, now: datetime) -> tuple[Finding, ...]:
    """Nothing where no signature is seen: the resolver may not hand them on."""
    signed = unchecked.signed
    if signed is None or not signed.ending(now, SOON, LAST_PART):
        return ()
    facts = (Fact("until", f"{signed.until:%Y-%m-%d %H:%M} UTC"), Fact("days", (signed.until - now).days))
    return (CHECK.found("dnssec-signatures-expiring", ds, facts=facts),)


def _weak(ds: Answer, keys: Answer) -> str:
    """The first outdated part, named by its number; empty where there is none."""
    for record in keys.records:
        if isinstance(record, DNSKEY) and int(record.algorithm) in _WEAK_ALGORITHMS:
            return f"DNSKEY {int(record.algorithm)}"
    digests = {int(record.digest_type) for record in ds.records if isinstance(record, DS)}
    return "DS SHA-1" if digests == {_SHA1} else ""

"""MTA-STS: whether senders are told to deliver over verified TLS only, and whether what they are told is true.

RFC 8461. A policy that is in force and does not name an MX host stops the mail to that host.
"""

from datetime import UTC, datetime, timedelta

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.fetch import Fetched, Fetcher, Page
from bot.domains.net.hosts import Host, addresses
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import MailHosts, mail_hosts
from bot.domains.shared.records import evidence, fault, texts, too_long
from bot.domains.standards.mta_sts import (
    PolicyMode,
    StsPolicy,
    is_record,
    mended,
    nearly_record,
    read_policy,
    record_fault,
)
from bot.domains.values import Fact, Finding, Record, Status
from bot.measures import MOST_RECORD

CHECK = Check(
    name="mta-sts",
    concern=Concern.TRANSPORT,
    place=1,
    keeper=Keeper.WEBSITE,
    risk=Risk.DELICATE,
    codes={
        "mta-sts-ok": Status.OK,
        "mta-sts-not-needed": Status.OK,
        "mta-sts-missing": Code(Status.NOTICE, keeper=Keeper.ZONE),
        "mta-sts-unknown": Status.UNKNOWN,
        "mta-sts-several": Code(Status.ERROR, keeper=Keeper.ZONE),
        "mta-sts-record-invalid": Code(Status.ERROR, keeper=Keeper.ZONE),
        "mta-sts-too-long": Status.UNKNOWN,
        "mta-sts-host-missing": Status.WARNING,
        "mta-sts-policy-unchecked": Status.NOTICE,
        "mta-sts-policy-unreachable": Status.UNKNOWN,
        "mta-sts-policy-missing": Status.ERROR,
        "mta-sts-policy-redirect": Status.ERROR,
        "mta-sts-policy-certificate": Status.ERROR,
        "mta-sts-policy-too-large": Status.ERROR,
        "mta-sts-policy-private": Status.ERROR,
        "mta-sts-policy-invalid": Status.ERROR,
        "mta-sts-policy-media-type": Status.WARNING,
        "mta-sts-mx-mismatch": Status.ERROR,
        "mta-sts-mx-mismatch-testing": Status.WARNING,
        "mta-sts-certificate-expiring": Code(Status.WARNING, ends=True),
        "mta-sts-testing": Status.NOTICE,
        "mta-sts-mode-none": Status.NOTICE,
        "mta-sts-short-age": Status.NOTICE,
    },
)
LARGEST = 65536
"""Bytes of a policy file (3.3)."""
SHORT_AGE = 86400
"""Seconds; policies are meant to be kept for weeks (3.2)."""
SOON = timedelta(days=14)
LAST_PART = 0.25
"""Certificates are renewed with a third of their life left; some are made for less than a week."""
_BY_FETCH = {
    Fetched.NOT_FOUND: "mta-sts-policy-missing",
    Fetched.STATUS: "mta-sts-policy-missing",
    Fetched.REDIRECT: "mta-sts-policy-redirect",
    Fetched.CERTIFICATE: "mta-sts-policy-certificate",
    Fetched.TOO_LARGE: "mta-sts-policy-too-large",
    Fetched.PRIVATE_ADDRESS: "mta-sts-policy-private",
    Fetched.TIMEOUT: "mta-sts-policy-unreachable",
    Fetched.REFUSED: "mta-sts-policy-unreachable",
}


async def check(look: Look) -> tuple[Finding, ...]:
    """Record and MX at once; where the record is right, the policy's host; then the policy, where the network may be
    used."""
    look.resolver.put(((f"_mta-sts.{look.domain}", "TXT"), (look.domain, "MX")))
    answer = await look.resolver.ask(f"_mta-sts.{look.domain}", "TXT")
    mail = await mail_hosts(look)
    if mail.gone:
        return ()
    early = _of_record(answer, mail, look.domain)
    if early:
        return early
    host = await addresses(look.resolver, f"mta-sts.{look.domain}")
    if not host.addresses:
        return (_of_host(answer, host),)
    if look.fetch is None or not look.options.network:
        return (CHECK.found("mta-sts-policy-unchecked", answer, url=_url(look.domain)),)
    return await _of_policy(look.fetch, look.domain, answer, mail)


def _url(domain: str) -> str:
    return f"https://mta-sts.{domain}/.well-known/mta-sts.txt"


def _of_record(answer: Answer, mail: MailHosts, domain: str) -> tuple[Finding, ...]:
    """What the record alone settles; nothing where it is right."""
    if not answer.outcome.known:
        return (CHECK.found("mta-sts-unknown", facts=fault(answer)),)
    records = [text for text in texts(answer) if is_record(text)]
    meant = records or [text for text in texts(answer) if nearly_record(text)]
    wanted = Record(f"_mta-sts.{domain}", "TXT", mended(meant[0] if meant else ""))
    if len(records) > 1:
        return (CHECK.found("mta-sts-several", answer, count=len(records), publish=(wanted,)),)
    if too_long(answer, is_record):
        return (CHECK.found("mta-sts-too-long", answer, limit=MOST_RECORD, publish=(wanted,)),)
    if records:
        wrong = record_fault(records[0])
        return (CHECK.found("mta-sts-record-invalid", answer, tag=wrong, publish=(wanted,)),) if wrong else ()
    if meant:
        return (CHECK.found("mta-sts-record-invalid", answer, tag="v", publish=(wanted,)),)
    return (CHECK.found("mta-sts-not-needed" if mail.null else "mta-sts-missing", answer),)


def _of_host(answer: Answer, host: Host) -> Finding:
    if host.faults:
        return CHECK.found("mta-sts-unknown", facts=fault(host.faults[0]))
    code = "mta-sts-host-missing"
    shown = (*evidence(answer), *evidence(host.answers[0]))
    return CHECK.found(code, *shown, host=host.name)


async def _of_policy(fetch: Fetcher, domain: str, answer: Answer, mail: MailHosts) -> tuple[Finding, ...]:
    page = await fetch(_url(domain), limit=LARGEST)
    facts = (Fact("url", page.url), Fact("detail", page.detail or str(page.status)))
    if page.outcome is not Fetched.OK:
        return (CHECK.found(_BY_FETCH[page.outcome], answer, facts=facts),)
    policy = read_policy(page.body)
    records = (*evidence(answer), *_lines(page))
    if policy.fault:
        code = "mta-sts-policy-invalid"
        return (CHECK.found(code, *records, field=policy.fault, facts=facts),)
    return tuple(
        CHECK.found(
            code,
            *records,
            facts=(
                *facts,
                *more,
            ),
        )
        for code, more in _codes(page, policy, mail, domain).items()
    )


def _codes(page: Page, policy: StsPolicy, mail: MailHosts, domain: str) -> dict[str, tuple[Fact, ...]]:
    """What is to say of a valid policy and of how it is served."""
    judged, served = _judge(policy, mail, _ending(page, domain)), _of_type(page)
    if served:
        judged.pop("mta-sts-ok", None)
    return {**served, **judged}


def _of_type(page: Page) -> dict[str, tuple[Fact, ...]]:
    """Senders should leave a policy aside that is not served as plain text (3.2)."""
    if page.media_type in ("", "text/plain"):
        return {}
    return {"mta-sts-policy-media-type": (Fact("type", page.media_type[:60]),)}


def _ending(page: Page, domain: str) -> tuple[Fact, ...]:
    """Which certificate ends soon and when; nothing where it does not."""
    shown, now = page.certificate, datetime.now(UTC)
    if shown is None or not shown.ending(now, SOON, LAST_PART):
        return ()
    until = Fact("until", f"{shown.until:%Y-%m-%d}")
    return (Fact("host", f"mta-sts.{domain}"), until, Fact("days", (shown.until - now).days))


def _lines(page: Page) -> tuple[Record, ...]:
    lines = page.body.decode("ascii", "backslashreplace").split("\n")[:50]
    return tuple(Record(page.url, "HTTPS", line.strip()[:200]) for line in lines if line.strip())


def _judge(policy: StsPolicy, mail: MailHosts, ending: tuple[Fact, ...]) -> dict[str, tuple[Fact, ...]]:
    """The codes of a valid policy, with the facts that each needs."""
    if policy.mode is PolicyMode.NONE:
        return {"mta-sts-mode-none": ()}
    facts_by_code: dict[str, tuple[Fact, ...]] = {}
    uncovered = [host for host in mail.hosts if not policy.covers(host)]
    if uncovered and mail.answer.outcome in (Outcome.FOUND, Outcome.NODATA):
        code = "mta-sts-mx-mismatch" if policy.mode is PolicyMode.ENFORCE else "mta-sts-mx-mismatch-testing"
        hosts = (Fact("hosts", ", ".join(uncovered)), Fact("count", len(uncovered)))
        facts_by_code[code] = (*hosts, Fact("patterns", ", ".join(policy.mx)))
    if ending:
        facts_by_code["mta-sts-certificate-expiring"] = ending
    if policy.mode is PolicyMode.TESTING:
        facts_by_code["mta-sts-testing"] = ()
    if policy.max_age < SHORT_AGE:
        facts_by_code["mta-sts-short-age"] = (Fact("seconds", policy.max_age),)
    return facts_by_code or {"mta-sts-ok": (Fact("mode", policy.mode),)}

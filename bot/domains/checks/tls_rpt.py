"""TLS-RPT: where senders report that encrypted delivery failed (RFC 8460, 3)."""

import re

from bot.domains.declaration import Check, Code, Concern, Keeper, Risk
from bot.domains.net.dns import Answer
from bot.domains.proposals.tls_rpt_meant import mended
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.shared.records import fault, texts, too_long
from bot.domains.standards.dmarc.destinations import mailboxes
from bot.domains.standards.tags import parse
from bot.domains.values import Finding, Record, Status
from bot.measures import MOST_RECORD

_VERSION = re.compile(r"v=TLSRPTv1\s*(;|\Z)")
_HTTPS = re.compile(r"https://[^/\s]+", re.IGNORECASE)
CHECK = Check(
    name="tls-rpt",
    concern=Concern.TRANSPORT,
    place=2,
    keeper=Keeper.ZONE,
    risk=Risk.HARMLESS,
    codes={
        "tls-rpt-ok": Status.OK,
        "tls-rpt-not-needed": Status.OK,
        "tls-rpt-missing": Status.NOTICE,
        "tls-rpt-several": Code(Status.WARNING, beside=True),
        "tls-rpt-invalid": Code(Status.WARNING, beside=True),
        "tls-rpt-rua-invalid": Code(Status.WARNING, beside=True),
        "tls-rpt-too-long": Status.UNKNOWN,
        "tls-rpt-unknown": Status.UNKNOWN,
    },
)


async def check(look: Look) -> tuple[Finding, ...]:
    """One round trip."""
    name = f"_smtp._tls.{look.domain}"
    answer, _ = await look.resolver.ask_all(((name, "TXT"), (look.domain, "MX")))
    mail = await mail_hosts(look)
    if mail.gone:
        return ()
    if not answer.outcome.known:
        return (CHECK.found("tls-rpt-unknown", facts=fault(answer)),)
    here = [text for text in texts(answer) if "tlsrpt" in text.lower()]
    wanted = Record(name, "TXT", mended(here, f"tlsrpt@{look.domain}"))
    records = [text for text in texts(answer) if _VERSION.match(text)]
    if len(records) > 1:
        return (CHECK.found("tls-rpt-several", answer, count=len(records), publish=(wanted,)),)
    if not records:
        if here:
            return (CHECK.found("tls-rpt-invalid", answer, tag="v", publish=(wanted,)),)
        if mail.null:
            return (CHECK.found("tls-rpt-not-needed", answer),)
        return (CHECK.found("tls-rpt-missing", answer, publish=(wanted,)),)
    if too_long(answer, lambda text: _VERSION.match(text) is not None):
        return (CHECK.found("tls-rpt-too-long", answer, limit=MOST_RECORD, publish=(wanted,)),)
    return (_of_record(records[0], answer, wanted),)


def _of_record(record: str, answer: Answer, wanted: Record) -> Finding:
    tags = parse(record)
    rua = tags.get("rua")
    if tags.strays or rua is None:
        return CHECK.found("tls-rpt-invalid", answer, tag=tags.strays[0] if tags.strays else "rua", publish=(wanted,))
    boxes = mailboxes(rua)
    bad = [uri for uri in boxes.bad if not _HTTPS.match(uri)]
    if bad or not rua:
        return CHECK.found("tls-rpt-rua-invalid", answer, address=", ".join(bad) or "-", publish=(wanted,))
    return CHECK.found("tls-rpt-ok", answer, address=rua[:200])

"""Failure reports (RFC 6591): a `message/feedback-report` of the type `auth-failure`, mostly with the header
of the message."""

import re

from bot.codes.bounces.mail.mime import Headers, Mail, Part, split_headers
from bot.domains.addresses import read
from bot.reports.tally import messages
from bot.reports.values import Authenticated, FailureReport, Source

_REPORT = "message/feedback-report"
_RETURNED = ("message/rfc822", "text/rfc822-headers", "text/rfc822", "message/global", "message/global-headers")
_RESULT = re.compile(r"(?:\A|[;\s])(spf|dkim|dmarc)\s{0,3}=\s{0,3}([a-z]{2,12})\b([^;]{0,400})", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:header\.d|header\.i|smtp\.mailfrom|smtp\.mail|smtp\.helo)\s{0,3}=\s{0,3}\"?(?:[^\s\";@]{0,100}@)?([\w.-]{1,253})",
    re.IGNORECASE,
)
_FROM = re.compile(r"@([\w-]{1,63}(?:\.[\w-]{1,63}){1,10})")
_LONGEST = 300


def parse(mail: Mail) -> FailureReport | None:
    """The report that a mail carries; None where it carries none of this type."""
    part = next((part for part in mail.parts if part.kind == _REPORT), None)
    if part is None:
        return None
    feedback, _ = split_headers(_lines(part))
    if feedback.get(b"feedback-type").strip().lower() != "auth-failure":
        return None
    returned = _returned(mail)
    domain = feedback.get(b"reported-domain") or _author(returned)
    address = read(feedback.get(b"source-ip").strip().strip("[]"))
    spf, dkim, dmarc = _results(feedback)
    count = messages(feedback.get(b"incidents") or "1") or 1
    delivery = feedback.get(b"delivery-result").strip().lower()[:_LONGEST]
    source = Source(
        str(address) if address is not None else "",
        count,
        passed=count if dmarc == "pass" else 0,
        rejected=count if delivery == "reject" else 0,
        authors=(author,) if (author := _author(returned)) else (),
        envelopes=spf,
        signatures=dkim,
    )
    return FailureReport(
        domain.strip().lower().rstrip(".")[:_LONGEST],
        source,
        feedback.get(b"auth-failure").strip().lower()[:_LONGEST],
        delivery,
        (feedback.get(b"arrival-date") or feedback.get(b"received-date")).strip()[:_LONGEST],
        feedback.get(b"original-mail-from").strip().strip("<>")[:_LONGEST],
        returned.get(b"subject").strip()[:_LONGEST],
    )


def _lines(part: Part) -> bytes:
    """The body; what copying it put before its first field left out."""
    return part.data().replace(b"\r\n", b"\n").lstrip()


def _returned(mail: Mail) -> Headers:
    copy = next((part for part in mail.parts if part.kind in _RETURNED), None)
    return split_headers(copy.data().lstrip())[0] if copy else Headers()


def _author(returned: Headers) -> str:
    """The domain of the From field's last address."""
    domains = _FROM.findall(returned.get(b"from")[:2000])
    return str(domains[-1]).lower() if domains else ""


def _results(headers: Headers) -> tuple[tuple[Authenticated, ...], tuple[Authenticated, ...], str]:
    """SPF's and DKIM's results, and DMARC's, of the Authentication-Results fields."""
    spf, dkim, dmarc = [], [], ""
    for value in list(headers.all(b"authentication-results"))[:5]:
        for mechanism, result, rest in _RESULT.findall(value[:4000]):
            domain = match[1].lower().rstrip(".") if (match := _DOMAIN.search(rest)) else ""
            authenticated = Authenticated(domain, result.lower())
            match mechanism.lower():
                case "spf":
                    spf.append(authenticated)
                case "dkim":
                    dkim.append(authenticated)
                case _:
                    dmarc = dmarc or result.lower()
    return tuple(spf[:5]), tuple(dkim[:5]), dmarc

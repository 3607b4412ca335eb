"""Mails that tell of no failed delivery: complaints, requests to unsubscribe, absences, receipts."""

import re
from dataclasses import replace

from bot.codes.bounces.mail.mime import Mail
from bot.codes.bounces.notice import arf, dsn
from bot.codes.bounces.notice.returned import Returned
from bot.codes.bounces.replies.reply import accused_ip, address_in
from bot.codes.bounces.rules.knowledge import knowledge
from bot.codes.values import BounceReading, Confidence, Diagnosis, MailKind, Resend

_COMPLAINT_ADVICE = {"auth-failure": "authentication-report", "opt-out": "unsubscribe-request"}
"""Reports that are no complaint about spam (RFC 6591; the type `opt-out` was proposed for RFC 5965)."""
_JMRP_RECIPIENT = re.compile(rb"^X-HmXmrOriginalRecipient: ?<?([^\s<>]{1,320}@[^\s<>]{1,253}?)>?\s*$", re.MULTILINE)
_ARRIVED = re.compile(
    r"^Disposition:[^;\n]{0,80};\s{0,8}(?:displayed|deleted|dispatched|processed)\b.{0,80}",
    re.IGNORECASE | re.MULTILINE,
)
_RECIPIENT = re.compile(
    r"^(?:Final|Original)-Recipient: ?[\w-]{1,20} ?; ?<?([^\s<>]{1,64}@[^\s<>]{1,253}?)>?\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def complaint(text: str, back: Returned) -> BounceReading:
    report = arf.read(text)
    diagnosis = replace(
        _feedback(f"report/{report.kind}", report.line, _COMPLAINT_ADVICE.get(report.kind)),
        sender=report.sender or back.sender,
        sending_ip=accused_ip(report.source_ip or ""),
        dkim_selectors=back.dkim_selectors,
    )
    recipients = report.recipients or (back.recipient,)
    return BounceReading(
        MailKind.COMPLAINT, tuple(replace(diagnosis, recipient=each) for each in recipients), back.subject
    )


def junk_report(mail: Mail, copy: bytes, back: Returned) -> BounceReading:
    """Microsoft's report: the recipient stands in a field of the attached mail (`copy`), the address in the subject."""
    subject = mail.headers.get(b"subject").strip()
    named = _JMRP_RECIPIENT.search(copy)
    recipient = named[1].decode("ascii", "replace") if named else back.recipient
    line = f"Subject: {subject}"
    diagnosis = replace(
        _feedback("report/jmrp", line), recipient=recipient, sender=back.sender, sending_ip=accused_ip(subject)
    )
    return BounceReading(MailKind.COMPLAINT, (diagnosis,), back.subject)


def unsubscription(mail: Mail) -> BounceReading:
    """A mail program's answer to List-Unsubscribe (RFC 2369, 3.2): its sender wants to receive no more."""
    line = f"Subject: {mail.headers.get(b'subject').strip()}"
    diagnosis = replace(
        _feedback("header/unsubscribe", line, "unsubscribe-request"),
        recipient=address_in(mail.headers.get(b"from")),
    )
    return BounceReading(MailKind.COMPLAINT, (diagnosis,))


def _feedback(rule: str, line: str, advice: str | None = None) -> Diagnosis:
    known = knowledge().advice[advice] if advice else knowledge().causes["feedback"]
    return replace(_diagnosis("feedback", rule, line), actors=known.actors, resend=known.resend, advice=advice)


def absence(mail: Mail, sender: str) -> BounceReading:
    subject = mail.headers.get(b"subject").strip()
    submitted = mail.headers.get(b"auto-submitted").strip()
    rule = "header/auto-submitted" if submitted else "header/subject"
    line = f"Auto-Submitted: {submitted}" if submitted else f"Subject: {subject}"
    recipient = dsn.address(sender) or sender.partition("<")[2].partition(">")[0] or None
    diagnosis = replace(_diagnosis("vacation", rule, line), diagnostic="", recipient=recipient)
    return BounceReading(MailKind.AUTO_REPLY, (diagnosis,), subject or None)


def told_absence(line: str) -> BounceReading:
    """An automatic reply whose text somebody pasted; `line` says that its writer is away."""
    return BounceReading(MailKind.AUTO_REPLY, (_diagnosis("vacation", "wording/absence", line),))


def receipt(text: str, subject: str) -> BounceReading | None:
    """A disposition notification (RFC 8098): its mail was read, or deleted unread, so it had arrived. None where it
    tells of something else, such as a failure."""
    disposition = _ARRIVED.search(text[:4096])
    if not disposition:
        return None
    named = _RECIPIENT.search(text[:4096])
    diagnosis = _diagnosis("delivered", "report/disposition", disposition[0].strip())
    return BounceReading(
        MailKind.AUTO_REPLY, (replace(diagnosis, recipient=named[1] if named else None),), subject.strip() or None
    )


def _diagnosis(cause: str, rule: str, line: str) -> Diagnosis:
    """A diagnosis after which nothing needs to be sent again: nothing was refused."""
    return Diagnosis(
        cause=cause,
        confidence=Confidence.WORDING,
        rule=rule,
        evidence=line,
        reply_code=None,
        status=None,
        permanent=False,
        actors=knowledge().causes[cause].actors,
        resend=Resend.NOT_NEEDED,
        diagnostic=line,
    )

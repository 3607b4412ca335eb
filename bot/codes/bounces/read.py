"""Reads a bounce: a mail file or pasted text in, a `BounceReading` out.

Nothing here touches a disk, a network or a clock, and nothing raises: what cannot be read is `MailKind.OTHER`.
Input of any size is borne, but only its beginning is read (see the limits in `mail`, `notice` and `replies`); the
caller refuses files over 10 MB.
"""

import re
from collections.abc import Iterable

from bot.codes.bounces import no_failure
from bot.codes.bounces.formats import detect
from bot.codes.bounces.formats.blocks import refusal
from bot.codes.bounces.judging.diagnose import Surroundings, diagnose, rests_on_likeness, rests_on_nothing
from bot.codes.bounces.mail import html
from bot.codes.bounces.mail.mbox import mails
from bot.codes.bounces.mail.mime import Mail, Part, parse
from bot.codes.bounces.notice import arf, autoreply, dsn
from bot.codes.bounces.notice.accounts import Account, filled, merged
from bot.codes.bounces.notice.failure import MAX_BEGINNING, quotes_server, speaks_of_mail, tells_failure, tells_in_prose
from bot.codes.bounces.notice.returned import Returned, parted, returned
from bot.codes.bounces.notice.text import Notice, notice
from bot.codes.bounces.paste import Paste, unmangle
from bot.codes.bounces.replies.reply import address_in, addresses_in
from bot.codes.values import BounceReading, Confidence, Diagnosis, MailKind
from bot.measures import MOST_RECIPIENTS

NOTHING = BounceReading(MailKind.OTHER, ())
_MAX_NESTED = 2
_REPORT = ("message/delivery-status", "message/global-delivery-status")
_RECEIPT = "message/disposition-notification"
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/partial")
_JMRP = re.compile(r"^complaint about message from [0-9a-f.:]{3,45}", re.IGNORECASE)
"""Microsoft's Junk Mail Reporting Program: the mail that was complained about is attached to it."""
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""How Outlook's `.msg` files begin."""
_FROM = re.compile(rb"^From:", re.MULTILINE)
_DELIVERED = re.compile(rb"^(?:Received|Message-ID):", re.MULTILINE | re.IGNORECASE)
"""Fields of every mail that a server has passed on; text that somebody typed has none."""
TYPED = "-"
"""The name of what comes through standard input."""
_FIELD = re.compile(rb"^(?:Received|Return-Path|From|To|Subject|Date|Message-I[dD]):", re.MULTILINE)


def read_file(name: str, raw: bytes) -> BounceReading:
    """Read a dropped file by what is in it: Outlook's format begins with a signature (MS-CFB, 2.2). Text without header
    fields is read as if it had been pasted, and so is what was typed and only looks like a mail; the name only says
    what is expected of it."""
    ending = name.rpartition(".")[2].lower()
    if raw.startswith(COMPOUND_FILE):
        from bot.codes.bounces.mail.outlook import mail_of  # noqa: PLC0415 - a heavy library that few files need

        return read_mail(mail_of(raw))
    if ending in {"txt", "log"} and not _FROM.search(raw[:20000]):
        return read_text(raw[:200_000].decode("utf-8", "replace"))
    whole = read_mail(raw)
    if whole.kind is MailKind.OTHER and name == TYPED and not _DELIVERED.search(raw[:20000]):
        return read_text(raw[:200_000].decode("utf-8", "replace"))
    return whole


def read_mail(raw: bytes) -> BounceReading:
    """Read a mail as it came, or a mailbox file of several: any charset, any MIME, broken or whole."""
    readings = [_read(each, _MAX_NESTED) for each in mails(raw, MOST_RECIPIENTS)]
    if len(readings) == 1:
        return readings[0]
    telling = [reading for reading in readings if reading.kind is not MailKind.OTHER] or readings
    if len(telling) == 1:
        return telling[0]
    diagnoses = tuple(diagnosis for reading in telling for diagnosis in reading.diagnoses)
    more = sum(reading.more for reading in telling) + max(len(diagnoses) - MOST_RECIPIENTS, 0)
    kinds = {reading.kind for reading in telling}
    kind = kinds.pop() if len(kinds) == 1 else MailKind.BOUNCE
    return BounceReading(kind, diagnoses[:MOST_RECIPIENTS], telling[0].subject, more)


def read_text(text: str) -> BounceReading:
    """Read what somebody pasted: a line, a reply, a notice, a log, a whole mail with its headers.

    One line or more that a server may have said always gives one diagnosis at least; where nothing is known of it, its
    cause is `undefined`. Empty text is no bounce.
    """
    pasted = unmangle(text)
    if not pasted.text.strip():
        return NOTHING
    if pasted.is_mail and (whole := _read(pasted.text.encode("utf-8", "replace"), 1)).kind is not MailKind.OTHER:
        return whole
    if arf.BEGINS.match(pasted.text):
        return no_failure.complaint(pasted.text, Returned())
    accounts = _pasted_accounts(pasted)
    around = Surroundings(
        returned(pasted.notice.returned.encode("utf-8", "replace")) if pasted.notice.returned else Returned(),
        prose="" if pasted.logged or pasted.single else pasted.notice.text,
    )
    judged = diagnose(accounts[:MOST_RECIPIENTS], around)
    if all(map(rests_on_likeness, judged)) and (line := autoreply.told_absence(pasted.text)):
        return no_failure.told_absence(line)
    return BounceReading(_kind(judged), judged, around.returned.subject, len(accounts) - len(judged))


def _pasted_accounts(pasted: Paste) -> tuple[Account, ...]:
    if pasted.logged:
        return pasted.logged
    if pasted.single:
        return (pasted.single,)
    return detect(pasted.notice)


def _read(raw: bytes, depth: int) -> BounceReading:
    mail = parse(raw)
    kinds = [part.kind for part in mail.parts]
    if "message/feedback-report" in kinds:
        report_part = next(part for part in mail.parts if part.kind == "message/feedback-report")
        return no_failure.complaint(report_part.text(), _returned(mail, notice("")))
    subject = mail.headers.get(b"subject")
    if _JMRP.match(subject):
        copy = next((part.body[: 128 * 1024] for part in mail.parts if part.kind in _RETURNED), b"")
        return no_failure.junk_report(mail, copy, _returned(mail, notice("")))
    if autoreply.is_unsubscription(subject, mail.headers):
        return no_failure.unsubscription(mail)
    sender = mail.headers.get(b"from")
    system = autoreply.from_system(sender)
    report = dsn.joined([dsn.read(part.text()) for part in mail.parts if part.kind in _REPORT])
    reported = report.accounts if report else ()
    certain = bool(report) or (system and bool(sender.strip())) or mail.headers.has(b"x-failed-recipients")
    automatic = not (system and certain) and autoreply.is_automatic(mail.headers)
    envelope_sender = report.sender if report else None
    receiver = "" if reported and envelope_sender else mail.headers.get(b"to")
    text_notice = _notice(mail, sender, receiver, in_a_name=automatic and not system)
    prose = certain or tells_in_prose(text_notice.text)
    announced = system or tells_failure(subject)
    certain = certain or (prose and (announced or automatic))
    if automatic and not certain and not autoreply.answers(subject):
        certain = announced or tells_in_prose(subject)
    looks = certain or announced or (_names_a_stranger(text_notice) and _quotes(subject, text_notice, prose=prose))
    if _RECEIPT in kinds and (receipt := _receipt(mail, subject, text_notice)):
        return receipt
    if not report and autoreply.is_auto_reply(subject, mail.headers, system=system or certain):
        return no_failure.absence(mail, sender)
    accounts = _accounts(reported, text_notice, guess=looks)
    if depth and not reported and not any(account.reply and account.recipient for account in accounts):
        copies = [part.body for part in mail.parts if part.kind in _RETURNED] or [
            text_notice.returned.encode("utf-8", "replace")
        ]
        inner = next(filter(None, (_inner(copy, depth - 1) for copy in copies)), None)
        if inner:
            return inner
    if not accounts:
        return NOTHING
    back = _returned(mail, text_notice)
    around = Surroundings(
        back,
        report.reporting_host if report else None,
        envelope_sender,
        text_notice.text,
        subject,
        address_in(receiver),
    )
    diagnoses = diagnose(_named(accounts[:MOST_RECIPIENTS], back), around)
    more = (report.more if report else 0) + len(accounts) - len(diagnoses)
    unproven = rests_on_nothing if announced or prose else rests_on_likeness
    if not certain and all(map(unproven, diagnoses)):
        return NOTHING
    return BounceReading(_kind(diagnoses), diagnoses, back.subject, more)


def _receipt(mail: Mail, subject: str, text_notice: Notice) -> BounceReading | None:
    """The reading of a receipt; None where a script's refusal came in its form (RFC 5429, 2.2)."""
    if tells_failure(subject) or tells_in_prose(text_notice.text):
        return None
    return no_failure.receipt(next(part.text() for part in mail.parts if part.kind == _RECEIPT), subject)


def _quotes(subject: str, text_notice: Notice, *, prose: bool) -> bool:
    """Whether a mail is about another mail: it says that one failed, and its subject speaks of one or its text quotes a
    server's refusal; or it quotes what only servers and mail programs write."""
    if quotes_server(text_notice.text):
        return True
    return prose and (speaks_of_mail(subject) or bool(refusal(text_notice.lines)))


def _names_a_stranger(text_notice: Notice) -> bool:
    """Whether a text names an address that is neither who wrote it nor who got it: a recipient, likely."""
    known = f"{text_notice.sender} {text_notice.receiver}".lower()
    return any(each.lower() not in known for each in addresses_in(text_notice.text[:MAX_BEGINNING]))


def _kind(diagnoses: tuple[Diagnosis, ...]) -> MailKind:
    causes = {diagnosis.cause for diagnosis in diagnoses}
    return MailKind.COMPLAINT if causes == {"feedback"} else MailKind.BOUNCE


def _inner(raw: bytes, depth: int) -> BounceReading | None:
    """The reading of a bounce that somebody passed on inside another mail."""
    start = _FIELD.search(raw[:8192])
    if not start:
        return None
    inner = _read(parted(raw[start.start() :]), depth)
    return inner if any(diagnosis.confidence is not Confidence.NONE for diagnosis in inner.diagnoses) else None


def _accounts(reported: tuple[Account, ...], text_notice: Notice, *, guess: bool) -> tuple[Account, ...]:
    """The report's accounts filled up from the notice; the notice's own where there is no report."""
    if not reported:
        return detect(text_notice, guess=guess)
    return filled(reported, detect(text_notice, guess=False))


def _named(accounts: tuple[Account, ...], back: Returned) -> Iterable[Account]:
    """A lone account without a name takes the returned mail's recipient."""
    if len(accounts) == 1 and not accounts[0].recipient and (recipient := back.recipient):
        return (merged(accounts[0], Account(recipient)),)
    return accounts


def _notice(mail: Mail, sender: str, receiver: str, *, in_a_name: bool) -> Notice:
    """The human-readable part: plain text before the returned mail, else the words of an HTML part.

    `receiver` is empty where a report names the mail's sender. `in_a_name`: whether a program answered in the name of a
    person or a list."""
    before: list[Part] = []
    for part in mail.parts:
        if part.kind in _RETURNED:
            break
        before.append(part)
    plain = [part.text() for part in before if part.kind == "text/plain"]
    if not any(map(str.strip, plain)):
        plain = [html.words(part.text()) for part in before if part.kind == "text/html"][:1]
        if not any(map(str.strip, plain)):
            plain = [part.text() for part in before if part.kind.startswith("text/")]
    failed: tuple[str, ...] = ()
    if mail.headers.has(b"x-failed-recipients"):
        listed = ",".join(mail.headers.all(b"x-failed-recipients")).split(",")
        failed = tuple(dict.fromkeys([each.strip() for each in listed if "@" in each]))
    read = notice("\n".join(plain), sender, receiver, failed[:200])
    if in_a_name:
        return read._replace(answering=autoreply.answering(sender), announced=mail.headers.get(b"subject"))
    return read


def _returned(mail: Mail, text_notice: Notice) -> Returned:
    for part in mail.parts:
        if part.kind in _RETURNED:
            return returned(part.body[: 128 * 1024])
    return (
        returned(text_notice.returned.partition("\n")[2].encode("utf-8", "replace"))
        if text_notice.returned
        else Returned()
    )

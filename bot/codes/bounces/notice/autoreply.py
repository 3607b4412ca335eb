"""Automatic replies (RFC 3834) told apart from bounces: they come from a person's address, not from a mail system."""

import re

from bot.codes.bounces.mail.mime import Headers
from bot.codes.bounces.replies.reply import address_in

_SYSTEM = re.compile(
    r"mailer-?daemon|post_?master|mail delivery (?:sub)?system|mail ?administrator|no-?reply|mail-?system|mdaemon"
    r"|bounce"
)
_SUBJECT = re.compile(
    r"^\s{0,3}(?:auto(?:matic|mated|matisch\w{0,2})?[ :-]|automatinis|autoreply|auto-reply|auto reply|"
    r"out of (?:the )?office|"
    r"vacation|i am away|away from my mail|abwesenheit|absence|réponse automatique|автоответ|nebuvim|atostog|автоматич|"
    r"risposta automatica|respuesta automática|自動(?:応答|返信))",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\s{0,3}(?:\[[^\]]{0,60}\]\s{0,3})?(?:re|aw|sv|antw|odp|ats|rif|отв)(?:\[\d\])?\s?:", re.IGNORECASE
)
_ABSENT = re.compile(
    r"^.{0,200}?(?:\b(?:i am|i'm|i will be|we are)\b.{0,20}\b"
    r"(?:out of (?:the )?office|away (?:from|until|on)|off until|on (?:\w{1,12} )?(?:leave|vacation|holidays?))\b|"
    r"^(?:automatic reply|out of office|automatinis atsakymas|abwesenheitsnotiz)\b|"
    r"\batostogauju\b|\batostogausiu\b|\b(?:esu|būsiu) (?:\w{1,20} )?(?:išvyk|atostogose|komandiruot)|"
    r"\bnebūsiu (?:darbe|biure)|"
    r"\bich (?:bin|werde)\b.{0,60}\b(?:nicht im (?:büro|haus)|im urlaub|außer haus|abwesend)|"
    r"\bje (?:suis|serai)\b.{0,30}(?:absente? (?:du bureau|jusqu)|en congés?)|"
    r"\b(?:estoy|estaré) (?:fuera de la oficina|ausente|de vacaciones)|\bestou (?:fora do escritório|de férias)|"
    r"\bsono (?:fuori (?:ufficio|sede)|in ferie)|\bik ben (?:\w{1,12} )?(?:afwezig|met vakantie)|"
    r"\b(?:jestem|będę) (?:\w{1,12} )?(?:na urlopie|poza biurem)|\bя (?:\w{1,12} )?в отпуске|"
    r"\besmu atvaļinājumā|\bolen (?:puhkusel|lomalla)|\bjag (?:är|har) semester|\bjeg (?:er|holder) (?:på )?ferie"
    r").{0,200}",
    re.IGNORECASE | re.MULTILINE,
)
"""A line in which somebody says of himself that he is away."""
_IN_NOBODYS_NAME = re.compile(
    r"[-+.](?:owner|request|bounces?|help|admin)@|^owner-|^(?:listserv|majordomo|sympa|mlmmj|ezmlm)@", re.IGNORECASE
)
_UNSUBSCRIBE = re.compile(r"(?:re: )?(?:unsubscribe|unsubscription(?: request)?|atsisakyti|opt-?out)", re.IGNORECASE)
_REJECTED = re.compile(r"auto-replied[ ;]{1,4}\(?rejected")
"""Pigeonhole marks a Sieve script's `reject` (RFC 5429) so: it is a refusal."""
_FIELDS = (b"x-autoreply", b"x-autorespond", b"x-autoreply-from", b"x-mail-autoreply", b"x-vacation")


def from_system(sender: str) -> bool:
    """Whether a From field is a mail system's (`MAILER-DAEMON`, `postmaster`, empty) rather than a person's."""
    return bool(_SYSTEM.search(sender[:300].lower())) or sender.strip() in {"", "<>"}


def is_unsubscription(subject: str, headers: Headers) -> bool:
    """Whether a mail asks to be taken off a list: its subject says only that, and it goes to such an address."""
    if not _UNSUBSCRIBE.fullmatch(subject.strip()[:60]):
        return False
    local = headers.get(b"to").rpartition("@")[0].lower()
    return "unsub" in local or headers.has(b"auto-submitted")


def is_automatic(headers: Headers) -> bool:
    """Whether a program sent the mail, be it a notice or a reply (RFC 3834, 5)."""
    return headers.get(b"auto-submitted").strip().lower().startswith("auto-")


def answers(subject: str) -> bool:
    """Whether a subject is an answer's ("Re: ..."), or an automatic reply's, and so repeats another one's words."""
    return bool(_ANSWER.match(subject[:300]) or _SUBJECT.match(subject[:300]))


def answering(sender: str) -> str:
    """The address that a program answers for; empty where it is a list's owner's or the program's own."""
    address = address_in(sender) or ""
    return "" if _IN_NOBODYS_NAME.search(address) else address


def told_absence(text: str) -> str:
    """The sentence in which the writer of a text says that he is away; empty where there is none."""
    absent = _ABSENT.search(text[:1000])
    return absent[0].strip() if absent else ""


def is_auto_reply(subject: str, headers: Headers, *, system: bool) -> bool:
    """Whether the header fields of a mail say that a program answered in its owner's place (RFC 3834, 5).

    `Auto-Submitted: auto-generated` is a notification and no reply; mail systems mark bounces `auto-replied` too, so a
    `system` sender needs a subject of the kind as well.
    """
    of_the_kind = bool(_SUBJECT.match(subject[:300]))
    if system:
        return of_the_kind
    submitted = headers.get(b"auto-submitted").strip().lower()
    if _REJECTED.match(submitted):
        return False
    precedence = headers.get(b"precedence").strip().lower()
    return (
        submitted.startswith("auto-replied")
        or precedence in {"auto_reply", "auto-reply"}
        or of_the_kind
        or any(headers.has(name) for name in _FIELDS)
    )

"""Automatic replies (RFC 3834) told apart from bounces: they come from a person's address, not from a mail system."""

import re

from bot.codes.bounces.mail.mime import Headers

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
_UNSUBSCRIBE = re.compile(r"(?:re: )?(?:unsubscribe|unsubscription(?: request)?|atsisakyti|opt-?out)", re.IGNORECASE)
_REJECTED = re.compile(r"auto-replied[ ;]{1,4}\(?rejected")
"""Pigeonhole marks a Sieve script's `reject` (RFC 5429) so: it is a refusal."""
_FIELDS = (b"x-autoreply", b"x-autorespond", b"x-autoreply-from", b"x-mail-autoreply", b"x-vacation")


def from_system(sender: str) -> bool:
    """Whether a From field is a mail system's (`MAILER-DAEMON`, `postmaster`, empty) rather than a person's."""
    return not sender.strip() or sender.strip() == "<>" or bool(_SYSTEM.search(sender[:300].lower()))


def is_unsubscription(subject: str, headers: Headers) -> bool:
    """Whether a mail asks to be taken off a list: its subject says only that, and it goes to such an address."""
    if not _UNSUBSCRIBE.fullmatch(subject.strip()[:60]):
        return False
    local = headers.get(b"to").rpartition("@")[0].lower()
    return "unsub" in local or headers.has(b"auto-submitted")


def is_automatic(headers: Headers) -> bool:
    """Whether a program sent the mail, be it a notice or a reply (RFC 3834, 5)."""
    return headers.get(b"auto-submitted").strip().lower().startswith("auto-")


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

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
_FAILED = re.compile(
    r"undeliver|delivery (?:status|fail|delay|problem|notif|has failed|error)|returned mail|failure notice|"
    r"could not (?:be )?deliver|"
    r"mail (?:system )?error|non.?delivery|non.?distribu|n'a pas pu [eê]tre|"
    r"nepristatyt|grąžin(?:t|am)|grįž|^bounced?\b|bounced (?:e?-?mail|message)|"
    r"(?:mail|message) bounced|bounce notif|not delivered|returning message|"
    r"non remis|unzustellbar|nicht zugestellt|no entregad[oa]|onbestelbaar|non recapitat|nie dostarczon|"
    r"message retourné|"
    r"не доставлен|недоставлен|配信不能|配送できません|退信|退回|"
    r"warning: could not send|not (?:a )?member\b|loop alert|mail loop|"
    r"giving up on your|message (?:is|was|has been) delayed|non-?member submission|virus (?:found|detected) in|"
    r"request to mailing list .{1,80} rejected|returned post for"
)
"""These two in lower case: ignoring the case takes the search three times as long."""
_UNSUBSCRIBE = re.compile(r"(?:re: )?(?:unsubscribe|unsubscription(?: request)?|atsisakyti|opt-?out)", re.IGNORECASE)
_FIELDS = (b"x-autoreply", b"x-autorespond", b"x-autoreply-from", b"x-mail-autoreply", b"x-vacation")


def from_system(sender: str) -> bool:
    """Whether a From field is a mail system's (`MAILER-DAEMON`, `postmaster`, empty) rather than a person's."""
    return not sender.strip() or sender.strip() == "<>" or bool(_SYSTEM.search(sender[:300].lower()))


def tells_failure(subject: str) -> bool:
    """Whether a subject speaks of a delivery that failed."""
    return bool(_FAILED.search(subject[:300].lower()))


def is_unsubscription(subject: str, headers: Headers) -> bool:
    """Whether a mail asks to be taken off a list: its subject says only that, and it goes to such an address."""
    if not _UNSUBSCRIBE.fullmatch(subject.strip()[:60]):
        return False
    local = headers.get(b"to").rpartition("@")[0].lower()
    return "unsub" in local or headers.has(b"auto-submitted")


def is_auto_reply(subject: str, headers: Headers, *, system: bool) -> bool:
    """Whether the header fields of a mail say that a program answered in its owner's place (RFC 3834, 5).

    `Auto-Submitted: auto-generated` is a notification and no reply; mail systems mark bounces `auto-replied` too, so a
    `system` sender needs a subject of the kind as well.
    """
    of_the_kind = bool(_SUBJECT.match(subject[:300]))
    if system:
        return of_the_kind
    submitted = headers.get(b"auto-submitted").strip().lower()
    precedence = headers.get(b"precedence").strip().lower()
    return (
        submitted.startswith("auto-replied")
        or precedence in {"auto_reply", "auto-reply"}
        or of_the_kind
        or any(headers.has(name) for name in _FIELDS)
    )

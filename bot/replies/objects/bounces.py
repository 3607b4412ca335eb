"""What a bounce says of one recipient, as an object."""

from bot.cases.values.investigation import Investigation
from bot.codes.values import Diagnosis, MailKind
from bot.replies.objects.reports import finding
from bot.replies.objects.speech import JsonObject, Speech, speech, text

_FIELDS = (
    "cause",
    "confidence",
    "rule",
    "evidence",
    "reply_code",
    "status",
    "permanent",
    "actors",
    "resend",
    "retry_after",
    "diagnostic",
    "provider",
    "recipient",
    "original_recipient",
    "sender",
    "sender_domain",
    "sending_ip",
    "remote_host",
    "reporting_host",
    "blocklist",
    "advice",
    "dkim_selectors",
)
"""Of a diagnosis; a new one is described in `docs/schema/` first."""
_NOTHING: JsonObject = {"cause": None, "reply_code": None, "status": None, "permanent": False}


def bounce(
    kind: MailKind,
    diagnosis: Diagnosis | None,
    language: str,
    *,
    more: int = 0,
    investigation: Investigation | None = None,
) -> JsonObject:
    """One recipient's refusal; of a mail that is none, only that. `more`: recipients that were not judged."""
    words = speech(language)
    fields = _NOTHING if diagnosis is None else {name: getattr(diagnosis, name) for name in _FIELDS}
    return {
        "kind": str(kind),
        **fields,
        **({"more": more} if more else {}),
        **({"investigation": _investigation(investigation, words)} if investigation else {}),
        "words": _words(diagnosis, words),
    }


def _words(diagnosis: Diagnosis | None, words: Speech) -> JsonObject:
    cause = words.engine.texts.cause(diagnosis) if diagnosis else None
    if cause is None or diagnosis is None:
        return {"language": words.language, "title": words.say("bounce.other")}
    return {
        "language": words.language,
        "title": text(cause["title"]),
        "meaning": text(cause["meaning"]),
        "action": text(cause["action"]),
        "actors": words.told("act", "actors", diagnosis.actors),
        "resend": words.say(f"resend.{diagnosis.resend}"),
    }


def _investigation(seen: Investigation, words: Speech) -> JsonObject:
    return {
        "verdict": str(seen.verdict),
        "domain": seen.domain,
        "address": seen.address,
        "root": finding(seen.root, seen.domain, words) if seen.root else None,
        "findings": [finding(each, seen.domain, words) for each in seen.findings],
    }

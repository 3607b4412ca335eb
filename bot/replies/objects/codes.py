"""Codes as objects."""

from bot.codes.values import CodeEntry, Explanation
from bot.replies.objects.speech import JsonObject, Speech, speech, text


def code(explanation: Explanation, language: str) -> JsonObject:
    """A code explained. Its words are those of the more exact code, as in every answer."""
    words = speech(language)
    return {"kind": "code", **_fields(explanation), "words": _words(explanation.exact, words)}


def codes(typed: str, entries: tuple[CodeEntry, ...], language: str) -> JsonObject:
    """The codes that begin with the digits asked, or that a word finds."""
    words = speech(language)
    return {"kind": "codes", "asked": typed, "codes": [_row(entry, words) for entry in entries]}


def _fields(explanation: Explanation) -> JsonObject:
    entry = explanation.entry
    return {
        "code": explanation.code,
        "type": str(explanation.kind),
        "known": entry is not None,
        "reference": entry.reference if entry else None,
        "first_digit": explanation.first,
        "second_digit": explanation.second,
        "actors": list(map(str, explanation.actors)),
        "resend": str(explanation.resend),
        "paired": _fields(explanation.paired) if explanation.paired else None,
    }


def _words(explanation: Explanation, words: Speech) -> JsonObject:
    of_code = words.engine.texts.code(explanation.entry.code) if explanation.entry else None
    first = words.engine.texts.first(explanation)
    assert first is not None
    advised = of_code if explanation.advised else None
    return {
        "language": words.language,
        "title": text(of_code["meaning"] if of_code else first["title"]),
        "action": text(advised["action"]) if advised else words.say(f"code.do-{explanation.first}"),
        "actors": words.told("act", "actors", explanation.actors),
        "resend": words.say(f"resend.{explanation.resend}"),
    }


def _row(entry: CodeEntry, words: Speech) -> JsonObject:
    of_code = words.engine.texts.code(entry.code)
    return {
        "code": entry.code,
        "type": str(entry.kind),
        "reference": entry.reference,
        "actors": list(map(str, entry.actors)),
        "resend": str(entry.resend),
        "words": {"language": words.language, "title": text(of_code["meaning"]) if of_code else entry.code},
    }

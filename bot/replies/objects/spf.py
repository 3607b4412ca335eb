"""An evaluation of SPF as an object."""

from bot.domains.standards.spf.values import SpfResult
from bot.replies.objects.speech import JsonObject, speech, text


def spf(result: SpfResult, address: str, domain: str, language: str) -> JsonObject:
    """`domain`: the sender's domain, or the HELO name."""
    words = speech(language)
    return {
        "kind": "spf",
        "result": str(result.result),
        "explanation": result.explanation,
        "term": result.term,
        "domain": result.domain,
        "problem": str(result.problem) if result.problem else None,
        "lookups": result.lookups,
        "steps": [{"domain": step.domain, "term": step.term, "lookups": step.lookups} for step in result.steps],
        "void_lookups": list(result.voids),
        "words": {"language": words.language, "title": sentence(result, address, domain, language)},
    }


def sentence(result: SpfResult, address: str, domain: str, language: str) -> str:
    """The result in a sentence."""
    return text(speech(language).engine.phrases.xml(f"spf.{result.result}", address=address, domain=domain))

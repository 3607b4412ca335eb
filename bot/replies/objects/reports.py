"""A domain's report, its findings and records as objects."""

from bot.domains.engine.verdict import Judgement, verdict
from bot.domains.values import Finding, Record, Report
from bot.replies.objects.speech import Json, Speech, speech, text


def report(report: Report, language: str | None) -> Json:
    """The report with its verdict and findings, worst first. Without a language there are no words in it."""
    said = speech(language) if language else None
    whole = verdict(report)
    words: Json = {}
    if said:
        words["words"] = {
            "language": said.language,
            "title": said.told("verdict", "sentence", whole, report.domain),
        }
    return {
        "kind": "domain",
        "domain": report.domain,
        "provider": report.provider,
        "status": str(whole.level),
        "questions": {judged.name.value: _question(judged, said) for judged in whole.questions},
        "elapsed_ms": round(report.elapsed_ms, 1),
        "queries": report.queries,
        "findings": [finding(each, report.domain, said) for each in report.findings],
        **words,
    }


def finding(found: Finding, domain: str | None, said: Speech | None) -> Json:
    """One thing found. `domain`: whose report it stands in."""
    words = {"words": _words(found, domain, said)} if said else {}
    return {
        "check": found.check,
        "status": str(found.status),
        "code": found.code,
        "facts": {fact.name: fact.value for fact in found.facts},
        "evidence": [_record(record) for record in found.evidence],
        "publish": [_record(record) for record in found.publish],
        **words,
    }


def _question(judged: Judgement, said: Speech | None) -> Json:
    fields: Json = {"status": str(judged.status) if judged.status else None}
    if said is None:
        return fields
    return {
        **fields,
        "words": {"question": said.say(f"concern.{judged.name}"), "title": said.told("verdict", "state", judged)},
    }


def _words(found: Finding, domain: str | None, said: Speech) -> Json:
    texts = said.engine.texts.finding(found, domain)
    meaning = {key: text(texts[key]) if texts and key in texts else None for key in ("meaning", "remedy")}
    return {"title": said.told("findings", "title", found, domain), **meaning}


def _record(record: Record) -> Json:
    return {"name": record.name, "type": record.type, "value": record.value}

"""A domain's report, its findings and records as objects."""

from bot.domains.engine.verdict import DomainVerdict, Judgement, verdict
from bot.domains.values import Finding, Record, Report
from bot.replies.objects.speech import JsonObject, Speech, speech, text


def report(report: Report, language: str | None, judged: DomainVerdict | None = None) -> JsonObject:
    """The report with its verdict and findings, worst first. Without a language there are no words in it. `judged`: the
    report's verdict, where it is known."""
    in_words = speech(language) if language else None
    whole = judged or verdict(report)
    words: JsonObject = {}
    if in_words:
        words["words"] = {
            "language": in_words.language,
            "title": in_words.told("verdict", "sentence", whole, report.domain),
        }
    return {
        "kind": "domain",
        "domain": report.domain,
        "provider": report.provider,
        "status": str(whole.level),
        "questions": {judgement.name.value: _question(judgement, in_words) for judgement in whole.questions},
        "elapsed_ms": round(report.elapsed_ms, 1),
        "queries": report.queries,
        "findings": [finding(each, report.domain, in_words) for each in report.findings],
        **words,
    }


def finding(item: Finding, domain: str | None, in_words: Speech | None) -> JsonObject:
    """One thing found. `domain`: whose report it stands in."""
    words = {"words": _words(item, domain, in_words)} if in_words else {}
    return {
        "check": item.check,
        "status": str(item.status),
        "code": item.code,
        "facts": {fact.name: fact.value for fact in item.facts},
        "evidence": [_record(record) for record in item.evidence],
        "publish": [_record(record) for record in item.publish],
        **words,
    }


def _question(judged: Judgement, in_words: Speech | None) -> JsonObject:
    fields: JsonObject = {"status": str(judged.status) if judged.status else None}
    if in_words is None:
        return fields
    return {
        **fields,
        "words": {
            "question": in_words.say(f"concern.{judged.name}"),
            "title": in_words.told("verdict", "state", judged),
        },
    }


def _words(item: Finding, domain: str | None, in_words: Speech) -> JsonObject:
    texts = in_words.engine.texts.finding(item, domain)
    if texts is None:
        return {"title": in_words.told("findings", "title", item, domain), "meaning": None, "remedy": None}
    return {key: text(texts[key]) if key in texts else None for key in ("title", "meaning", "remedy")}


def _record(record: Record) -> JsonObject:
    return {"name": record.name, "type": record.type, "value": record.value}

"""A report as JSON for scripts: the form is stable."""

import json

from bot.domains.values import Report


def json_line(report: Report) -> str:
    """The report as one line of JSON, without the line's end."""
    fields = {
        "domain": report.domain,
        "provider": report.provider,
        "elapsed_ms": round(report.elapsed_ms, 1),
        "queries": report.queries,
        "findings": [
            {
                "check": finding.check,
                "status": str(finding.status),
                "code": finding.code,
                "facts": {fact.name: fact.value for fact in finding.facts},
                "evidence": [_record(record.name, record.type, record.value) for record in finding.evidence],
                "publish": [_record(record.name, record.type, record.value) for record in finding.publish],
            }
            for finding in report.findings
        ],
    }
    return json.dumps(fields, ensure_ascii=False)


def _record(name: str, type: str, value: str) -> dict[str, str]:
    return {"name": name, "type": type, "value": value}

"""DMARC and TLS reports dropped in Slack: answered in their thread, nothing of them kept."""

import json
from pathlib import Path

from bot.workspace.values import Message
from tests.reports.making import FAILURE, aggregate, mail, packed, row, spf_result
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.test_files import stored_in
from tests.scenarios.test_unasked import silence

OVH, STRANGER = "8.33.137.105", "91.198.174.7"
REPORT = aggregate(row(OVH, 212, results=spf_result("imone.example", "fail")), row(STRANGER, 6), domain="imone.example")
TLS = {
    "organization-name": "Siuntėjas",
    "policies": [
        {
            "policy": {"policy-type": "sts", "policy-domain": "imone.example"},
            "summary": {"total-successful-session-count": 9, "total-failure-session-count": 3},
            "failure-details": [{"result-type": "certificate-expired", "failed-session-count": 3}],
        }
    ],
}


async def answered(stage: Stage, dropped: Message, has: str) -> str:
    return words(await stage.answer(1, channel=SUPPORT, thread=dropped.ts, has=has))


async def test_a_report_is_answered_in_its_thread_which_goes_on_about_its_domain(
    one_stage: Stage, tmp_path: Path
) -> None:
    ws = one_stage.ws
    name = "gavejas.example!imone.example!1767225600!1767311999.xml.gz"
    report = await ws.drop_file(name, packed(REPORT), mimetype="application/x-gzip")
    answer = await answered(one_stage, report, "v=spf1 include:mx.ovh.com a mx -all")
    assert "OVHcloud" in answer
    assert STRANGER in answer
    await ws.say("o kas dėl DMARC?", thread_ts=report.ts)
    assert "imone.example" in words(await one_stage.answer(2, thread=report.ts, has="DMARC"))
    await one_stage.stop_bot()
    stored = stored_in(tmp_path)
    assert b"imone.example" in stored
    assert STRANGER.encode() not in stored


async def test_mails_that_carry_reports_tls_reports_and_failure_reports(one_stage: Stage) -> None:
    ws = one_stage.ws
    carrier = await ws.drop_file("ataskaita.eml", mail(packed(REPORT)), mimetype="message/rfc822")
    await answered(one_stage, carrier, "DMARC ataskaita")
    tls = await ws.drop_file("tls.json", json.dumps(TLS).encode(), mimetype="application/json")
    await answered(one_stage, tls, "certificate-expired")
    failure = FAILURE.format(address=OVH, domain="imone.example").encode()
    message = await answered(
        one_stage, await ws.drop_file("ruf.eml", failure, mimetype="message/rfc822"), "include:mx.ovh.com"
    )
    assert "j***@imone.example" in message
    assert "Sąskaita" not in message


async def test_a_file_that_is_no_report_is_told_so_only_to_who_asks(one_stage: Stage) -> None:
    ws = one_stage.ws
    left = await ws.drop_file("duomenys.json", b'{"a": 1}', mimetype="application/json")
    message = await ws.drop_file("kita.zip", b"PK\x03\x04", channel=DIRECT, mimetype="application/zip")
    await one_stage.answer(1, channel=DIRECT, thread=message.ts, has="failas sugadintas")
    await silence(one_stage, left)

"""DMARC records mended: what was meant stands, no policy becomes weaker, no report address is lost."""

import pytest

from bot.domains.checks import dmarc
from bot.domains.declaration import Concern
from bot.domains.engine.verdict import verdict
from bot.domains.values import Status
from tests.domains.checking import DOMAIN, Data, run
from tests.domains.test_gate import HERE, MX
from tests.domains.test_proposals import report_of

SPF = {"TXT": "v=spf1 mx -all"}


def zones(record: str, *beside: object) -> Data:
    return {DOMAIN: [MX, HERE, *beside], f"_dmarc.{DOMAIN}": [{"TXT": record}]}


@pytest.mark.parametrize(
    ("record", "better"),
    [
        (
            "v=DMARC1; p=quarantine; rua=mailto:a@imone.example; rua=mailto:b@imone.example",
            "v=DMARC1; p=quarantine; rua=mailto:a@imone.example,mailto:b@imone.example",
        ),
        (
            "v=DMARC1; p=reject; rua=mailto:a@imone.example,b@imone.example",
            "v=DMARC1; p=reject; rua=mailto:a@imone.example,mailto:b@imone.example",
        ),
        ("v=DMARC1; p=reject; sp=rejct", f"v=DMARC1; p=reject; sp=reject; rua=mailto:dmarc@{DOMAIN}"),
        (
            "v=DMARC1; p=reject; np=quarantin; rua=mailto:a@imone.example",
            "v=DMARC1; p=reject; rua=mailto:a@imone.example; np=quarantine",
        ),
        (
            "v=DMARC1; p=reject; rua=mailto:a@imone.example; mailto:b@imone.example",
            "v=DMARC1; p=reject; rua=mailto:a@imone.example,mailto:b@imone.example",
        ),
        (
            'v=DMARC1; p=reject; rua=mailto:<a href="mailto:a@imone.example">a@imone.example</a>',
            "v=DMARC1; p=reject; rua=mailto:a@imone.example",
        ),
        ("v=DMARC1; p:reject; rua=mailto:a@imone.example", "v=DMARC1; p=reject; rua=mailto:a@imone.example"),
        ("v=DMARC1;\u00a0p=reject;\u00a0rua=mailto:a@imone.example", "v=DMARC1; p=reject; rua=mailto:a@imone.example"),
        ("v=DMARC1; p=reject rua=mailto:a@imone.example", "v=DMARC1; p=reject; rua=mailto:a@imone.example"),
        ("v=DMARC1; p=reject; rua:mailto:a@imone.example", "v=DMARC1; p=reject; rua=mailto:a@imone.example"),
        ("v=DMARC1; p=none; rua=a@imone.example", "v=DMARC1; p=none; rua=mailto:a@imone.example"),
        ("v=DMARC1; p=none", f"v=DMARC1; p=none; rua=mailto:dmarc@{DOMAIN}"),
        (
            "v=dmarc1 p=reject, rua=mailto:a@imone.example",
            "v=DMARC1; p=reject; rua=mailto:a@imone.example",
        ),
    ],
)
async def test_what_was_meant_is_kept(record: str, better: str) -> None:
    findings = await run(dmarc, zones(record, SPF))
    assert {published.value for finding in findings for published in finding.publish} == {better}


async def test_a_mistyped_policy_is_not_put_in_force_where_no_mail_could_pass() -> None:
    findings = await run(dmarc, zones("v=DMARC1; p=rejct; rua=mailto:a@imone.example"))
    assert [record.value for finding in findings for record in finding.publish] == [
        "v=DMARC1; p=none; rua=mailto:a@imone.example"
    ]


async def test_reject_without_spf_and_dkim_lets_nobody_pose_and_refuses_all_own_mail() -> None:
    answer = verdict(await report_of(zones(f"v=DMARC1; p=reject; rua=mailto:d@{DOMAIN}")))
    by_name = {question.name: question for question in answer.questions}
    assert by_name[Concern.POSE].status in (Status.OK, Status.NOTICE)
    assert by_name[Concern.SEND].status is Status.ERROR
    assert by_name[Concern.SEND].worst is not None
    assert by_name[Concern.SEND].worst.code == "dmarc-unauthenticated"


async def test_a_slip_in_tls_rpt_breaks_no_transport() -> None:
    data = zones(f"v=DMARC1; p=reject; rua=mailto:d@{DOMAIN}", SPF)
    data[f"_smtp._tls.{DOMAIN}"] = [{"TXT": "v=TLSRPTv1; rua=d@imone.example"}]
    report = await report_of(data)
    assert "tls-rpt-rua-invalid" in {finding.code for finding in report.findings}
    transport = next(question for question in verdict(report).questions if question.name is Concern.TRANSPORT)
    assert transport.worst is None or transport.worst.check != "tls-rpt"

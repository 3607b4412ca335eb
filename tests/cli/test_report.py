"""`mailbot report`: the contract that scripts rely on."""

import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.reports.making import FAILURE, aggregate, packed, row

SAMPLES = Path(__file__).parents[2] / "samples"


async def test_one_object_a_file_and_a_file_that_is_none_stops_nothing(tmp_path: Path, mailbot: Command) -> None:
    good, failing, none, failure = (tmp_path / name for name in ("good.gz", "failing.xml", "none.txt", "failure.eml"))
    good.write_bytes(packed(aggregate(row("192.0.2.7", 3, dkim="pass"))))
    failing.write_text(aggregate(row("192.0.2.8", 2)), encoding="utf-8")
    none.write_text("labas", encoding="utf-8")
    failure.write_text(FAILURE.format(address="192.0.2.9", domain="imone.example"), encoding="utf-8")
    files = [str(good), str(failing), "nera.xml", str(none), str(failure)]
    done = await mailbot("report", "--json", "--no-network", *files)
    reports = [json.loads(line) for line in done.printed.splitlines()]
    assert (done.status, "nera.xml" in done.complaint) == (2, True)
    assert [(report["file"], report["kind"]) for report in reports] == [
        (str(good), "dmarc"),
        (str(failing), "dmarc"),
        (str(none), "none"),
        (str(failure), "failure"),
    ]
    assert (reports[0]["domain"], reports[0]["messages"], reports[0]["passed"], reports[2]["reason"]) == (
        "imone.example",
        3,
        3,
        "no-report",
    )
    (sender,) = reports[1]["senders"]
    assert (sender["addresses"], sender["failed"], sender["standing"]) == (["192.0.2.8"], 2, "unlooked")


async def test_senders_are_looked_up_and_the_record_is_proposed(mailbot: Command) -> None:
    done = await mailbot("report", "--lang", "lt", str(SAMPLES / "dmarc-report.xml"))
    assert done.status == 1
    assert "v=spf1 include:mx.ovh.com a mx -all" in done.printed
    assert "OVHcloud" in done.printed

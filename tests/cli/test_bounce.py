"""`mailbot bounce`: the contract that scripts rely on."""

import json
from pathlib import Path

from tests.cli.conftest import Command, Done

MAILS = Path(__file__).parent.parent / "codes" / "bounces" / "mails"


def objects(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.printed.splitlines()]


async def test_one_object_a_recipient_in_order(mailbot: Command) -> None:
    file = str(MAILS / "user-unknown-and-full.eml")
    done = await mailbot("bounce", "--json", file)
    assert done.status == 1
    assert [(each["file"], each["cause"], each["permanent"]) for each in objects(done)] == [
        (file, "userunknown", True),
        (file, "mailboxfull", False),
        (file, "hostunknown", True),
    ]
    assert {"recipient", "confidence", "rule", "evidence", "reply_code", "status"} <= objects(done)[0].keys()


async def test_a_file_that_is_no_bounce_has_no_cause(mailbot: Command) -> None:
    done = await mailbot("bounce", "--json", str(MAILS / "newsletter.eml"))
    assert (done.status, [each["cause"] for each in objects(done)]) == (0, [None])


async def test_lines_are_answered_one_by_one(tmp_path: Path, mailbot: Command) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("552 5.2.2 Mailbox full\n550 5.1.1 User unknown\n\n", encoding="utf-8")
    done = await mailbot("bounce", "--json", "--lines", str(file))
    assert [each["cause"] for each in objects(done)] == ["mailboxfull", "userunknown", None]


async def test_standard_input_is_read(mailbot: Command) -> None:
    done = await mailbot("bounce", "--json", "-", stdin=(MAILS / "spamhaus-zen.eml").read_bytes())
    assert [(each["file"], each["cause"]) for each in objects(done)] == [("-", "blocked")]


async def test_a_missing_file_is_wrong_usage(mailbot: Command) -> None:
    done = await mailbot("bounce", "--json", "nera.eml")
    assert (done.status, objects(done)) == (2, [])
    assert "nera.eml" in done.complaint

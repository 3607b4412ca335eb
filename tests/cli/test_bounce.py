"""`mailbot bounce`: the contract that scripts rely on."""

import json
import subprocess
import sys
from pathlib import Path

MAILS = Path(__file__).parent.parent / "codes" / "bounces" / "mails"


def bounce(*arguments: str, given: bytes = b"") -> tuple[int, list[dict[str, object]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "bounce", *arguments], input=given, capture_output=True, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def test_one_object_a_recipient_in_order() -> None:
    file = str(MAILS / "user-unknown-and-full.eml")
    status, told, _ = bounce("--json", file)
    assert status == 1
    assert [(each["file"], each["cause"], each["permanent"]) for each in told] == [
        (file, "userunknown", True),
        (file, "mailboxfull", False),
        (file, "hostunknown", True),
    ]
    assert {"recipient", "confidence", "rule", "evidence", "reply_code", "status"} <= told[0].keys()


def test_a_file_that_is_no_bounce_has_no_cause() -> None:
    status, told, _ = bounce("--json", str(MAILS / "newsletter.eml"))
    assert (status, [each["cause"] for each in told]) == (0, [None])


def test_lines_are_answered_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("552 5.2.2 Mailbox full\n550 5.1.1 User unknown\n\n", encoding="utf-8")
    _, told, _ = bounce("--json", "--lines", str(file))
    assert [each["cause"] for each in told] == ["mailboxfull", "userunknown", None]


def test_standard_input_is_read() -> None:
    _, told, _ = bounce("--json", "-", given=(MAILS / "spamhaus-zen.eml").read_bytes())
    assert [(each["file"], each["cause"]) for each in told] == [("-", "blocked")]


def test_a_missing_file_is_wrong_usage() -> None:
    status, told, complaint = bounce("--json", "nera.eml")
    assert (status, told) == (2, [])
    assert "nera.eml" in complaint

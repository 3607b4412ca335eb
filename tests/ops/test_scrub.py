"""Whatever gets into a log line by mistake: secrets and addresses do not come out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from bot.ops.scrub import LONGEST, detail, first_clause, scrub, trace

SECRET = "8f742231b10e8f742231b10e"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("invalid_auth for xoxb-2401-77-Kq1abc", "2401"),
        ("refresh xoxe.xoxb-1-Mi0yLTI0 now", "Mi0y"),
        ("xapp-1-A02-55-c0ffee", "c0ffee"),
        ("headers: {'Authorization': 'Bearer abc.def-123'}", "abc.def"),
        ("POST https://hooks.slack.com/commands/T1/55/s3cr3t failed", "s3cr3t"),
        ("connect to postgres://mailbot:Pa55@db.internal:5432/mail", "Pa55"),
        ("wss://wss-primary.slack.com/link/?ticket=8c2a", "8c2a"),
        ("550 5.1.1 <jonas.jonaitis+a@imone.lt>: unknown", "jonas"),
        ('from "Jonas Jonaitis"@imone.lt', "Jonaitis"),
        ("ąžuolas@įmonė.lt", "ąžuolas"),
        ("(sqlite3.Error) locked [SQL: INSERT INTO cases] [parameters: ('T1', 'kita')]", "kita"),
        (f"signing secret {SECRET}", SECRET),
    ],
)
def test_it_is_gone(text: str, gone: str) -> None:
    assert gone not in scrub(text, (SECRET,))


def test_what_helps_stays() -> None:
    assert scrub("forgot 12 old cases") == "forgot 12 old cases"
    assert scrub("POST https://slack.com/api/chat.postMessage") == "POST https://slack.com"
    assert scrub("to jonas@imone.lt") == "to [hidden]@imone.lt"


def test_a_mails_length_is_no_log_lines_length() -> None:
    assert len(scrub("Sveiki. " * 1000)) <= LONGEST + 1


@given(st.text(alphabet="abcdefghij0123456789._+-", min_size=1, max_size=30).filter(lambda part: part.strip(".")))
@settings(max_examples=100)
def test_no_local_part_survives(local: str) -> None:
    assert f"{local}@" not in scrub(f"rcpt to:<{local}@imone.lt>")


def test_a_library_is_quoted_only_up_to_what_it_quotes() -> None:
    assert first_clause('Failed to parse a message: {"text": "labas"}') == "Failed to parse a message"
    assert first_clause("Unhandled request ({'type': 'x'})") == "Unhandled request"


def test_a_trace_says_where_and_never_what() -> None:
    def read(line: str) -> None:
        try:
            int(line)
        except ValueError as error:
            raise RuntimeError(f"cannot read {line}") from error

    with pytest.raises(RuntimeError) as caught:
        read("labas rytas")
    result = trace(caught.value)
    assert "labas" not in result
    assert "RuntimeError" in result
    assert "from ValueError" in result
    assert "test_scrub.py" in result


def test_slacks_own_word_is_kept() -> None:
    refused = SlackApiError("The request failed: {'text': 'labas'}", {"ok": False, "error": "channel_not_found"})
    assert detail(refused) == "channel_not_found"
    assert detail(TimeoutError("labas")) == ""
    assert detail(ConnectionRefusedError(111, "Connection refused")) == "Connection refused"

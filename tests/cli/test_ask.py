"""`mailbot ask --jsonl`: a question a line in, what it asks a line out."""

import json

import pytest

from tests.cli.conftest import Command


async def test_each_line_is_answered_in_its_turn(mailbot: Command) -> None:
    lines = (
        '{"lang": "lt", "context": "domain:imone.lt", "text": "o kas dėl SPF?"}',
        '{"lang": "en", "context": "code:451", "text": "and 550?"}',
        '{"lang": "en", "context": "code:451", "text": "what\'s for lunch?"}',
    )
    done = await mailbot("ask", "--jsonl", stdin="\n".join(lines).encode())
    assert done.status == 0
    assert [json.loads(line) for line in done.printed.splitlines()] == [
        {"intent": "explain", "subject": "spf"},
        {"intent": "code", "subject": "550"},
        {"intent": "unknown", "subject": None},
    ]


@pytest.mark.parametrize("line", ["{", '{"lang": "lt"}', '{"lang": "lt", "context": "imone.lt", "text": "o?"}'])
async def test_a_line_that_is_no_question_is_a_wrong_usage(line: str, mailbot: Command) -> None:
    done = await mailbot("ask", "--jsonl", stdin=line.encode())
    assert done.status == 2
    assert "Traceback" not in done.complaint


async def test_what_needs_a_memory_is_refused_kindly_in_a_terminal(mailbot: Command) -> None:
    done = await mailbot("ask", "--lang", "en", "--context", "domain:imone.example", "watch this domain")
    assert "Ask me in Slack" in done.printed


async def test_a_letter_is_in_the_language_that_was_asked_for(mailbot: Command) -> None:
    """Its answer is in the agent's, the letter in the customer's."""
    letter = "write to the customer in Lithuanian"
    done = await mailbot("ask", "--lang", "en", "--context", "code:451", letter)
    assert done.status == 0
    assert "Laba diena," in done.printed
    assert "Hello," not in done.printed

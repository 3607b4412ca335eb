"""`mailbot ask --jsonl`: a question a line in, what it asks a line out."""

import json
import subprocess
import sys

import pytest


def ask(*lines: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    return subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False)


def test_each_line_is_answered_in_its_turn() -> None:
    done = ask(
        '{"lang": "lt", "context": "domain:imone.lt", "text": "o kas dėl SPF?"}',
        '{"lang": "en", "context": "code:451", "text": "and 550?"}',
        '{"lang": "en", "context": "code:451", "text": "what\'s for lunch?"}',
    )
    assert done.returncode == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"intent": "explain", "subject": "spf"},
        {"intent": "code", "subject": "550"},
        {"intent": "unknown", "subject": None},
    ]


@pytest.mark.parametrize("line", ["{", '{"lang": "lt"}', '{"lang": "lt", "context": "imone.lt", "text": "o?"}'])
def test_a_line_that_is_no_question_is_a_wrong_usage(line: str) -> None:
    done = ask(line)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_what_needs_a_memory_is_refused_kindly_in_a_terminal() -> None:
    command = [
        sys.executable,
        "-m",
        "bot",
        "ask",
        "--lang",
        "en",
        "--context",
        "domain:imone.example",
        "watch this domain",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Ask me in Slack" in done.stdout


def test_a_letter_is_in_the_language_that_was_asked_for() -> None:
    """Its answer is in the agent's, the letter in the customer's."""
    command = [sys.executable, "-m", "bot", "ask", "--lang", "en", "--context", "code:451"]
    done = subprocess.run(
        [*command, "write to the customer in Lithuanian"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Laba diena," in done.stdout
    assert "Hello," not in done.stdout

"""A log line is what a machine or a person can read, and quotes nobody."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.ops import logs

SECRET = "xyz-signing-secret"


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Where the log goes; everything is put back after."""
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    before = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    logs.configure(json=getattr(request, "param", True), secrets=(SECRET,), stream=stream)
    yield stream
    root.handlers[:], level, own = before
    root.setLevel(level)
    ours.setLevel(own)
    logging.captureWarnings(False)


def test_a_line_is_a_json_object_with_its_values_apart(written: io.StringIO) -> None:
    logging.getLogger("bot.app").info("forgot %d old cases", 12, extra={"days": 30})
    line = json.loads(written.getvalue())
    assert line["event"] == "forgot 12 old cases"
    assert (line["level"], line["logger"], line["days"]) == ("info", "bot.app", 30)
    assert "timestamp" in line


@pytest.mark.parametrize("written", [False], indirect=True)
def test_on_a_terminal_it_is_no_json(written: io.StringIO) -> None:
    logging.getLogger("bot.app").warning("the database is slow")
    assert "the database is slow" in written.getvalue()
    assert "{" not in written.getvalue()


@pytest.mark.parametrize("written", [True, False], indirect=True)
def test_an_exception_is_told_by_type_and_place(written: io.StringIO) -> None:
    try:
        int("from elsewhere <jonas@imone.lt> unknown")
    except ValueError:
        logging.getLogger("bot.slack").exception("a question could not be answered")
    assert "ValueError" in written.getvalue()
    assert "test_log_lines.py" in written.getvalue()
    assert "jonas" not in written.getvalue()
    assert "elsewhere" not in written.getvalue()


def test_libraries_speak_of_trouble_only_and_quote_nothing(written: io.StringIO) -> None:
    slack = logging.getLogger("slack_sdk.web.async_client")
    slack.debug("Sending a request - data: labas")
    slack.info("labas")
    slack.error('Failed to parse: {"text": "labas"}')
    assert json.loads(written.getvalue())["event"] == "Failed to parse"


def test_a_known_secret_is_hidden_wherever_it_stands(written: io.StringIO) -> None:
    logging.getLogger("bot.app").info("set to %s", SECRET, extra={"also": f"<{SECRET}>"})
    assert SECRET not in written.getvalue()

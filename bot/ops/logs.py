"""Logs: one JSON object per line, or readable lines on a terminal (structlog over Python's own logging)."""

import logging
import sys
from functools import partial
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.ops.scrub import first_clause, scrub, trace

OURS = "bot"
_TRACE = "trace"


def configure(*, json: bool, secrets: tuple[str, ...] = (), stream: TextIO | None = None) -> None:
    """Every logger of the process writes to `stream` (standard error), and nothing of `secrets` gets there.

    The bot's own loggers speak from INFO on. Libraries speak from WARNING on: below, Slack's write whole payloads.
    """
    before: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _quote_no_library,
        _trace_without_messages,
    ]
    last = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            partial(_scrub_all, secrets=secrets),
            last,
        ],
        keep_exc_info=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(True)


def _quote_no_library(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keeps what a library says of its failure, but not the data that it failed on, which may be somebody's message."""
    if not str(event.get("logger", "")).startswith(OURS):
        event["event"] = first_clause(str(event["event"]))
    return event


def _trace_without_messages(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record = event.get("_record")
    info = event.pop("exc_info", None) or (record.exc_info if record is not None else None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event[_TRACE] = trace(error)
    return event


def _scrub_all(_logger: WrappedLogger, _method: str, event: EventDict, *, secrets: tuple[str, ...]) -> EventDict:
    """A traceback holds our own words, line by line; everything else is cut to the length of a line."""
    for name, value in event.items():
        if name == _TRACE:
            event[name] = "\n".join(scrub(line, secrets) for line in str(value).splitlines())
        elif not isinstance(value, int | float | None):
            event[name] = scrub(str(value), secrets)
    return event

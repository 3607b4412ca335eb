"""Error reports to Sentry, if a DSN is set. They name types and places in the code, no message, person or variable."""

from typing import Any

import sentry_sdk
from sentry_sdk.types import Event, Hint

from bot.ops.logs import OURS
from bot.ops.scrub import detail, first_clause, scrub

_KEPT = frozenset(
    {"event_id", "timestamp", "level", "logger", "platform", "release", "environment", "exception", "sdk"}
)


def report_to(dsn: str) -> None:
    """Reports whatever is logged as an error from now on. Does nothing for an empty DSN. Raises
    `sentry_sdk.utils.BadDsn`."""
    if dsn:
        sentry_sdk.init(
            dsn=dsn,
            send_default_pii=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            auto_enabling_integrations=False,
            before_send=scrubbed,
        )


def scrubbed(event: Event, hint: Hint) -> Event:
    """The part of an event that is sent: fields known to be safe, and an error's message only if `detail` allows it."""
    kept: dict[str, Any] = {name: value for name, value in event.items() if name in _KEPT}
    error = (hint.get("exc_info") or (None, None, None))[1]
    for value in kept.get("exception", {}).get("values", ()):
        value["value"] = detail(error) if error is not None and type(error).__name__ == value.get("type") else ""
        value.pop("mechanism", None)
        for frame in (value.get("stacktrace") or {}).get("frames", ()):
            frame.pop("vars", None)
            frame.pop("abs_path", None)
    if template := _template(event):
        ours = str(event.get("logger", "")).startswith(OURS)
        kept["logentry"] = {"message": scrub(template if ours else first_clause(template))}
    return kept  # type: ignore[return-value]  # a TypedDict of which fields were left out


def _template(event: Event) -> str:
    """The log line before its values were put in."""
    entry = event.get("logentry") or {}
    return str(entry.get("message") or "")

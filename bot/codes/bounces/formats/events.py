"""Events that sending services report as JSON, to a webhook or by mail.

Amazon SES (Developer Guide, "Amazon SNS notification contents for Amazon SES"), SendGrid ("Event Webhook Reference"),
Mailgun ("Event structure"), Postmark ("Bounce webhook", "Spam complaint webhook") and SparkPost ("Webhook event
reference"). Recipients and reasons come from the event's own fields only: its other strings are headers of the mail.
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.codes.bounces.formats.blocks import MAX_ACCOUNTS, account
from bot.codes.bounces.notice.accounts import Account
from bot.codes.bounces.notice.text import Notice
from bot.measures import written

MARKS = ('":',)
_KEYS = (
    "notificationType",
    "eventType",
    "bouncedRecipients",
    "delayedRecipients",
    "complainedRecipients",
    "sg_event_id",
    "sg_message_id",
    "event-data",
    "RecordType",
    "message_event",
)
"""Of which one stands in every event."""
_MAX_DEPTH = 3
_ACTIONS = {
    "bounce": "failed",
    "failed": "failed",
    "dropped": "failed",
    "blocked": "failed",
    "reject": "failed",
    "out_of_band": "failed",
    "policy_rejection": "failed",
    "generation_rejection": "failed",
    "deferred": "delayed",
    "delay": "delayed",
    "deliverydelay": "delayed",
    "delivered": "delivered",
    "delivery": "delivered",
    "complaint": "complained",
    "spamreport": "complained",
    "spamcomplaint": "complained",
    "spam_complaint": "complained",
    "complained": "complained",
}
"""What the services call their events, as the report's Action or `complained`."""


def find(notice: Notice) -> tuple[Account, ...]:
    """The recipients of every event; one without a name where the JSON cannot be read, so that nobody searches it."""
    text = notice.text
    if not any(map(text.__contains__, _KEYS)):
        return ()
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    ends = max(text.rfind("}"), text.rfind("]"))
    whole = _parsed(text[min(starts) : ends + 1]) if starts else None
    accounts = tuple(_accounts(whole, _MAX_DEPTH))[:MAX_ACCOUNTS]
    return accounts or (Account(action="failed"),)


def _parsed(text: str) -> Any:
    """The value of a JSON text, also of one into whose strings a mail program broke lines."""
    for attempt in (text, text.replace("\n", "")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _accounts(value: Any, depth: int) -> Iterator[Account]:
    if isinstance(value, list):
        for each in value[:MAX_ACCOUNTS]:
            yield from _accounts(each, depth)
        return
    if not isinstance(value, dict) or depth < 0:
        return
    if isinstance(value.get("Message"), str):
        yield from _accounts(_parsed(value["Message"]), depth - 1)
    elif "notificationType" in value or "eventType" in value or "bounce" in value:
        yield from _ses(value)
    elif isinstance(value.get("event-data"), dict):
        yield from _accounts(value["event-data"], depth - 1)
    elif isinstance(value.get("msys"), dict):
        yield from _accounts(list(value["msys"].values()), depth - 1)
    else:
        yield from _flat(value)


def _ses(event: dict[str, Any]) -> Iterator[Account]:
    kind = str(event.get("notificationType") or event.get("eventType") or "Bounce").lower().replace(" ", "")
    details: dict[str, Any] = next(
        (event[key] for key in (kind, "deliveryDelay", "bounce") if isinstance(event.get(key), dict)), {}
    )
    lists = ("bouncedRecipients", "delayedRecipients", "complainedRecipients", "recipients")
    listed: list[Any] = next((details[key] for key in lists if isinstance(details.get(key), list)), [])
    for entry in listed[:MAX_ACCOUNTS]:
        if isinstance(entry, str):
            entry = {"emailAddress": entry}  # noqa: PLW2901 - a Delivery event lists bare addresses
        if isinstance(entry, dict):
            reply = _text(entry, "diagnosticCode") or _text(details, "smtpResponse") or _text(details, "reason")
            yield _account(kind, _text(entry, "emailAddress"), reply, _text(entry, "status"))


def _flat(event: dict[str, Any]) -> Iterator[Account]:
    """One recipient an event: SendGrid, Mailgun, Postmark, SparkPost."""
    kind = (_text(event, "event") or _text(event, "RecordType") or _text(event, "type")).lower()
    address = next(filter(None, (_text(event, key) for key in ("email", "recipient", "Email", "rcpt_to"))), "")
    if kind not in _ACTIONS or "@" not in address:
        return
    status = event.get("delivery-status") if isinstance(event.get("delivery-status"), dict) else {}
    keys = ("raw_reason", "reason", "response", "Details", "Description")
    reply = next(filter(None, (_text(event, key) for key in keys)), "")
    if isinstance(status, dict) and (words := _text(status, "message") or _text(status, "description")):
        code = _text(status, "code")
        reply = words if not code or words.startswith(code) else f"{code} {words}"
    if kind == "failed" and _text(event, "severity") == "temporary":
        kind = "deferred"
    yield _account(kind, address, reply, _text(event, "status"))


def _account(kind: str, address: str, reply: str, status: str) -> Account:
    built = account(address or None, reply.removeprefix("smtp;").strip() or status or kind)
    return built._replace(action=_ACTIONS.get(kind, "failed"), status=built.status or status or None)


def _text(source: dict[str, Any], key: str) -> str:
    value = source.get(key)
    return written(str(value)) if isinstance(value, str | int | float) else ""

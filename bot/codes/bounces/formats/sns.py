"""Amazon SES notifications as JSON (SES Developer Guide, "Amazon SNS notification contents for Amazon SES")."""

import json
from typing import Any

from bot.codes.bounces.accounts import Account
from bot.codes.bounces.formats.blocks import account
from bot.codes.bounces.notices import Notice
from bot.measures import written

MARKS = ('"bouncedrecipients"', '\\"bouncedrecipients\\"', '"delayedrecipients"')


def find(notice: Notice) -> tuple[Account, ...]:
    whole = _object(notice.text[notice.text.find("{") : notice.text.rfind("}") + 1])
    inner = whole.get("Message")
    if isinstance(inner, str):
        whole = _object(inner)
    event = whole.get("bounce") or whole.get("deliveryDelay") or {}
    listed = (event.get("bouncedRecipients") or event.get("delayedRecipients") or ()) if isinstance(event, dict) else ()
    return tuple(_account(entry) for entry in listed[:200] if isinstance(entry, dict))


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _account(entry: dict[str, Any]) -> Account:
    address, code, status = (written(str(entry.get(name, ""))) for name in ("emailAddress", "diagnosticCode", "status"))
    return account(address or None, code.removeprefix("smtp;").strip() or status)

"""Whether a body is what Slack sends: a form, a form with a JSON object in its `payload`, or a JSON object."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

_SMALL = 1000
"""Bytes of a form that only tries the certificate."""
_DEEPEST = 64
"""Lists and objects in each other. A message of Slack's has some fifteen; what follows reads them by recursion."""


def readable(body: bytes, content_type: str) -> bool:
    """Whether Bolt finds an object in it, whose depth is Slack's."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    if content_type == "application/json" or text.startswith("{"):
        return json_object(text) is not None
    form = dict(parse_qsl(text, keep_blank_values=True))
    return json_object(form["payload"]) is not None if "payload" in form else bool(form)


def is_ssl_check(body: bytes, content_type: str) -> bool:
    """Whether Slack only tries the certificate: it signs nothing then, and wants nothing but a 200
    (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    if b"ssl_check" not in body or content_type != "application/x-www-form-urlencoded":
        return False
    if len(body) > _SMALL or not body.isascii():
        return False
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return form.get("ssl_check") == "1" and "command" not in form and "payload" not in form


def json_object(text: str | bytes) -> Mapping[str, Any] | None:
    """The object that the text is, or None."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and _depth(body) <= _DEEPEST else None


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [part for node in level for part in _parts(node)]
    return depth


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [part for part in value.values() if isinstance(part, dict | list)]
    return [part for part in value if isinstance(part, dict | list)] if isinstance(value, list) else []

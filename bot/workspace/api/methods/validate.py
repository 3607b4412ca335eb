"""blocks.validate: whether Slack takes blocks, a message or a view; nothing is posted, and no token is asked for.

https://docs.slack.dev/reference/methods/blocks.validate
"""

from typing import Any

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.api.content import message_blocks
from bot.workspace.api.view_content import view_content
from bot.workspace.blocks.check import complaints
from bot.workspace.blocks.complaint import Complaint
from bot.workspace.blocks.limits import LIMITS
from bot.workspace.values import Json, Surface

KINDS = ("blocks", "view", "message")


def validate(call: Call) -> Json:
    objects = {kind: call.json(kind) for kind in KINDS if call.text(kind)}
    if len(objects) != 1:
        raise MethodRefusal("invalid_arguments", ("must provide exactly one of `blocks`, `view`, or `message`",))
    ((kind, content),) = objects.items()
    blocks = content if kind == "blocks" else content.get("blocks") if isinstance(content, dict) else None
    if not isinstance(blocks, list):
        raise MethodRefusal("invalid_arguments", (f"must be an array [json-pointer:/{kind}]",))
    root = "" if kind == "blocks" else "/blocks"
    surface, most = _surface(kind, content)
    if against := tuple(complaints(blocks, surface, most)):
        raise MethodRefusal("invalid_blocks", problems=[_error(complaint, root) for complaint in against])
    if kind == "view":
        view_content(content, *Surface)
    else:
        message_blocks(blocks)
    return {}


def _surface(kind: str, content: Any) -> tuple[str, int]:
    """Blocks alone are taken for a message's."""
    if kind == "view":
        return str(content.get("type")), LIMITS.view_blocks
    return "message", LIMITS.message_blocks


def _error(complaint: Complaint, root: str) -> Json:
    """What the constraint is called is documented of a type's allowed words alone."""
    expected = {"constraint": {"type": "enum", "expected": list(complaint.expected)}} if complaint.expected else {}
    return {
        "code": "failed_constraint",
        "message": complaint.message,
        "pointer": f"{root}{complaint.at}",
        **expected,
    }


METHODS = {"blocks.validate": Method(validate, public=True)}

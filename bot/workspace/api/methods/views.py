"""views.*: modals over a trigger, and a home for each person."""

import secrets
from dataclasses import replace
from typing import Any

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.api.view_content import view_content
from bot.workspace.state import State
from bot.workspace.tickets import Trigger, Worn
from bot.workspace.values import Json, Surface, View
from bot.workspace.wire.views import view_json


def open_modal(call: Call) -> Json:
    content = view_content(call.json("view"), Surface.MODAL)
    trigger = _trigger(call)
    return _shown(call, put(call.state, trigger.user, content))


def push(call: Call) -> Json:
    """On top of the modal in which the trigger arose; three are the most."""
    content = view_content(call.json("view"), Surface.MODAL)
    trigger = _trigger(call)
    if not call.state.view(trigger.view):
        raise MethodRefusal("not_found")
    if len(call.state.modals(trigger.user)) >= 3:
        raise MethodRefusal("push_limit_reached")
    return _shown(call, put(call.state, trigger.user, content, previous=trigger.view))


def update(call: Call) -> Json:
    view = _named(call)
    if view is None:
        raise MethodRefusal("not_found")
    _same(call, view)
    content = view_content(call.json("view"), view.surface)
    return _shown(call, renew(call.state, view, content))


def publish(call: Call) -> Json:
    user = call.need("user_id")
    if user not in call.state.users:
        raise MethodRefusal("user_not_found")
    content = view_content(call.json("view"), Surface.HOME)
    home = call.state.home(user)
    if home is None:
        return _shown(call, put(call.state, user, content))
    _same(call, home)
    return _shown(call, renew(call.state, home, content))


def put(state: State, user: str, content: Json, *, previous: str = "") -> View:
    """Opens a modal or publishes a first home. Raises Refusal where its external_id is taken."""
    surface = Surface(content["type"])
    name = content.get("external_id") or ""
    if name and state.view_by_external_id(name):
        raise MethodRefusal("duplicate_external_id")
    return state.show(View(state.new_id("V"), surface, user, _hash(state), content, previous, name))


def renew(state: State, view: View, content: Json) -> View:
    return state.show(replace(view, content=content, hash=_hash(state)))


def _hash(state: State) -> str:
    return f"{int(state.clock())}.{secrets.token_hex(4)}"


def _trigger(call: Call) -> Trigger:
    try:
        return call.state.tickets.use_trigger(call.need("trigger_id"))
    except Worn as worn:
        raise MethodRefusal(str(worn)) from worn


def _named(call: Call) -> View | None:
    if name := call.text("external_id"):
        return call.state.view_by_external_id(name)
    return call.state.view(call.need("view_id"))


def _same(call: Call, view: View) -> None:
    expected = call.text("hash")
    if expected and expected != view.hash:
        raise MethodRefusal("hash_conflict")


def _shown(call: Call, view: View) -> Json:
    shown: dict[str, Any] = view_json(call.state, view)
    return {"view": shown}


METHODS = {
    "views.open": Method(open_modal),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}

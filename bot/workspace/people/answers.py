"""What an app's acknowledgement brings about: a message after a command, the next step of a modal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.workspace.api.call import MethodRefusal
from bot.workspace.api.methods.views import put, renew
from bot.workspace.api.respond import respond
from bot.workspace.api.server import Api
from bot.workspace.api.view_content import view_content
from bot.workspace.log import Delivery
from bot.workspace.state import State
from bot.workspace.tickets import ResponseUrl
from bot.workspace.values import Surface, View

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack's client shows over a modal whose submission failed."""


def after_command(api: Api, delivery: Delivery, url: ResponseUrl) -> str:
    """Posts what the acknowledgement carried, if anything. Gives Slack's error word where the command failed."""
    if not delivery.acknowledged:
        return "operation_timeout" if "timeout" in delivery.failure else "dispatch_failed"
    if delivery.answer:
        try:
            respond(api.call("ack", delivery.answer), url)
        except MethodRefusal as refusal:
            return refusal.error
    return ""


def after_submission(state: State, view: View, delivery: Delivery) -> None:
    """Closes, updates, pushes or marks the modal (https://docs.slack.dev/surfaces/modals#updating_response)."""
    if not delivery.acknowledged:
        state.show(replace(view, errors=(("", TROUBLE),)))
        return
    try:
        _act(state, view, delivery.answer or {})
    except MethodRefusal as refusal:
        state.show(replace(view, errors=(("", TROUBLE), *(("", message) for message in refusal.messages))))


def _act(state: State, view: View, answer: Mapping[str, Any]) -> None:
    match answer.get("response_action"):
        case "errors":
            state.show(replace(view, errors=tuple(answer.get("errors", {}).items())))
        case "update":
            renew(state, replace(view, errors=()), view_content(answer.get("view"), Surface.MODAL))
        case "push":
            put(state, view.user, view_content(answer.get("view"), Surface.MODAL), previous=view.id)
        case "clear":
            for modal in state.modals(view.user):
                state.close(modal)
        case _:
            state.close(view)

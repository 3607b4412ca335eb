"""Every method of the Web API that this workspace knows, by name, and the way to one."""

import itertools
from collections.abc import Mapping

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.api.methods import assistant, chat, conversations, files, functions, streams, team, validate, views
from bot.workspace.values import Json

METHODS: Mapping[str, Method] = dict(
    itertools.chain.from_iterable(
        module.METHODS.items()
        for module in (assistant, chat, conversations, files, functions, streams, team, validate, views)
    )
)


def answer(call: Call, token: str, *, bot_token: str, app_token: str) -> Json:
    """The JSON answer to a call made with the token `given`. Refusals are answers too."""
    method = METHODS.get(call.method)
    if method is None:
        return MethodRefusal("unknown_method", req_method=call.method).answer()
    try:
        if token in call.state.workflow_tokens:
            token = bot_token
        if not method.public:
            _admit(call, method, token, app_token if method.app_level else bot_token, (bot_token, app_token))
        return {"ok": True} | method.handler(call)
    except MethodRefusal as refusal:
        return refusal.answer()


def _admit(call: Call, method: Method, token: str, wanted: str, known: tuple[str, str]) -> None:
    if not token:
        raise MethodRefusal("not_authed")
    if token not in known:
        raise MethodRefusal("invalid_auth")
    if token != wanted:
        raise MethodRefusal("not_allowed_token_type")
    if method.scope:
        call.permit(*filter(None, (method.scope, method.or_scope)))

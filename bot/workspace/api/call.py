"""One call of a Web API method, and how it is refused."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.manifest import Manifest
from bot.workspace.state import State
from bot.workspace.values import Channel, ConversationKind, Json, User


class MethodRefusal(Exception):  # noqa: N818 - Slack's word goes out with it, it is no fault of ours
    """The method answers `ok: false` with this error word; `messages` say where, as `response_metadata` does."""

    def __init__(
        self, error: str, messages: tuple[str, ...] = (), problems: Sequence[Json] = (), **details: str
    ) -> None:
        """`found`: what is wrong, each as an object, where the method tells it so (`blocks.validate`)."""
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.problems = problems
        self.details = details

    def answer(self) -> Json:
        answer: Json = {"ok": False, "error": self.error, **self.details}
        if self.problems:
            answer["errors"] = list(self.problems)
        if self.messages:
            answer["errors"] = list(self.messages)
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return answer


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    arguments: Mapping[str, Any]
    """As sent: strings from a form or a query, JSON values from a JSON body."""
    state: State
    manifest: Manifest
    unlisted: bool = False
    """The app is sold outside Slack's Marketplace, where reading conversations is rationed."""

    @property
    def caller(self) -> User:
        return self.state.bot

    def permit(self, *scopes: str) -> None:
        """Raises Refusal where the app's manifest asks for none of these scopes."""
        if not any(self.manifest.allows(scope) for scope in scopes):
            needed, provided = ",".join(scopes), ",".join(sorted(self.manifest.scopes))
            raise MethodRefusal("missing_scope", needed=needed, provided=provided)

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """The argument, or Slack's refusal where it is absent or empty."""
        value = self.text(name)
        if not value:
            raise MethodRefusal("invalid_arguments", (f"missing required field: {name}",))
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit():
            raise MethodRefusal("invalid_arguments", (f"must be a number [json-pointer:/{name}]",))
        return int(value)

    def json(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """An argument that is JSON: as a value in a JSON body, as text in a form. None where it is absent."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError as fault:
            raise MethodRefusal(refusal) from fault

    def channel(self, name: str = "channel") -> Channel:
        """The channel by id, where the app may know that it exists: public, or the bot is in it."""
        channel = self.state.channels.get(self.need(name))
        if channel is None or (channel.kind is not ConversationKind.PUBLIC and self.caller.id not in channel.members):
            raise MethodRefusal("channel_not_found")
        return channel

    def channel_to_write(self, name: str = "channel", *, by_name: bool = False, anywhere: bool = False) -> Channel:
        """The channel, where the bot may post. A user's id means the direct message with them, as Slack has it.

        `anywhere`: with the scope `chat:write.public`, also in public channels where it is no member.
        """
        reference = self.need(name)
        if reference in self.state.users and reference != self.caller.id:
            return self.state.direct(self.caller.id, reference)
        channel = self.state.channel(reference) if by_name else self.state.channels.get(reference)
        if channel is None or (channel.kind is not ConversationKind.PUBLIC and self.caller.id not in channel.members):
            raise MethodRefusal("channel_not_found")
        if channel.archived:
            raise MethodRefusal("is_archived")
        if self.caller.id not in channel.members and not (anywhere and "chat:write.public" in self.manifest.scopes):
            raise MethodRefusal("not_in_channel")
        return channel


_Handler = Callable[[Call], Json]
"""Gives the answer without `ok`, or raises Refusal."""


@dataclass(frozen=True, slots=True)
class Method:
    handler: _Handler
    scope: str = ""
    """What the token needs; empty where any token will do."""
    app_level: bool = False
    """Called with the app's own token (`xapp-`), not with a workspace's."""
    or_scope: str = ""
    """Another scope that will do as well."""
    public: bool = False
    """Called without a token."""

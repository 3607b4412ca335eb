"""What went over the wire, for tests to look at: calls that the app made, deliveries that it was made."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.values import Json


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One request of the app to the workspace. Times are seconds of one steady clock, for differences only."""

    method: str
    """`chat.postMessage`, ..., or `response_url`."""
    arguments: Json
    answer: Json
    """Empty where the connection was dropped."""
    status: int
    """HTTP; 0 where the connection was dropped."""
    at: float
    """When it came in."""
    seconds: float
    """Seconds until the answer."""
    response_url: str = ""
    """The secret of the response URL that was used."""

    @property
    def ok(self) -> bool:
        return self.status == 200 and self.answer.get("ok", False) is True

    @property
    def error(self) -> str:
        """Slack's error word, or nothing."""
        return str(self.answer.get("error", ""))


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of the workspace to the app, and what came of it."""

    kind: str
    """`slash_commands`, `events_api` or `interactive`, as Socket Mode names them, over either transport."""
    payload: Json
    transport: str
    """`http` or `socket`."""
    sent: float
    """On the clock of `ApiCall.at`."""
    seconds: float
    """Seconds until the acknowledgement, or until it was given up."""
    status: int
    """HTTP's; 200 for an acknowledged envelope; 0 where nothing came."""
    answer: Json | None = None
    """What the acknowledgement carried."""
    retry: int = 0
    reason: str = ""
    """Why it is sent again: the failure of the attempt before."""
    failure: str = ""
    """`http_error`, `http_timeout`, `connection_failed`, `timeout`; empty where it was acknowledged."""
    final: bool = False
    """The app asked not to be sent it again."""

    @property
    def acknowledged(self) -> bool:
        return 200 <= self.status < 300

    @property
    def event(self) -> Json:
        """The event inside, or nothing."""
        event: Json = self.payload.get("event", {})
        return event


class Log:
    """Grows only. `pulse` is called at each entry."""

    def __init__(self, pulse: Callable[[], None] = lambda: None) -> None:
        self.calls: list[ApiCall] = []
        self.deliveries: list[Delivery] = []
        self._pulse = pulse

    @staticmethod
    def now() -> float:
        return time.perf_counter()

    def call(self, call: ApiCall) -> None:
        self.calls.append(call)
        self._pulse()

    def delivery(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        self._pulse()

    def first_reply(self, delivery: Delivery) -> float | None:
        """Seconds from sending a delivery to the first message the app wrote for it; None where it wrote none.

        For a command or an interaction: through its response URL, or in its channel; for an event: in its channel.
        Of several deliveries at once in one channel only answers through response URLs can be told apart.
        """
        url = str(delivery.payload.get("response_url", "")).rpartition("/")[2]
        clicked = delivery.payload.get("channel", {}).get("id")
        channel = delivery.event.get("channel") or delivery.payload.get("channel_id") or clicked
        for call in self.calls:
            written = call.method.startswith("chat.post") and call.arguments.get("channel") == channel
            if call.at >= delivery.sent and call.status == 200 and (written or (url and call.response_url == url)):
                return call.at - delivery.sent
        return None

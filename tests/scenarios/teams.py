"""Many agents in many channels, and which answers their requests got."""

from collections import Counter
from collections.abc import Sequence

from bot.workspace.furnish import YOU
from bot.workspace.log import Delivery
from bot.workspace.values import Channel, ConversationKind, Message
from bot.workspace.workspace import Workspace
from tests.scenarios.stage import words

CHECKED = "Patikrinta"
"""Stands in a complete check of a domain that something is wrong with."""
WHOLE = "Stebėti"
"""The button under every complete check."""
DOMAINS = ("imone.example", "sveika.example", "parduotuve.example", "acme.example", "kepykla.example")
HOWEVER_LONG = 600.0
"""Seconds for an acknowledgement where a test asks whether it comes, and not how soon."""
CHANNELS = tuple(f"C0TEAM{number:02}" for number in range(20))


def furnish(ws: Workspace) -> None:
    """The teams' channels."""
    for channel in CHANNELS:
        members = frozenset({YOU.id, ws.state.bot.id})
        ws.state.set_channel(Channel(channel, channel.lower(), ConversationKind.PUBLIC, members))


def answers(ws: Workspace) -> list[Message]:
    """The bot's messages in the teams' channels that stand in no thread."""
    return [m for c in CHANNELS for m in ws.state.messages(c) if m.user == ws.state.bot.id and not m.thread_ts]


def complete(ws: Workspace) -> set[str]:
    """The ids of the checks that are answered wholly."""
    return {asks(message) for message in answers(ws) if WHOLE in words(message)}


def asks(message: Message) -> str:
    """The id of the request that a message answers: the message bears it."""
    key = str(message.metadata["event_payload"]["key"]) if message.metadata else ""
    return key.partition("/")[2].rpartition(":")[0]


def answered(ws: Workspace) -> Counter[str]:
    """How many messages each request got."""
    return Counter(asks(message) for message in ws.state.messages() if message.metadata)


def ids(deliveries: Sequence[Delivery | None], *, acknowledged: bool, command: str = "") -> list[str]:
    """The ids of the commands that the bot acknowledged, or of the others. `command`: of this one only."""
    commands = [
        delivery.payload for delivery in deliveries if delivery is not None and delivery.acknowledged == acknowledged
    ]
    return [str(delivery["trigger_id"]) for delivery in commands if delivery["command"].startswith(command)]

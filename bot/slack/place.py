"""Where an answer goes."""

from dataclasses import dataclass

from slack_bolt.context.respond.async_respond import AsyncRespond


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, perhaps a thread in it, and the person who asked."""

    team: str
    channel: str
    user: str
    thread_ts: str | None = None
    """None: the answer opens a thread of its own."""
    message_ts: str | None = None
    """A message of the bot's that the answer takes the place of."""
    respond: AsyncRespond | None = None
    """The way to answer where the bot is no member (`response_url`)."""

    @property
    def direct(self) -> bool:
        """Whether only the asker reads along."""
        return self.channel.startswith("D")

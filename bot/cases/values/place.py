"""Where an answer goes."""

from dataclasses import dataclass

from bot.cases.values.case import Thread


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
    response_url: str | None = None
    """The way to answer where the bot is no member; good for 30 minutes."""
    asker: str | None = None
    """Whose question the message at `message_ts` answers, as mrkdwn, where it says so."""
    active: bool = False
    """Whether the thread has a reply that everybody sees: Slack shows what is for one person alone only there
    (https://docs.slack.dev/reference/methods/chat.postEphemeral, `thread_ts`)."""

    @property
    def thread(self) -> Thread:
        """The thread; with an empty ts the channel itself, where the answer opens one."""
        return Thread(self.team, self.channel, self.thread_ts or "")

    @property
    def direct(self) -> bool:
        """Whether only the asker reads along."""
        return self.channel.startswith("D")

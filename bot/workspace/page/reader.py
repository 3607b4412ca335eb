"""One reader before one workspace: what that person sees of it, in their language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.workspace.page import blocks
from bot.workspace.page.look import PageLook, moment
from bot.workspace.page.text import mrkdwn
from bot.workspace.page.words import Example, Words, words
from bot.workspace.state import State
from bot.workspace.values import Channel, ConversationKind, Json, Message, User

TONES = 6
"""How many colours `static/message.css` has for people's initials."""
_TOKEN = re.compile(r"<(?:[^<>|]*\|)?([^<>|]*)>")
_DOMAIN = re.compile(r"(?<![\w.@/-])(?:[\w-]{1,63}\.){1,10}[a-z]{2,63}(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    initials: str
    is_app: bool
    tone: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as a pane shows it."""

    message: Message
    author: Author
    when: datetime
    body: Markup
    replies: int
    """Of its thread; 0 within the thread itself."""
    latest: datetime | None
    """The last reply's time."""


@dataclass(frozen=True, slots=True)
class SidebarPlace:
    """A channel or a direct message in the sidebar."""

    channel: Channel
    name: str
    """Without `#`."""
    kind: str
    """`public`, `private`, `direct` or `group` (a direct message of several)."""
    here: bool
    """The app is a member."""

    @property
    def called(self) -> str:
        """As one speaks of it: `#support`, `Mail bot`."""
        return self.name if self.channel.kind.is_conversation else f"#{self.name}"


class PageReader:
    """`language` is one of `words.languages()`; `viewer` a user's id."""

    def __init__(self, state: State, viewer: str, language: str) -> None:
        self.state = state
        self.viewer = viewer
        self.words: Words = words(language)
        self.look = PageLook(
            user=self._user_name,
            channel=self._channel_name,
            conversations=lambda: [(place.channel.id, place.called) for place in self.places()],
            viewer=viewer,
            say=self.words.say,
            language=language,
        )

    def place(self, channel: Channel) -> SidebarPlace:
        here = self.state.bot.id in channel.members
        if channel.kind is ConversationKind.DIRECT:
            other = next((each for each in sorted(channel.members) if each != self.viewer), self.viewer)
            return SidebarPlace(channel, self._user_name(other) or channel.name, "direct", here)
        if channel.kind is ConversationKind.GROUP_DIRECT:
            others = sorted(self._user_name(each) or each for each in channel.members if each != self.viewer)
            return SidebarPlace(channel, ", ".join(others), "group", here)
        return SidebarPlace(
            channel, channel.name, "private" if channel.kind is ConversationKind.PRIVATE else "public", here
        )

    def places(self) -> tuple[SidebarPlace, ...]:
        """Where the reader is a member: channels first, then direct messages, as they were made."""
        mine = [self.place(channel) for channel in self.state.channels.values() if self._sees(channel)]
        return tuple(sorted(mine, key=lambda place: place.channel.kind.is_conversation))

    def people(self, place: SidebarPlace) -> tuple[User, ...]:
        """Whom one may mention there: its members, without oneself."""
        members = (self.state.users.get(member) for member in sorted(place.channel.members) if member != self.viewer)
        return tuple(user for user in members if user is not None)

    def open(self, id: str) -> SidebarPlace | None:
        """A place by its channel's id, if the reader may see it."""
        channel = self.state.channels.get(id)
        return self.place(channel) if channel is not None and self._sees(channel) else None

    def rows(self, channel: str) -> tuple[MessageRow, ...]:
        """The channel's messages, without what is said in threads only."""
        seen = self.state.messages(channel, viewer=self.viewer)
        return tuple(self.row(message) for message in seen if in_channel(message))

    def thread(self, channel: str, root: str) -> tuple[MessageRow, ...]:
        seen = self.state.thread(channel, root, viewer=self.viewer)
        return tuple(self.row(message, in_thread=True) for message in seen)

    def row(self, message: Message, *, in_thread: bool = False) -> MessageRow:
        replies = () if in_thread or message.root != message.ts else self._replies(message)
        scope = f"{'t' if in_thread else 'm'}-{message.ts}"
        return MessageRow(
            message=message,
            author=self._author(message.user),
            when=moment(message.ts),
            body=self.body(message.text, message.blocks, scope),
            replies=len(replies),
            latest=moment(replies[-1].ts) if replies else None,
        )

    def body(self, text: str, held: Iterable[Json], scope: str) -> Markup:
        """Blocks where there are some, else the text."""
        shown = tuple(held)
        if shown:
            return blocks.render(shown, self.look, scope)
        return Markup('<div class="mrkdwn">{}</div>').format(mrkdwn.render(text, self.look)) if text else Markup("")

    def examples(self, place: str, *, language: str = "") -> tuple[Example, ...]:
        """Examples of the reader's language, or of the one given, for `channel` or `thread`."""
        spoken = words(language) if language else self.words
        return tuple(example for example in spoken.examples if example.place == place)

    def names_domain(self, rows: Iterable[MessageRow]) -> bool:
        """Whether one of the messages speaks of a domain; a link only by what it is called."""
        return any(_DOMAIN.search(_TOKEN.sub(_called, row.message.text)) for row in rows)

    def _sees(self, channel: Channel) -> bool:
        return self.viewer in channel.members

    def _replies(self, root: Message) -> tuple[Message, ...]:
        thread = self.state.thread(root.channel, root.ts, viewer=self.viewer)
        return tuple(message for message in thread if message.ts != root.ts)

    def _author(self, id: str) -> Author:
        user = self.state.users.get(id)
        name = user.real_name if user else id
        initials = "".join(word[0] for word in name.split()[:2]).upper()
        return Author(name, initials, user is not None and user.is_bot, _tone(id))

    def _user_name(self, id: str) -> str | None:
        user: User | None = self.state.users.get(id)
        return user.real_name if user else None

    def _channel_name(self, id: str) -> str | None:
        channel = self.state.channels.get(id)
        return channel.name if channel else None


def in_channel(message: Message) -> bool:
    """Whether a message stands in its channel, not only in a thread."""
    return message.root == message.ts or message.broadcast


def _called(token: re.Match[str]) -> str:
    return token[1] if "|" in token[0] or "://" not in token[0] else ""


def _tone(id: str) -> int:
    """The same colour for the same person, always."""
    return sum(id.encode()) % TONES

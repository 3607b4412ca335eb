"""What a workspace is made of. Frozen: whoever holds one sees it as it was when it was handed out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
"""A piece of Slack's wire (blocks, a view, message metadata) which travels untouched; nobody changes one in place."""


PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Types of files that are shown, and hold no script."""


PREVIEW_LINES = 5


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    domain: str
    org: str = ""
    """The organization (Enterprise) that it belongs to, and that installs apps for all its workspaces; or none."""


@dataclass(frozen=True, slots=True)
class User:
    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    tz: str = "Europe/Vilnius"
    is_bot: bool = False
    bot_id: str = ""
    """The bot's own id (`B...`), beside its user id; empty for people."""
    app: str = ""
    """Another app's id, of its bot; empty for the app that is tried here."""
    team: str = ""
    """Another workspace's id, of somebody who is here through a shared channel (Slack Connect)."""
    admin: bool = False
    """Administers the workspace."""


class ConversationKind(StrEnum):
    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"
    GROUP_DIRECT = "mpim"
    """The words are the `channel_type` of message events."""

    @property
    def is_conversation(self) -> bool:
        """A direct message, of two or of several: it has no name that one could write."""
        return self in (ConversationKind.DIRECT, ConversationKind.GROUP_DIRECT)


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str
    kind: ConversationKind
    members: frozenset[str]
    topic: str = ""
    archived: bool = False


class FileMode(StrEnum):
    """https://docs.slack.dev/reference/objects/file-object: how Slack keeps a file."""

    HOSTED = "hosted"
    SNIPPET = "snippet"
    """A long text that somebody pasted."""
    EMAIL = "email"
    """A mail that came to a channel's address."""


@dataclass(frozen=True, slots=True)
class MailPart:
    """A file that came with a mail."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Email:
    """What Slack reads out of a mail that comes to a channel's address. Addresses are as in the mail's header."""

    subject: str
    sender: str
    to: str
    cc: str
    plain_text: str
    date: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    reply_to: str = ""
    parts: tuple[MailPart, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    id: str
    name: str
    title: str
    mimetype: str
    content: bytes
    user: str
    created: float
    channels: tuple[str, ...] = ()
    alt_text: str = ""
    """What a picture shows, for who cannot see it."""
    mode: FileMode = FileMode.HOSTED
    email: Email | None = None
    """There where the mode is `email`."""
    check_file_info: bool = False
    """It came from another workspace (Slack Connect): messages name its id only, and `files.info` tells the rest."""

    @property
    def is_picture(self) -> bool:
        return self.mimetype in PICTURES

    @property
    def text(self) -> str:
        """What Slack reads out of it: a snippet's text, a mail's words."""
        if self.email is not None:
            return self.email.plain_text
        return self.content.decode(errors="replace") if self.mode is FileMode.SNIPPET else ""

    @property
    def preview(self) -> str:
        """Its first lines."""
        return "\n".join(self.text.splitlines()[:PREVIEW_LINES])


@dataclass(frozen=True, slots=True)
class Message:
    channel: str
    ts: str
    """Seconds and a counter, `1764000000.000100`: the message's identity in its channel."""
    user: str
    text: str
    """Escaped as Slack sends it: `&amp;`, `<http://imone.lt|imone.lt>`, `<@U...>`."""
    blocks: tuple[Json, ...] = ()
    """Block Kit as validated, each with its `block_id`."""
    thread_ts: str = ""
    """The thread's first message; empty outside threads."""
    bot_id: str = ""
    """The bot's id (`B...`) where an app wrote it, this one or another."""
    ephemeral_to: str = ""
    """The only user who sees it; empty for everyone."""
    edited: str = ""
    """The ts of the last edit."""
    metadata: Json | None = None
    files: tuple[File, ...] = ()
    attachments: tuple[Json, ...] = ()
    """Slack's older kind of content; a message that was forwarded stands here."""
    reactions: tuple[tuple[str, str], ...] = ()
    """(emoji name, user id) in order."""
    broadcast: bool = False
    """A thread's reply that is shown in the channel too."""
    streaming: bool = False
    """The app is still writing it."""

    @property
    def root(self) -> str:
        """The ts that its thread hangs on, be it its own."""
        return self.thread_ts or self.ts


class Surface(StrEnum):
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class View:
    id: str
    surface: Surface
    user: str
    """Who sees it."""
    hash: str
    """Changes with each update; `views.update` may insist on one."""
    content: Json
    """What the app gave: title, blocks, submit, close, callback_id, private_metadata, ..."""
    previous: str = ""
    """The modal below this one in the stack."""
    external_id: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    """After a submission that the app refused: (block_id, what is wrong there)."""


@dataclass(frozen=True, slots=True)
class Prompt:
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Assistant:
    """What the app shows above an assistant thread in a direct message."""

    channel: str
    thread_ts: str
    status: str = ""
    """Such as `is typing...`; empty when nothing is under way."""
    loading_messages: tuple[str, ...] = ()
    """Shown in turn while the status stands."""
    title: str = ""
    prompts: tuple[Prompt, ...] = ()
    prompts_title: str = ""


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of an app's step in a workflow."""

    id: str
    callback_id: str
    inputs: Json
    token: str
    """Good for this run only."""
    started: float
    outputs: Json | None = None
    """There once it was completed."""
    error: str = ""
    """The app's words, where it failed."""

    @property
    def running(self) -> bool:
        return self.outputs is None and not self.error


class ChangeKind(StrEnum):
    POSTED = "posted"
    CHANGED = "changed"
    DELETED = "deleted"
    VIEW = "view"
    """A modal opened or updated, or a home published."""
    VIEW_CLOSED = "view_closed"
    CHANNEL = "channel"
    """Opened, joined, left, archived."""
    FILE = "file"
    ASSISTANT = "assistant"
    STEP = "step"
    """A workflow's step started, completed or failed."""


@dataclass(frozen=True, slots=True)
class StateChange:
    """One thing that happened. Just one of the values is there, as `what` says, with what stood in its place before."""

    what: ChangeKind
    message: Message | None = None
    message_before: Message | None = None
    view: View | None = None
    channel: Channel | None = None
    channel_before: Channel | None = None
    file: File | None = None
    assistant: Assistant | None = None
    execution: Execution | None = None

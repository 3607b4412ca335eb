"""What people write: messages, files, pasted texts, what they forward; and what mail and other apps bring."""

from collections.abc import Sequence
from dataclasses import replace

from bot.workspace import furnish
from bot.workspace.blocks.check import identified
from bot.workspace.people.escape import typed
from bot.workspace.people.forwarding import forwarded
from bot.workspace.people.mail import read_mail
from bot.workspace.people.places import Places
from bot.workspace.values import Channel, File, FileMode, Json, Message

SNIPPET = "Untitled.txt"
"""The name of a pasted text."""


class Writing(Places):
    """The app hears of each in the background."""

    async def say(
        self, text: str, *, channel: str = furnish.SUPPORT, thread_ts: str = "", user: str = furnish.YOU.id
    ) -> Message:
        """A message as typed; the app hears of it in the background."""
        place = self._place(channel, user)
        words = typed(text, self._user_names(), self._channel_names())
        return self.state.post(
            Message(place.id, self.state.new_ts(), user, words, thread_ts=self._root(place, thread_ts))
        )

    async def edit(self, message: Message, text: str) -> Message:
        words = typed(text, self._user_names(), self._channel_names())
        current = self._message(message)
        return self.state.change(replace(current, text=words, edited=self.state.new_ts()))

    async def delete(self, message: Message) -> None:
        self.state.delete(self._message(message))

    async def drop_file(
        self,
        name: str,
        content: bytes,
        *,
        channel: str = furnish.SUPPORT,
        mimetype: str = "application/octet-stream",
        text: str = "",
        thread_ts: str = "",
        user: str = furnish.YOU.id,
    ) -> Message:
        place = self._place(channel, user)
        file = File(self.state.new_id("F"), name, name, mimetype, content, user, self.state.clock(), (place.id,))
        return self._share(place, file, text, thread_ts)

    async def paste(
        self, text: str, *, channel: str = furnish.SUPPORT, thread_ts: str = "", user: str = furnish.YOU.id
    ) -> Message:
        """A long text, of which Slack's client makes a snippet."""
        place = self._place(channel, user)
        file_id, now = self.state.new_id("F"), self.state.clock()
        content = text.encode()
        file = File(file_id, SNIPPET, "Untitled", "text/plain", content, user, now, (place.id,), mode=FileMode.SNIPPET)
        return self._share(place, file, "", thread_ts)

    async def forward(
        self,
        message: Message,
        *,
        channel: str = furnish.SUPPORT,
        text: str = "",
        thread_ts: str = "",
        user: str = furnish.YOU.id,
    ) -> Message:
        """A message of another channel, shared with a word or without one."""
        place = self._place(channel, user)
        shared = forwarded(self.state, self._message(message))
        words = typed(text, self._user_names(), self._channel_names())
        thread = self._root(place, thread_ts)
        return self.state.post(
            Message(place.id, self.state.new_ts(), user, words, thread_ts=thread, attachments=(shared,))
        )

    async def mail(self, raw: bytes, *, channel: str = furnish.SUPPORT) -> Message:
        """A mail comes to the channel's address, and Slack posts it: https://slack.com/help/articles/206819278.

        `raw` is the mail as it went over the wire. Raises ValueError where it is none.
        """
        place = self._any_place(channel)
        mail, page = read_mail(raw)
        file_id, now = self.state.new_id("F"), self.state.clock()
        name = mail.subject or "Untitled"
        user, shared = furnish.SLACKBOT.id, (place.id,)
        file = File(file_id, name, name, "text/html", page, user, now, shared, mode=FileMode.EMAIL, email=mail)
        self.state.keep(file)
        return self.state.post(Message(place.id, self.state.new_ts(), user, "", bot_id=furnish.EMAIL, files=(file,)))

    async def say_as_app(
        self,
        text: str = "",
        *,
        blocks: Sequence[Json] = (),
        attachments: Sequence[Json] = (),
        channel: str = furnish.SUPPORT,
        thread_ts: str = "",
    ) -> Message:
        """Another app's message; its words may be in `blocks` or `attachments` alone. `text` is as apps send it."""
        app = furnish.MONITOR
        place = self._any_place(channel)
        return self.state.post(
            Message(
                place.id,
                self.state.new_ts(),
                app.id,
                text,
                blocks=identified(list(blocks)),
                attachments=tuple(attachments),
                thread_ts=self._root(place, thread_ts),
                bot_id=app.bot_id,
            )
        )

    def _share(self, place: Channel, file: File, text: str, thread_ts: str) -> Message:
        guests = any(self.state.users[member].team for member in place.members if member in self.state.users)
        file = self.state.keep(replace(file, check_file_info=guests))
        words = typed(text, self._user_names(), self._channel_names())
        thread = self._root(place, thread_ts)
        return self.state.post(
            Message(place.id, self.state.new_ts(), file.user, words, thread_ts=thread, files=(file,))
        )

"""What a person sees of the workspace, by the names that they would use."""

from bot.workspace.state import State
from bot.workspace.values import Channel, ConversationKind, Message, User, View


class Places:
    """Channels are named by id, `name` or `#name`; users by id. Raises ValueError for what is not there."""

    def __init__(self, state: State) -> None:
        self.state = state

    def _message(self, message: Message) -> Message:
        """As it stands now."""
        stored = self.state.message(message.channel, message.ts)
        if stored is None:
            raise ValueError(f"the message {message.ts} is gone")
        return stored

    def _view(self, view: View) -> View:
        stored = self.state.view(view.id)
        if stored is None:
            raise ValueError(f"the view {view.id} is closed")
        return stored

    def _user(self, user: str) -> User:
        if user not in self.state.users:
            raise ValueError(f"no user {user}")
        return self.state.users[user]

    def _any_place(self, channel: str) -> Channel:
        place = self.state.channel(channel)
        if place is None or place.kind.is_conversation:
            raise ValueError(f"no channel {channel}")
        return place

    def _place(self, channel: str, user: str) -> Channel:
        place = self.state.channel(channel)
        if place is None or (place.kind is not ConversationKind.PUBLIC and user not in place.members):
            raise ValueError(f"{user} sees no channel {channel}")
        if place.archived:
            raise ValueError(f"{channel} is archived")
        return place

    def _root(self, channel: Channel, ts: str) -> str:
        if not ts:
            return ""
        message = self.state.message(channel.id, ts)
        return message.root if message else ts

    def _user_names(self) -> dict[str, str]:
        return {user.name: user.id for user in self.state.users.values()}

    def _channel_names(self) -> dict[str, str]:
        return {
            channel.name: channel.id for channel in self.state.channels.values() if not channel.kind.is_conversation
        }

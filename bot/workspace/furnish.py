"""A workspace as one finds it at the start: two people, the app's bot, five places to talk."""

from bot.workspace.clock import Clock
from bot.workspace.state import State
from bot.workspace.values import Channel, ConversationKind, Team, User

TEAM = Team("T0LOCAL01", "Pagalba", "pagalba")
APP = "A0LOCAL01"
BOT = User("U0BOT0001", "mailbot", "Mail bot", is_bot=True, bot_id="B0BOT0001")
YOU = User("U0YOU0001", "you", "Ona Kazlauskienė", locale="en-US")
COLLEAGUE = User("U0COLLEAG", "jonas", "Jonas Petraitis", locale="en-GB")
MONITOR = User("U0MONITOR", "monitor", "Monitor", is_bot=True, bot_id="B0MONITOR", app="A0MONITOR")
"""Another app, which posts alarms."""
EMAIL = "B0EMAIL01"
"""Slack's own app that posts the mail of channels' addresses, as Slackbot."""
SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot")

SUPPORT = "C0SUPPORT"
GENERAL = "C0GENERAL"
PRIVATE = "G0BILLING"
DIRECT = "D0MAILBOT"
GROUP = "C0GROUPDM"
"""A direct message of all three."""


def furnished(team: Team = TEAM, *, bot: User = BOT, clock: Clock | None = None) -> State:
    """A new workspace. The bot is a member of #support and #billing (private), not of #general."""
    state = State(team, app_id=APP, bot=bot, clock=clock)
    people = {state.add_user(user).id for user in (YOU, COLLEAGUE)}
    state.add_user(SLACKBOT)
    state.add_user(MONITOR)
    everyone = frozenset(people | {bot.id})
    state.set_channel(Channel(SUPPORT, "support", ConversationKind.PUBLIC, everyone))
    state.set_channel(Channel(GENERAL, "general", ConversationKind.PUBLIC, frozenset(people)))
    state.set_channel(Channel(PRIVATE, "billing", ConversationKind.PRIVATE, everyone))
    state.set_channel(Channel(DIRECT, YOU.name, ConversationKind.DIRECT, frozenset({YOU.id, bot.id})))
    state.set_channel(Channel(GROUP, "mpdm-jonas--mailbot--you-1", ConversationKind.GROUP_DIRECT, everyone))
    return state

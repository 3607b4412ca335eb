"""Adds memory to a desk: complete checks go into the workspace's history, and domains can be watched."""

from dataclasses import replace

from bot.cases.values.desk import Desk
from bot.cases.values.place import Place
from bot.domains.values import Options, Report
from bot.storage.store import Store
from bot.storage.watching import ChannelWatching


def remembering(desk: Desk, store: Store, place: Place) -> Desk:
    """The desk for answers to this person in this channel. Answers do not wait for what is kept."""
    history = store.history.of_team(place.team)

    def keep(options: Options, report: Report) -> None:
        if _comparable(options):
            history.keep_beside(report)

    watching = ChannelWatching(store.watches, place.team, place.channel, place.user)
    return replace(desk, checker=desk.checker.keeping(keep), history=history, watching=watching)


def _comparable(options: Options) -> bool:
    """Whether it is a whole check that another one can be held against: what was asked for one address or one selector
    is not found the next time, and not for that reason fixed."""
    return not (options.only or options.sender_ip or options.selectors or options.forwarded)

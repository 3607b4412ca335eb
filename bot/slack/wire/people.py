"""What Slack tells of a person: the name that others see, the language of their Slack, whether they administer it.

https://docs.slack.dev/reference/methods/users.info. It is worth a moment and no more: where Slack does not tell it in
time, or an installation lacks the scope `users:read`, it is not known, and answers come without it.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.languages import of_locale
from bot.replies.surfaces.mrkdwn import neutral
from bot.slack.wire.clients import ClientOf

log = logging.getLogger(__name__)
_PATIENCE = 0.5
"""Seconds that an answer waits for it."""
_KEPT, _KEPT_UNKNOWN = 3600.0, 300.0
"""Seconds that a person is remembered, and that none could be had."""
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one."""

    name: str
    """As mrkdwn; nothing in it is markup."""
    language: str | None
    """That the locale of their Slack, `en-US`, tells of; see `of_locale`."""
    admin: bool
    """Of the workspace, or its owner."""


class People:
    """One a process. Remembers nothing beyond it."""

    def __init__(self, client_of: ClientOf) -> None:
        self._client_of = client_of
        self._known: OrderedDict[tuple[str, str], tuple[float, Person | None]] = OrderedDict()
        self._asking: dict[tuple[str, str], asyncio.Task[Person | None]] = {}

    async def person(self, team: str, user: str) -> Person | None:
        """Who it is; None where that is not known, or not soon enough."""
        key = (team, user)
        until, known = self._known.get(key, (0.0, None))
        if time.monotonic() < until:
            return known
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._ask(key))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        await asyncio.wait([asking], timeout=_PATIENCE)
        return asking.result() if asking.done() else None

    async def _ask(self, key: tuple[str, str]) -> Person | None:
        team, user = key
        person = None
        try:
            client = await self._client_of(team)
            if client is not None:
                account = (await client.users_info(user=user, include_locale=True))["user"]
                profile = account.get("profile") or {}
                name = profile.get("display_name") or profile.get("real_name") or account.get("name") or ""
                admin = bool(account.get("is_admin") or account.get("is_owner"))
                person = Person(neutral(str(name)), of_locale(str(account.get("locale") or "")), admin)
        except (SlackClientError, ClientError, OSError, TimeoutError):
            log.info("Slack does not tell who somebody is", exc_info=True)
        self._known[key] = (time.monotonic() + (_KEPT if person else _KEPT_UNKNOWN), person)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return person

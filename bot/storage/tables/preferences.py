"""What people chose: a language for themselves, a channel or the workspace; the workspace's own mail service; whether
bounces are explained that nobody asked about."""

import logging
import time

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.choices import Chosen, Scope
from bot.ops.in_time import in_time
from bot.storage.database import FAULTS, insert_into
from bot.storage.schema import preferences

log = logging.getLogger(__name__)
REMEMBERED = 15.0
"""Seconds."""
_PATIENCE = 1.0
"""Seconds that an answer waits for what was chosen, where nothing is known of its workspace."""
_SOON = 0.3
"""Seconds that it waits where the last choices are known, which seldom change."""
_MOST = 20_000
"""People in places that are remembered at most."""
_WHOLE = ""
"""The subject of a workspace's own row."""
_Key = tuple[str, str, str]
"""A workspace, a user and a channel."""


def _of(scope: Scope) -> ColumnElement[bool]:
    return and_(preferences.c.scope == scope, preferences.c.subject == bindparam(scope))


_CHOSEN = select(*(preferences.c.scope, preferences.c.language, preferences.c.provider, preferences.c.unasked)).where(
    preferences.c.team == bindparam("team"), or_(*map(_of, Scope))
)
"""By the workspace, and the subject of each scope."""


class Preferences:
    """The table `preferences`. What was read is remembered: every answer asks, and a choice seldom changes. `reading`:
    connections that wait for no writer."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine) -> None:
        self._engine = engine
        self._reading = reading
        self._known: dict[_Key, tuple[float, Chosen]] = {}
        self._of_workspaces: dict[str, Chosen] = {}
        """What each chose for all its people, as it was last read."""
        self._changes = 0

    async def chosen(self, team: str, *, user: str = "", channel: str = "") -> Chosen:
        """What bears on an answer to this user in this channel; what another process changed, `REMEMBERED` later.

        Where the database is slow, what was last known holds. Raises `FAULTS`, soon, where nothing is known.
        """
        key, now = (team, user, channel), time.monotonic()
        until, known = self._known.get(key, (0.0, None))
        if known is not None and now < until:
            return known
        known = known or self._of_workspaces.get(team)
        if known is None:
            return await in_time(self._renewed(key), _PATIENCE)
        try:
            return await in_time(self._renewed(key), _SOON)
        except FAULTS:
            log.warning("the choices could not be read in time: the last ones known hold", exc_info=True)
            self._remember(key, known)
            return known

    async def _renewed(self, key: _Key) -> Chosen:
        """As they are now; remembered, unless they were changed while they were read."""
        changes = self._changes
        stored = await self._read(*key)
        if changes == self._changes:
            self._remember(key, stored)
            # What its channels chose is not known: there nothing is answered that nobody asked.
            self._of_workspaces[key[0]] = Chosen(workspace=stored.workspace, provider=stored.provider, unasked=False)
        return stored

    def _remember(self, key: _Key, chosen: Chosen) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
            self._of_workspaces.clear()
        self._known[key] = (time.monotonic() + REMEMBERED, chosen)

    def forget(self, team: str) -> None:
        """Forgets what was remembered of this workspace's choices."""
        self._changes += 1
        self._of_workspaces.pop(team, None)
        for key in [key for key in self._known if key[0] == team]:
            del self._known[key]

    async def _read(self, team: str, user: str, channel: str) -> Chosen:
        subjects = {"team": team, Scope.USER: user, Scope.CHANNEL: channel, Scope.WORKSPACE: _WHOLE}
        async with self._reading.connect() as connection:
            rows = {row.scope: row for row in await connection.execute(_CHOSEN, subjects)}
        languages = {scope: rows[scope].language for scope in Scope if scope in rows}
        whole = rows.get(Scope.WORKSPACE)
        unasked = [rows[scope].unasked for scope in (Scope.CHANNEL, Scope.WORKSPACE) if scope in rows]
        return Chosen(
            user=languages.get(Scope.USER),
            channel=languages.get(Scope.CHANNEL),
            workspace=languages.get(Scope.WORKSPACE),
            provider=whole.provider if whole else None,
            unasked=next((chosen for chosen in unasked if chosen is not None), True),
        )

    async def choose_language(self, team: str, scope: Scope, subject: str, language: str | None) -> None:
        """From now on. `subject`: the user's or the channel's id, whatever for the workspace; None: no choice."""
        await self._set(team, scope, _WHOLE if scope is Scope.WORKSPACE else subject, language=language)

    async def choose_provider(self, team: str, provider: str | None) -> None:
        """The workspace's own mail service by its name in `bot/domains/knowledge/providers.toml`; None: no choice."""
        await self._set(team, Scope.WORKSPACE, _WHOLE, provider=provider)

    async def choose_unasked(self, team: str, scope: Scope, channel: str, *, on: bool) -> None:
        """Whether a bounce that nobody asked about is explained, in this channel or in all that did not choose."""
        await self._set(team, scope, _WHOLE if scope is Scope.WORKSPACE else channel, unasked=on)

    async def _set(self, team: str, scope: Scope, subject: str, **chosen: str | bool | None) -> None:
        new = insert_into(preferences, self._engine).values(team=team, scope=scope, subject=subject, **chosen)
        key = list(preferences.primary_key)
        async with self._engine.begin() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=key, set_=chosen))
        self.forget(team)

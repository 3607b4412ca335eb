"""What people chose: a language for themselves, a channel or the workspace; the workspace's own mail service."""

import time

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.preferences import Chosen, Scope
from bot.ops.in_time import in_time
from bot.storage.database import insert_into
from bot.storage.schema import preferences

REMEMBERED = 15.0
"""Seconds."""
_PATIENCE = 1.0
"""Seconds that an answer waits for what was chosen."""
_MOST = 20_000
"""People in places that are remembered at most."""
_WHOLE = ""
"""The subject of a workspace's own row."""


class Preferences:
    """The table `preferences`. What was read is remembered: every answer asks, and a choice seldom changes. `reading`:
    connections that wait for no writer."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine) -> None:
        self._engine = engine
        self._reading = reading
        self._known: dict[tuple[str, str, str], tuple[float, Chosen]] = {}

    async def chosen(self, team: str, *, user: str = "", channel: str = "") -> Chosen:
        """What bears on an answer to this user in this channel; what another process changed, `REMEMBERED` later.
        Raises `FAULTS`, soon."""
        key, now = (team, user, channel), time.monotonic()
        until, found = self._known.get(key, (0.0, Chosen()))
        if until <= now:
            found = await in_time(self._read(team, user, channel), _PATIENCE)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = (now + REMEMBERED, found)
        return found

    def forget(self, team: str) -> None:
        """Forgets what was remembered of this workspace's choices."""
        for key in [key for key in self._known if key[0] == team]:
            del self._known[key]

    async def _read(self, team: str, user: str, channel: str) -> Chosen:
        c = preferences.c
        wanted = or_(_is(Scope.USER, user), _is(Scope.CHANNEL, channel), _is(Scope.WORKSPACE, _WHOLE))
        query = select(c.scope, c.language, c.provider).where(c.team == team, wanted)
        async with self._reading.connect() as connection:
            rows = {row.scope: row for row in await connection.execute(query)}
        languages = {scope: rows[scope].language for scope in Scope if scope in rows}
        whole = rows.get(Scope.WORKSPACE)
        return Chosen(
            user=languages.get(Scope.USER),
            channel=languages.get(Scope.CHANNEL),
            workspace=languages.get(Scope.WORKSPACE),
            provider=whole.provider if whole else None,
        )

    async def choose_language(self, team: str, scope: Scope, subject: str, language: str | None) -> None:
        """From now on. `subject`: the user's or the channel's id, whatever for the workspace; None: no choice."""
        await self._set(team, scope, _WHOLE if scope is Scope.WORKSPACE else subject, language=language)

    async def choose_provider(self, team: str, provider: str | None) -> None:
        """The workspace's own mail service by its name in `bot/domains/knowledge/providers.toml`; None: no choice."""
        await self._set(team, Scope.WORKSPACE, _WHOLE, provider=provider)

    async def _set(self, team: str, scope: Scope, subject: str, **chosen: str | None) -> None:
        new = insert_into(preferences, self._engine).values(team=team, scope=scope, subject=subject, **chosen)
        key = list(preferences.primary_key)
        async with self._engine.begin() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=key, set_=chosen))
        self.forget(team)


def _is(scope: Scope, subject: str) -> ColumnElement[bool]:
    return and_(preferences.c.scope == scope, preferences.c.subject == subject)

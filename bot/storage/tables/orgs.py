"""Which workspace belongs to which organization: told by the requests of an app that a whole organization installed,
and needed where nobody asked just now: to watch a domain, to complete an answer.

https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
"""

import time
from datetime import UTC

from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import insert_into
from bot.storage.schema import org_teams, slack_bots, slack_installations

_NOTED = 600.0
"""Seconds until it is noted again: another process may have forgotten it."""


class Orgs:
    """The table `org_teams`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._noted: dict[tuple[str, str], float] = {}
        """When each was noted, by this process's clock."""

    async def note(self, team: str, org: str) -> None:
        """A workspace of an organization that installed the app as a whole."""
        now = time.monotonic()
        if not team or now - self._noted.get((team, org), -_NOTED) < _NOTED:
            return
        new = insert_into(org_teams, self._engine).values(team=team, org=org)
        async with self._engine.begin() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=["team"], set_={"org": org}))
        self._noted[team, org] = now

    async def installed_by(self, team: str) -> tuple[str | None, bool] | None:
        """The organization of whoever installed the app for a workspace, if it has one; and whether it did so for all
        of its workspaces. None where nobody did."""
        of_team = (
            select(slack_bots.c.enterprise_id)
            .where(slack_bots.c.team_id == team, slack_bots.c.bot_token.is_not(None))
            .order_by(slack_bots.c.installed_at.desc())
            .limit(1)
        )
        async with self._engine.connect() as connection:
            if (own := (await connection.execute(of_team)).first()) is not None:
                return own.enterprise_id, False
            org = (await connection.execute(select(org_teams.c.org).where(org_teams.c.team == team))).scalar()
        return (org, True) if org else None

    async def teams(self, org: str) -> tuple[str, ...]:
        """Its workspaces, as far as they were heard of."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(org_teams.c.team).where(org_teams.c.org == org))
            return tuple(rows.scalars())

    async def forget(self, org: str) -> None:
        """Deletes the organization's installation for all of its workspaces."""
        async with self._engine.begin() as connection:
            for table in (slack_bots, slack_installations):
                whole = and_(table.c.enterprise_id == org, table.c.team_id.is_(None))
                await connection.execute(delete(table).where(whole))
        self._noted = {noted: at for noted, at in self._noted.items() if noted[1] != org}

    def left(self, team: str) -> None:
        """Its row is gone: it is noted anew when it asks again."""
        self._noted = {noted: at for noted, at in self._noted.items() if noted[0] != team}

    async def installed_at(self, org: str) -> float:
        """Unix time, seconds, of its newest installation for all workspaces; 0 where there is none."""
        query = select(func.max(slack_bots.c.installed_at)).where(
            slack_bots.c.enterprise_id == org, slack_bots.c.team_id.is_(None)
        )
        async with self._engine.connect() as connection:
            last = (await connection.execute(query)).scalar_one()
        return float(last.replace(tzinfo=UTC).timestamp()) if last else 0.0

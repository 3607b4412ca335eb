"""Installations of the bot: Slack's own store over our database, with encrypted tokens."""

from collections.abc import Sequence
from datetime import UTC

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.encrypted import Encrypted, cipher
from bot.storage.schema import TOKENS, slack_bots


class Installations(AsyncSQLAlchemyInstallationStore):
    """Slack's store as it is, but for the type of its token columns. `keys`: the first encrypts, all decrypt."""

    def __init__(self, engine: AsyncEngine, client_id: str, keys: Sequence[str]) -> None:
        super().__init__(client_id, engine)
        encrypted = Encrypted(cipher(keys))
        for table in self._tables:
            for name in _tokens(table):
                table.c[name].type = encrypted

    @property
    def _tables(self) -> tuple[Table, ...]:
        return (self.bots, self.installations)

    async def reencrypt(self) -> int:
        """Encrypts every token with the first key; returns how many rows. Raises InvalidToken, changing nothing."""
        done = 0
        async with self.engine.begin() as connection:
            for table in self._tables:
                columns = [table.c[name] for name in _tokens(table)]
                for row in (await connection.execute(select(table.c.id, *columns))).mappings().all():
                    anew = {name: row[name] for name in _tokens(table)}
                    await connection.execute(table.update().where(table.c.id == row["id"]).values(**anew))
                    done += 1
        return done


async def installed_after(engine: AsyncEngine, team: str, at: float) -> bool:
    """Whether a workspace has installed the bot since `at` (Unix time, seconds)."""
    query = select(func.max(slack_bots.c.installed_at)).where(slack_bots.c.team_id == team)
    async with engine.connect() as connection:
        last = (await connection.execute(query)).scalar_one()
    return last is not None and last.replace(tzinfo=UTC).timestamp() > at


def _tokens(table: Table) -> tuple[str, ...]:
    return tuple(name for name in TOKENS if name in table.c)

"""The tables. Every row belongs to one workspace (`team`), and every query names it.

A change here needs a migration beside it (`migrations/versions/`); a test holds the two together.
"""

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, MetaData, String, Table, Text

TOKENS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token")
"""Columns of Slack's tables that are kept encrypted, which takes more room than Slack's own tables give."""

metadata = MetaData()

cases = Table(
    "cases",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("thread", String(32), primary_key=True),
    Column("case", Text, nullable=False),
    Column("touched", Float, nullable=False, index=True),
    Column("asker", String(32), nullable=False, server_default=""),
    Index("ix_cases_asker", "team", "asker", "touched"),
)
seen_events = Table(
    "seen_events",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("event", String(128), primary_key=True),
    Column("at", Float, nullable=False, index=True),
)
owed = Table(
    "owed",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("team", String(32), nullable=False, index=True),
    Column("answer", Text, nullable=False),
    Column("ts", String(32)),
    Column("taken", Float, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("holder", String(64), nullable=False),
    Column("until", Float, nullable=False, index=True),
    Column("deaths", Integer, nullable=False, server_default="0"),
)
probe = Table(
    "probe",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
)
preferences = Table(
    "preferences",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("scope", String(16), primary_key=True),
    Column("subject", String(32), primary_key=True),
    Column("language", String(8)),
    Column("provider", String(64)),
    Column("unasked", Boolean),
)
counts = Table(
    "counts",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)
votes = Table(
    "votes",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("message", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("positive", Boolean, nullable=False),
    Column("day", Date, nullable=False),
    Column("reason", String(500), nullable=False, server_default=""),
)
watches = Table(
    "watches",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("domain", String(255), primary_key=True),
    Column("every", String(16), nullable=False),
    Column("user", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("since", Float, nullable=False),
    Column("due", Float, nullable=False),
    Column("ready", Float, nullable=False, index=True),
    Column("failures", Integer, nullable=False),
    Column("worst", String(16)),
    Column("checked", Float),
    Column("seen", Text, nullable=False),
    Index("ix_watches_domain", "team", "domain"),
)
history = Table(
    "history",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("domain", String(255), primary_key=True),
    Column("first", Float, primary_key=True),
    Column("last", Float, nullable=False, index=True),
    Column("times", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("marks", Text, nullable=False),
)
reports = Table(
    "reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("team", String(32), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("report", Text, nullable=False),
    Column("made", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
    Column("author", String(200), nullable=False, server_default=""),
)
org_teams = Table(
    "org_teams",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("org", String(32), nullable=False, index=True),
)
slack_bots = AsyncSQLAlchemyInstallationStore.build_bots_table(
    metadata, AsyncSQLAlchemyInstallationStore.default_bots_table_name
)
slack_installations = AsyncSQLAlchemyInstallationStore.build_installations_table(
    metadata, AsyncSQLAlchemyInstallationStore.default_installations_table_name
)
for _table in (slack_bots, slack_installations):
    for _name in TOKENS:
        if _name in _table.c:
            _table.c[_name].type = Text()

"""Many workspaces: who opened a case, choices, counts and votes, and Slack's own tables of installations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("cases", sa.Column("asker", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_cases_asker", "cases", ["team", "asker", "touched"])
    # What was seen is kept for a day, and whose event it was is not known of the older rows: they go.
    op.drop_table("seen_events")
    _seen_events(sa.Column("team", sa.String(32), primary_key=True))
    op.create_table(
        "preferences",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("scope", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(32), primary_key=True),
        sa.Column("language", sa.String(8)),
        sa.Column("provider", sa.String(64)),
    )
    op.create_table(
        "counts",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "votes",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("message", sa.String(32), primary_key=True),
        sa.Column("user", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("positive", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
    )
    _installations()
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("slack_oauth_states", "slack_installations", "slack_bots", "votes", "counts", "preferences"):
        op.drop_table(table)
    op.drop_table("seen_events")
    _seen_events()
    op.drop_index("ix_cases_asker", "cases")
    op.drop_column("cases", "asker")


def _seen_events(*team: sa.Column[str]) -> None:
    op.create_table(
        "seen_events",
        *team,
        sa.Column("event", sa.String(128), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("ix_seen_events_at", "seen_events", ["at"])


def _installations() -> None:
    """As `slack_sdk.oauth.installation_store.sqlalchemy` lays them out, with room for encrypted tokens."""
    op.create_table(
        "slack_bots",
        *_workspace(),
        *_bot(),
        sa.Column("is_enterprise_install", sa.Boolean, nullable=False),
        sa.Column("installed_at", sa.DateTime, nullable=False),
    )
    op.create_index("slack_bots_idx", "slack_bots", ["client_id", "enterprise_id", "team_id", "installed_at"])
    op.create_table(
        "slack_installations",
        *_workspace(),
        sa.Column("enterprise_url", sa.String(200)),
        *_bot(),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("user_token", sa.Text),
        sa.Column("user_scopes", sa.String(1000)),
        sa.Column("user_refresh_token", sa.Text),
        sa.Column("user_token_expires_at", sa.DateTime),
        sa.Column("incoming_webhook_url", sa.String(200)),
        sa.Column("incoming_webhook_channel", sa.String(200)),
        sa.Column("incoming_webhook_channel_id", sa.String(200)),
        sa.Column("incoming_webhook_configuration_url", sa.String(200)),
        sa.Column("is_enterprise_install", sa.Boolean, nullable=False),
        sa.Column("token_type", sa.String(32)),
        sa.Column("installed_at", sa.DateTime, nullable=False),
    )
    op.create_index(
        "slack_installations_idx",
        "slack_installations",
        ["client_id", "enterprise_id", "team_id", "user_id", "installed_at"],
    )


def _workspace() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("app_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32)),
        sa.Column("enterprise_name", sa.String(200)),
        sa.Column("team_id", sa.String(32)),
        sa.Column("team_name", sa.String(200)),
    )


def _bot() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("bot_token", sa.Text),
        sa.Column("bot_id", sa.String(32)),
        sa.Column("bot_user_id", sa.String(32)),
        sa.Column("bot_scopes", sa.String(1000)),
        sa.Column("bot_refresh_token", sa.Text),
        sa.Column("bot_token_expires_at", sa.DateTime),
    )

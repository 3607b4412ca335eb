"""Cases and seen events. They may be there already: before there were migrations, the bot made them itself."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("thread", sa.String(32), primary_key=True),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("touched", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_cases_touched", "cases", ["touched"], if_not_exists=True)
    op.create_table(
        "seen_events",
        sa.Column("event", sa.String(128), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_seen_events_at", "seen_events", ["at"], if_not_exists=True)


def downgrade() -> None:
    op.drop_table("seen_events")
    op.drop_table("cases")

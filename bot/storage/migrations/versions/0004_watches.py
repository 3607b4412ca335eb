"""Watches, the history of checks, and reports for outsiders."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("domain", sa.String(255), primary_key=True),
        sa.Column("every", sa.String(16), nullable=False),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("ready", sa.Float, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("worst", sa.String(16)),
        sa.Column("checked", sa.Float),
        sa.Column("seen", sa.Text, nullable=False),
    )
    op.create_index("ix_watches_ready", "watches", ["ready"])
    op.create_index("ix_watches_domain", "watches", ["team", "domain"])
    op.create_table(
        "history",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("domain", sa.String(255), primary_key=True),
        sa.Column("first", sa.Float, primary_key=True),
        sa.Column("last", sa.Float, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
    )
    op.create_index("ix_history_last", "history", ["last"])
    op.create_table(
        "reports",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("made", sa.Float, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
    op.create_index("ix_reports_team", "reports", ["team"])
    op.create_index("ix_reports_until", "reports", ["until"])


def downgrade() -> None:
    for table in ("reports", "history", "watches"):
        op.drop_table(table)

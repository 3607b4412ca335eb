"""Answers that are owed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "owed",
        sa.Column("key", sa.String(160), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("ts", sa.String(32)),
        sa.Column("taken", sa.Float, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
    op.create_index("ix_owed_team", "owed", ["team"])
    op.create_index("ix_owed_until", "owed", ["until"])


def downgrade() -> None:
    op.drop_table("owed")

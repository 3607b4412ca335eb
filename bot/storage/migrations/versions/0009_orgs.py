"""Which workspace belongs to an organization that installed the bot as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "org_teams",
        sa.Column("team", sa.String(32), primary_key=True),
        sa.Column("org", sa.String(32), nullable=False),
    )
    op.create_index("ix_org_teams_org", "org_teams", ["org"])


def downgrade() -> None:
    op.drop_table("org_teams")

"""What was wrong with an answer, in the voter's words."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("votes", sa.Column("reason", sa.String(500), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("votes", "reason")

"""Who made a report's page."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("reports", sa.Column("author", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("reports", "author")

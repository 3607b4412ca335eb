"""Whether bounces are explained that nobody asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("preferences", sa.Column("unasked", sa.Boolean))


def downgrade() -> None:
    op.drop_column("preferences", "unasked")

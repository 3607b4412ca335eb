"""How often an owed answer's process ended, and a row that a readiness probe writes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("owed", sa.Column("deaths", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "probe",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("probe")
    op.drop_column("owed", "deaths")

"""Keep stages of attempts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CURVE = ("difficulty", "slope", "guess")


def upgrade() -> None:
    # Not by batch: SQLite adds a nullable column in place, without copying a table that others point to.
    op.add_column("attempt", sa.Column("start", sa.JSON(), nullable=True))
    for name in CURVE:
        op.add_column("answer", sa.Column(name, sa.Float(), nullable=True))


def downgrade() -> None:
    for name in CURVE:
        op.drop_column("answer", name)
    op.drop_column("attempt", "start")

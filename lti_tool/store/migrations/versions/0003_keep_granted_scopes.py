"""Keep granted scopes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not by batch: SQLite adds a nullable column in place, without copying a table that others point to.
    op.add_column("registration", sa.Column("granted_scopes", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("registration", "granted_scopes")

"""Remember platform storage"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LOGIN_COLUMNS = ("agent_hash", "storage_hash", "storage_target")


def upgrade() -> None:
    # Not by batch: SQLite adds such columns in place, without copying a table.
    for name in LOGIN_COLUMNS:
        op.add_column("login_state", sa.Column(name, sa.String(length=64), nullable=True))
    op.add_column(
        "launch", sa.Column("is_handed_over", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("launch", "is_handed_over")
    for name in reversed(LOGIN_COLUMNS):
        op.drop_column("login_state", name)

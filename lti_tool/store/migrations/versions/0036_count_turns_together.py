"""Count turns together"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing of it goes into the log of the database: a crash may forget it, and no follower waits for it.
    # It is of no centre and of no person, so no wall stands before it.
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "limit_turn",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_limit_turn")),
        prefixes=["UNLOGGED"] if is_postgresql else [],
    )


def downgrade() -> None:
    op.drop_table("limit_turn")

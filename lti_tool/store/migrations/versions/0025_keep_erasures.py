"""Keep erasures"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ERASURE = "erasure"


def upgrade() -> None:
    op.create_table(
        ERASURE,
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_erasure_centre_id_centre")),
        sa.PrimaryKeyConstraint("centre_id", "digest", name=op.f("pk_erasure")),
    )


def downgrade() -> None:
    op.drop_table(ERASURE)

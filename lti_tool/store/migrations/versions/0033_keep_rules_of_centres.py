"""Keep rules of centres"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# Not by batch: both engines add such columns in place, with the condition in it.
SHARING = (
    "ALTER TABLE centre ADD COLUMN sharing VARCHAR(16) DEFAULT 'sent' NOT NULL "
    "CONSTRAINT ck_centre_known_sharing CHECK (sharing IN ('sent', 'end'))"
)
MONTHS = (
    "ALTER TABLE centre ADD COLUMN kept_months INTEGER DEFAULT 36 NOT NULL "
    "CONSTRAINT ck_centre_known_months CHECK (kept_months IN (6, 12, 24, 36))"
)


def upgrade() -> None:
    op.execute(SHARING)
    op.execute(MONTHS)
    op.add_column(
        "attempt", sa.Column("is_shared_at_end", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("attempt", "is_shared_at_end")
    op.drop_column("centre", "kept_months")
    op.drop_column("centre", "sharing")

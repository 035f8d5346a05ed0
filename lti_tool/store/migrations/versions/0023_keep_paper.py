"""Keep the day of what was done on paper"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt", sa.Column("paper_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("attempt", "paper_on")

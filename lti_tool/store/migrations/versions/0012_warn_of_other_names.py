"""Warn of other names"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COUNTS = ("names_changed", "names_known")
# Not by batch: both engines add such a column in place, with the condition in it.
ASSISTANTS_SEE = (
    "ALTER TABLE centre ADD COLUMN assistants_see VARCHAR(16) DEFAULT 'results' NOT NULL "
    "CONSTRAINT ck_centre_known_view CHECK (assistants_see IN ('results', 'progress'))"
)


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("roster", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("roster", sa.Column("names_changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(ASSISTANTS_SEE)
    op.add_column("course_member", sa.Column("listed_rights", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("course_member", "listed_rights")
    op.drop_column("centre", "assistants_see")
    for name in ("names_changed_at", *reversed(COUNTS)):
        op.drop_column("roster", name)

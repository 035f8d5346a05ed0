"""Keep accents"""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

# Not by batch: both engines add such a column in place, with the condition in it.
ACCENT = (
    "ALTER TABLE centre ADD COLUMN accent VARCHAR(16) DEFAULT 'blue' NOT NULL "
    "CONSTRAINT ck_centre_known_accent CHECK "
    "(accent IN ('blue', 'teal', 'green', 'violet', 'plum', 'brick'))"
)


def upgrade() -> None:
    op.execute(ACCENT)


def downgrade() -> None:
    op.drop_column("centre", "accent")

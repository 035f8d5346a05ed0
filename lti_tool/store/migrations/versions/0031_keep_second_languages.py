"""Keep second languages"""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# Not by batch: both engines add such a column in place, with the condition in it.
SECOND_LANGUAGE = (
    "ALTER TABLE comfort ADD COLUMN second_language VARCHAR(8) DEFAULT '' NOT NULL "
    "CONSTRAINT ck_comfort_known_second_language CHECK "
    "(second_language IN ('', 'fr', 'nl', 'de', 'en'))"
)


def upgrade() -> None:
    op.execute(SECOND_LANGUAGE)


def downgrade() -> None:
    op.drop_column("comfort", "second_language")

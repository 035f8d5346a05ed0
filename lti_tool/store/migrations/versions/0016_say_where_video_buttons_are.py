"""Say where video buttons are"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Not by batch: both engines add such a column in place, with the condition in it.
VIDEO_ROOMS = (
    "ALTER TABLE centre ADD COLUMN video_rooms VARCHAR(16) DEFAULT 'neutral' NOT NULL "
    "CONSTRAINT ck_centre_known_rooms CHECK (video_rooms IN ('neutral', 'top', 'bottom', 'round'))"
)


def upgrade() -> None:
    op.execute(VIDEO_ROOMS)


def downgrade() -> None:
    op.drop_column("centre", "video_rooms")

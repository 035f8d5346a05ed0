"""Keep comforts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE = "comfort"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("size", sa.String(length=16), nullable=False),
        sa.Column("spacing", sa.String(length=16), nullable=False),
        sa.Column("contrast", sa.String(length=16), nullable=False),
        sa.Column("is_one_handed", sa.Boolean(), nullable=False),
        sa.Column("has_sound", sa.Boolean(), nullable=False),
        sa.CheckConstraint("size IN ('normal', 'large', 'largest')", name=op.f("ck_comfort_known_size")),
        sa.CheckConstraint("spacing IN ('normal', 'wide')", name=op.f("ck_comfort_known_spacing")),
        sa.CheckConstraint(
            "contrast IN ('device', 'light', 'dark', 'strong')", name=op.f("ck_comfort_known_contrast")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_comfort_centre_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "person_id", name=op.f("pk_comfort")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)

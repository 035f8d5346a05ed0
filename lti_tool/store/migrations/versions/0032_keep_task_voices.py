"""Keep task voices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
VOICE = "task_voice"


def upgrade() -> None:
    op.create_table(
        VOICE,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("scene", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("consented_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "person_id"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_task_voice_centre_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_task_voice")),
        sa.UniqueConstraint(
            "centre_id",
            "item_id",
            "language",
            "variant",
            "scene",
            "person_id",
            name=op.f("uq_task_voice_reading"),
        ),
        sa.CheckConstraint("language IN ('fr', 'nl', 'de', 'en')", name=op.f("ck_task_voice_known_language")),
        sa.CheckConstraint("variant > 0 AND scene > 0", name=op.f("ck_task_voice_place")),
        sa.CheckConstraint("length(bytes) BETWEEN 1 AND 700000", name=op.f("ck_task_voice_size")),
        sa.CheckConstraint("seconds BETWEEN 0 AND 60", name=op.f("ck_task_voice_length")),
    )


def downgrade() -> None:
    op.drop_table(VOICE)

"""Keep welcomes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
MEDIUM = "welcome_medium"


def upgrade() -> None:
    op.create_table(
        MEDIUM,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("consented_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["centre_id", f"{table}_id"],
                [f"{table}.centre_id", f"{table}.id"],
                name=op.f(f"fk_welcome_medium_centre_id_{table}_id_{table}"),
            )
            for table in ("context", "person")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_welcome_medium")),
        sa.UniqueConstraint(
            "centre_id", "context_id", "person_id", "kind", name=op.f("uq_welcome_medium_kind")
        ),
        sa.CheckConstraint("kind IN ('picture', 'voice')", name=op.f("ck_welcome_medium_known_kind")),
        sa.CheckConstraint(
            "length(bytes) BETWEEN 1 AND CASE kind WHEN 'picture' THEN 12288 ELSE 700000 END",
            name=op.f("ck_welcome_medium_size"),
        ),
        sa.CheckConstraint("seconds BETWEEN 0 AND 60", name=op.f("ck_welcome_medium_length")),
    )


def downgrade() -> None:
    op.drop_table(MEDIUM)

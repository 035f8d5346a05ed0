"""Keep keys per registration"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Keys made before stay where they are: they go on serving registrations that have none of their own.
    op.create_table(
        "registration_key",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("sealed_private", sa.Text(), nullable=False),
        sa.Column("public_jwk", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_registration_key_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("centre_id", "registration_id", "kid", name=op.f("pk_registration_key")),
    )
    # Not by batch: both engines add a nullable column in place.
    op.add_column("invitation", sa.Column("registration_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("invitation", "registration_id")
    op.drop_table("registration_key")

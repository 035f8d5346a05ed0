"""Keep logos of centres"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
LOGO = "centre_logo"
BOUND = "NULLIF(current_setting('passerelle.centre', true), '')"


def upgrade() -> None:
    op.create_table(
        LOGO,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_centre_logo_centre_id_centre")),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centre_logo")),
        sa.CheckConstraint("length(bytes) BETWEEN 1 AND 12288", name=op.f("ck_centre_logo_size")),
        sa.CheckConstraint(
            "width BETWEEN 1 AND 400 AND height BETWEEN 1 AND 120", name=op.f("ck_centre_logo_side")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The wall of 0034, for the new table.
        op.execute(f'ALTER TABLE "{LOGO}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{LOGO}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY one_centre ON "{LOGO}" USING ({BOUND} IS NULL OR centre_id = {BOUND})')


def downgrade() -> None:
    op.drop_table(LOGO)

"""Keep sittings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
FLAGS = (("answer", "is_accompanied"), ("session", "is_kiosk"))


def upgrade() -> None:
    for table, name in FLAGS:
        op.add_column(table, sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "sitting",
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("launch_id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        _key("sitting", "launch_id", "launch", ondelete="CASCADE"),
        _key("sitting", "person_id", "person"),
        sa.PrimaryKeyConstraint("centre_id", "launch_id", "person_id", name=op.f("pk_sitting")),
    )
    op.create_table(
        "kiosk_code",
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("resource_link_id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _key("kiosk_code", "person_id", "person"),
        _key("kiosk_code", "resource_link_id", "resource_link"),
        sa.PrimaryKeyConstraint("centre_id", "resource_link_id", "person_id", name=op.f("pk_kiosk_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_kiosk_code_digest")),
    )
    op.create_index(op.f("ix_kiosk_code_expires_at"), "kiosk_code", ["expires_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kiosk_code_expires_at"), table_name="kiosk_code")
    op.drop_table("kiosk_code")
    op.drop_table("sitting")
    for table, name in reversed(FLAGS):
        op.drop_column(table, name)


def _key(table: str, column: str, other: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_{table}_centre_id_{column}_{other}"),
        ondelete=ondelete,
    )

"""Keep one-off helps"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
TOPICS = (
    "topic IN ('paperwork', 'printing', 'device', 'connection', 'account', 'message', 'search',"
    " 'safety', 'other')"
)


def upgrade() -> None:
    op.create_table(
        "one_off",
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", OWN_ID, nullable=False),
        sa.CheckConstraint(TOPICS, name=op.f("ck_one_off_known_topic")),
        _key("context_id", "context"),
        _key("by", "person"),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_one_off")),
    )
    op.create_index(
        op.f("ix_one_off_centre_id_context_id_by_at"), "one_off", ["centre_id", "context_id", "by", "at"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_one_off_centre_id_context_id_by_at"), table_name="one_off")
    op.drop_table("one_off")


def _key(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_one_off_centre_id_{column}_{other}"),
    )

"""Keep views of records"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
VIEW = "record_view"
KEYS = ("centre_id", "person_id", "context_id", "day", "viewer_id", "what")


def upgrade() -> None:
    op.create_table(
        VIEW,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("viewer_id", OWN_ID, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _key("person_id", "person"),
        _key("viewer_id", "person"),
        _key("context_id", "context"),
        sa.PrimaryKeyConstraint(*KEYS, name=op.f("pk_record_view")),
        sa.CheckConstraint(
            "what IN ('record', 'document', 'export', 'together')", name=op.f("ck_record_view_known_way")
        ),
        sa.CheckConstraint("person_id <> viewer_id", name=op.f("ck_record_view_of_somebody_else")),
        sa.CheckConstraint("times >= 1 AND first_at <= last_at", name=op.f("ck_record_view_known_times")),
    )
    op.create_index(op.f("ix_record_view_day"), VIEW, ["day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_record_view_day"), table_name=VIEW)
    op.drop_table(VIEW)


def _key(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_{VIEW}_centre_id_{column}_{other}"),
    )

"""Keep what is for totals: who people are, and reviews of practice"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "background",
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        _key("background", "person_id", "person"),
        sa.PrimaryKeyConstraint("centre_id", "person_id", "question", name=op.f("pk_background")),
    )
    op.create_table(
        "practice_review",
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", OWN_ID, nullable=False),
        _key("practice_review", "context_id", "context"),
        _key("practice_review", "by", "person"),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_practice_review")),
    )
    op.create_index(
        op.f("ix_practice_review_centre_id_context_id_at"),
        "practice_review",
        ["centre_id", "context_id", "at"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_practice_review_centre_id_context_id_at"), table_name="practice_review")
    op.drop_table("practice_review")
    op.drop_table("background")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_{table}_centre_id_{column}_{other}"),
    )

"""Keep resources"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
CARD, CALL = "resource_card", "stuck_call"
OPEN = sa.text("solved_at IS NULL")
OPEN_WITHOUT_COURSE = sa.text("solved_at IS NULL AND context_id IS NULL")


def upgrade() -> None:
    op.create_table(
        CARD,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("title_key", sa.String(length=255), nullable=True),
        sa.Column("card", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_resource_card_centre_id_centre")),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_resource_card")),
        sa.UniqueConstraint("centre_id", "title_key", name=op.f("uq_resource_card_title")),
    )
    op.create_table(
        CALL,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("resource_link_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("coming_at", MOMENT, nullable=True),
        sa.Column("solved_at", MOMENT, nullable=True),
        sa.Column("solved_by", sa.String(length=16), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["centre_id", f"{table}_id"],
                [f"{table}.centre_id", f"{table}.id"],
                name=op.f(f"fk_stuck_call_centre_id_{table}_id_{table}"),
            )
            for table in ("person", "resource_link", "context")
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_stuck_call")),
        sa.CheckConstraint(
            "cause IN ('', 'password', 'pin', 'connection', 'other')", name=op.f("ck_stuck_call_known_cause")
        ),
        sa.CheckConstraint("(solved_at IS NULL) = (solved_by IS NULL)", name=op.f("ck_stuck_call_known_end")),
    )
    _one_open("uq_stuck_call_open", "context_id", OPEN)
    _one_open("uq_stuck_call_open_without_course", "resource_link_id", OPEN_WITHOUT_COURSE)
    op.create_index(
        op.f("ix_stuck_call_centre_id_context_id_person_id"), CALL, ["centre_id", "context_id", "person_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_stuck_call_centre_id_context_id_person_id"), table_name=CALL)
    op.drop_index("uq_stuck_call_open_without_course", table_name=CALL)
    op.drop_index("uq_stuck_call_open", table_name=CALL)
    op.drop_table(CALL)
    op.drop_table(CARD)


def _one_open(name: str, place: str, among: sa.TextClause) -> None:
    """One person waits once in one place."""
    op.create_index(
        name,
        CALL,
        ["centre_id", "person_id", place],
        unique=True,
        sqlite_where=among,
        postgresql_where=among,
    )

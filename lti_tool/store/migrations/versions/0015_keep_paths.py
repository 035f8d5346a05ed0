"""Keep paths"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
PLAN, CHOICE, SKIP = "path_plan", "path_choice", "path_skip"
WITHOUT_COURSE = sa.text("context_id IS NULL")
KNOWN_REASON = "reason IN ('not-willing', 'done-elsewhere', 'other-way', 'no-time', 'left')"
WAIT_WITH_REASON = "(waits_since IS NULL) = (waits_by IS NULL) AND (waits_since IS NULL) = (wait_reason = '')"


def upgrade() -> None:
    op.create_table(
        PLAN,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("resource_link_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", OWN_ID, nullable=True),
        sa.Column("waits_since", MOMENT, nullable=True),
        sa.Column("waits_by", OWN_ID, nullable=True),
        sa.Column("wait_reason", sa.String(length=120), nullable=False),
        *(_key(PLAN, f"{table}_id", table) for table in ("person", "resource_link", "context")),
        _key(PLAN, "confirmed_by", "person"),
        _key(PLAN, "waits_by", "person"),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_path_plan")),
        sa.UniqueConstraint("centre_id", "person_id", "context_id", name=op.f("uq_path_plan_course")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)", name=op.f("ck_path_plan_known_confirmer")
        ),
        sa.CheckConstraint(WAIT_WITH_REASON, name=op.f("ck_path_plan_wait_with_reason")),
    )
    op.create_index(
        "uq_path_plan_without_course",
        PLAN,
        ["centre_id", "person_id", "resource_link_id"],
        unique=True,
        sqlite_where=WITHOUT_COURSE,
        postgresql_where=WITHOUT_COURSE,
    )
    op.create_table(
        CHOICE,
        *_of_plan(),
        sa.Column("module", sa.String(length=16), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        *_decided(CHOICE),
        sa.PrimaryKeyConstraint("centre_id", "plan_id", "module", name=op.f("pk_path_choice")),
    )
    op.create_table(
        SKIP,
        *_of_plan(),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        *_decided(SKIP),
        sa.PrimaryKeyConstraint("centre_id", "plan_id", "stage", name=op.f("pk_path_skip")),
        sa.CheckConstraint("stage IN ('diagnostic', 'end')", name=op.f("ck_path_skip_known_stage")),
        sa.CheckConstraint(KNOWN_REASON, name=op.f("ck_path_skip_known_reason")),
    )


def downgrade() -> None:
    op.drop_table(SKIP)
    op.drop_table(CHOICE)
    op.drop_index("uq_path_plan_without_course", table_name=PLAN)
    op.drop_table(PLAN)


def _of_plan() -> list[sa.Column[str]]:
    return [
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("plan_id", OWN_ID, nullable=False),
    ]


def _decided(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Who decided, when, and the keys of a part of a plan."""
    return (
        sa.Column("by", OWN_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "plan_id"],
            ["path_plan.centre_id", "path_plan.id"],
            name=op.f(f"fk_{table}_centre_id_plan_id_path_plan"),
            ondelete="CASCADE",
        ),
        _key(table, "by", "person"),
    )


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_{table}_centre_id_{column}_{other}"),
    )

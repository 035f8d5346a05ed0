"""Keep checks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
WITHOUT_COURSE = sa.text("context_id IS NULL")
RUN, ANSWER, OUTSIDE = "check_run", "check_answer", "outside_result"


def upgrade() -> None:
    op.create_table(
        RUN,
        *_whose(),
        sa.Column("check_slug", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("shared_at", MOMENT, nullable=True),
        *_keys(RUN),
        sa.UniqueConstraint(
            *("centre_id", "person_id", "context_id", "check_slug", "stage"),
            name=op.f("uq_check_run_course"),
        ),
        sa.CheckConstraint("stage IN ('entry', 'midway', 'end')", name=op.f("ck_check_run_known_stage")),
    )
    op.create_index(
        "uq_check_run_without_course",
        RUN,
        ["centre_id", "person_id", "resource_link_id", "check_slug", "stage"],
        unique=True,
        sqlite_where=WITHOUT_COURSE,
        postgresql_where=WITHOUT_COURSE,
    )
    op.create_table(
        ANSWER,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("run_id", OWN_ID, nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("line", sa.String(length=120), nullable=False),
        sa.Column("is_skipped", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "run_id"],
            ["check_run.centre_id", "check_run.id"],
            name=op.f("fk_check_answer_centre_id_run_id_check_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "run_id", "question", name=op.f("pk_check_answer")),
    )
    op.create_table(
        OUTSIDE,
        *_whose(),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=1), nullable=False),
        sa.Column("level_id", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.String(length=16), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        *_keys(OUTSIDE),
        sa.CheckConstraint(
            "entered_by IN ('learner', 'trainer')", name=op.f("ck_outside_result_known_writer")
        ),
    )
    op.create_index(op.f("ix_outside_result_centre_id_person_id"), OUTSIDE, ["centre_id", "person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outside_result_centre_id_person_id"), table_name=OUTSIDE)
    op.drop_table(OUTSIDE)
    op.drop_table(ANSWER)
    op.drop_index("uq_check_run_without_course", table_name=RUN)
    op.drop_table(RUN)


def _whose() -> list[sa.Column[str]]:
    return [
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("resource_link_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=True),
    ]


def _keys(name: str) -> list[sa.Constraint]:
    found: list[sa.Constraint] = [
        sa.ForeignKeyConstraint(
            ["centre_id", f"{table}_id"],
            [f"{table}.centre_id", f"{table}.id"],
            name=op.f(f"fk_{name}_centre_id_{table}_id_{table}"),
        )
        for table in ("person", "resource_link", "context")
    ]
    found.append(sa.PrimaryKeyConstraint("centre_id", "id", name=op.f(f"pk_{name}")))
    return found

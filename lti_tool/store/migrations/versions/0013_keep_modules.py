"""Keep modules"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
NAME = sa.String(length=64)
TEXT_NAME = sa.String(length=96)
MOMENT = sa.DateTime(timezone=True)
WITHOUT_COURSE = sa.text("context_id IS NULL")
RUN, STEP, TEXT, AGREEMENT = "module_run", "module_step", "agreement_text", "agreement"


def upgrade() -> None:
    _create_runs()
    _create_steps()
    op.create_table(
        TEXT,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("name", TEXT_NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_agreement_text_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("centre_id", "name", "version", name=op.f("pk_agreement_text")),
    )
    op.create_table(
        AGREEMENT,
        *_whose(),
        sa.Column("name", TEXT_NAME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        *_keys(AGREEMENT),
        sa.ForeignKeyConstraint(
            ["centre_id", "name", "version"],
            ["agreement_text.centre_id", "agreement_text.name", "agreement_text.version"],
            name=op.f("fk_agreement_centre_id_name_version_agreement_text"),
        ),
    )
    op.create_index("ix_agreement_person", AGREEMENT, ["centre_id", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_agreement_person", table_name=AGREEMENT)
    op.drop_table(AGREEMENT)
    op.drop_table(TEXT)
    op.drop_table(STEP)
    op.drop_index("ix_module_run_context", table_name=RUN)
    op.drop_index("uq_module_run_without_course", table_name=RUN)
    op.drop_table(RUN)


def _create_runs() -> None:
    op.create_table(
        RUN,
        *_whose(),
        sa.Column("module", sa.String(length=16), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", NAME, nullable=False),
        sa.Column("is_accompanied", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        *_keys(RUN),
        sa.UniqueConstraint(
            *("centre_id", "person_id", "context_id", "module"), name=op.f("uq_module_run_course")
        ),
        sa.CheckConstraint(
            "points IS NULL OR points BETWEEN 0 AND 100", name=op.f("ck_module_run_points_in_range")
        ),
        sa.CheckConstraint(
            "(points IS NULL) = (finished_at IS NULL)", name=op.f("ck_module_run_points_when_finished")
        ),
    )
    op.create_index(
        "uq_module_run_without_course",
        RUN,
        ["centre_id", "person_id", "resource_link_id", "module"],
        unique=True,
        sqlite_where=WITHOUT_COURSE,
        postgresql_where=WITHOUT_COURSE,
    )
    op.create_index("ix_module_run_context", RUN, ["centre_id", "context_id"])


def _create_steps() -> None:
    op.create_table(
        STEP,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("run_id", OWN_ID, nullable=False),
        sa.Column("step", NAME, nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("scene", NAME, nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("said", NAME, nullable=False),
        sa.Column("is_put_off", sa.Boolean(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", OWN_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id", "run_id"],
            ["module_run.centre_id", "module_run.id"],
            name=op.f("fk_module_step_centre_id_run_id_module_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "confirmed_by"],
            ["person.centre_id", "person.id"],
            name=op.f("fk_module_step_centre_id_confirmed_by_person"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "run_id", "step", name=op.f("pk_module_step")),
    )


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

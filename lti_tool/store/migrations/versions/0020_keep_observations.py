"""Keep observations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
OBSERVATION, CORRECTION, OBJECTION, NOTE = "observation", "correction", "objection", "note"
STANDING = sa.text("ended_at IS NULL")
KNOWN_END = "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_how IS NULL)"
KNOWN_REPLY = "(replied_at IS NULL) = (replied_by IS NULL) AND (replied_at IS NULL) = (talked_on IS NULL)"
# Not by batch: both engines add such a column in place, with the condition in it.
GRADE_RULE = (
    "ALTER TABLE centre ADD COLUMN grade_rule VARCHAR(16) DEFAULT 'measured' NOT NULL "
    "CONSTRAINT ck_centre_known_grade_rule CHECK (grade_rule IN ('measured', 'observed'))"
)


def upgrade() -> None:
    _observations()
    _corrections()
    _objections()
    _notes()
    op.execute(GRADE_RULE)


def downgrade() -> None:
    op.drop_column("centre", "grade_rule")
    op.drop_index(op.f("ix_note_centre_id_person_id_context_id"), table_name=NOTE)
    op.drop_table(NOTE)
    for table in (OBJECTION, CORRECTION, OBSERVATION):
        op.drop_index(op.f(f"ix_{table}_centre_id_attempt_id"), table_name=table)
        if table == OBSERVATION:
            op.drop_index("uq_observation_standing", table_name=table)
        op.drop_table(table)


def _observations() -> None:
    op.create_table(
        OBSERVATION,
        *_of_attempt(OBSERVATION),
        sa.Column("area", sa.String(length=1), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("written_by", OWN_ID, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", OWN_ID, nullable=True),
        sa.Column("ended_how", sa.String(length=16), nullable=True),
        _key(OBSERVATION, "written_by", "person"),
        _key(OBSERVATION, "ended_by", "person"),
        _check(OBSERVATION, "known_area", "area IN ('1', '2', '3', '4', '5')"),
        _check(OBSERVATION, "known_level", "level BETWEEN 0 AND 8"),
        _check(OBSERVATION, "with_reason", "reason <> ''"),
        _check(OBSERVATION, "known_end", KNOWN_END),
        _check(OBSERVATION, "known_way", "ended_how IN ('withdrawn', 'replaced')"),
    )
    op.create_index(
        "uq_observation_standing",
        OBSERVATION,
        ["centre_id", "attempt_id", "area"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    _index(OBSERVATION)


def _corrections() -> None:
    op.create_table(
        CORRECTION,
        *_of_attempt(CORRECTION),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("written_by", OWN_ID, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        _key(CORRECTION, "written_by", "person"),
        _check(CORRECTION, "with_reason", "reason <> ''"),
        _check(CORRECTION, "another_answer", "before <> after AND after <> ''"),
    )
    _index(CORRECTION)


def _objections() -> None:
    op.create_table(
        OBJECTION,
        *_of_attempt(OBJECTION),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("reply", sa.String(length=300), nullable=False),
        sa.Column("replied_by", OWN_ID, nullable=True),
        sa.Column("replied_at", MOMENT, nullable=True),
        _key(OBJECTION, "replied_by", "person"),
        _check(OBJECTION, "known_reply", KNOWN_REPLY),
    )
    _index(OBJECTION)


def _notes() -> None:
    op.create_table(
        NOTE,
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("resource_link_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("written_by", OWN_ID, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("struck_at", MOMENT, nullable=True),
        sa.Column("struck_by", OWN_ID, nullable=True),
        sa.Column("emptied_at", MOMENT, nullable=True),
        sa.Column("emptied_by", OWN_ID, nullable=True),
        *(_key(NOTE, column, "person") for column in ("person_id", "written_by", "struck_by", "emptied_by")),
        *(_key(NOTE, f"{table}_id", table) for table in ("resource_link", "context")),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_note")),
        _check(NOTE, "with_text", "(text = '') = (emptied_at IS NOT NULL)"),
        _check(NOTE, "known_strike", "(struck_at IS NULL) = (struck_by IS NULL)"),
        _check(NOTE, "known_emptying", "(emptied_at IS NULL) = (emptied_by IS NULL)"),
    )
    op.create_index(
        op.f("ix_note_centre_id_person_id_context_id"), NOTE, ["centre_id", "person_id", "context_id"]
    )


def _of_attempt(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The keys of what belongs to an attempt and goes with it."""
    return (
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("attempt_id", OWN_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "attempt_id"],
            ["attempt.centre_id", "attempt.id"],
            name=op.f(f"fk_{table}_centre_id_attempt_id_attempt"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f(f"pk_{table}")),
    )


def _index(table: str) -> None:
    op.create_index(op.f(f"ix_{table}_centre_id_attempt_id"), table, ["centre_id", "attempt_id"])


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_{table}_centre_id_{column}_{other}"),
    )

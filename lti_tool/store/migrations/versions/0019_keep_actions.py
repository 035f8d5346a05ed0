"""Keep actions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OWN_ID = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)
ACTION, LOAN = "action", "loan"
OF_A_NEED = sa.text("source = 'need'")
KNOWN_STATE = "state IN ('to-do', 'under-way', 'done', 'not-needed')"
KNOWN_SOURCE = (
    "(source = 'need' AND text = '' AND added_by IS NULL)"
    " OR (source = 'own' AND text <> '' AND added_by IS NOT NULL)"
)
KNOWN_ANSWER = "helps IN ('', 'yes', 'a-little', 'no', 'to-repair')"


def upgrade() -> None:
    op.create_table(
        ACTION,
        *_of_person(),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("by", OWN_ID, nullable=True),
        sa.Column("added_by", OWN_ID, nullable=True),
        *_keys(ACTION, "by", "added_by"),
        _check(ACTION, "known_state", KNOWN_STATE),
        _check(ACTION, "reason_when_not_needed", "(state = 'not-needed') = (reason <> '')"),
        _check(ACTION, "known_mover", "(at IS NULL) = (by IS NULL)"),
        _check(ACTION, "known_source", KNOWN_SOURCE),
    )
    op.create_index(
        "uq_action_need",
        ACTION,
        ["centre_id", "context_id", "person_id", "kind"],
        unique=True,
        sqlite_where=OF_A_NEED,
        postgresql_where=OF_A_NEED,
    )
    op.create_index("ix_action_context", ACTION, ["centre_id", "context_id"])
    _create_loan()
    op.create_index("ix_loan_context", LOAN, ["centre_id", "context_id"])


def downgrade() -> None:
    op.drop_table(LOAN)
    op.drop_table(ACTION)


def _create_loan() -> None:
    op.create_table(
        LOAN,
        *_of_person(),
        sa.Column("thing", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("inventory", sa.String(length=40), nullable=False),
        sa.Column("accessories", sa.JSON(), nullable=False),
        sa.Column("more", sa.String(length=120), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.Column("lent_by", OWN_ID, nullable=False),
        sa.Column("lent_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by", OWN_ID, nullable=True),
        sa.Column("missing", sa.String(length=200), nullable=False),
        sa.Column("helps", sa.String(length=16), nullable=False),
        sa.Column("helps_at", MOMENT, nullable=True),
        sa.Column("helps_by", OWN_ID, nullable=True),
        *_keys(LOAN, "lent_by", "returned_by", "helps_by"),
        _check(LOAN, "due_after_lent", "due_on IS NULL OR due_on >= lent_on"),
        _check(LOAN, "returned_after_lent", "returned_on IS NULL OR returned_on >= lent_on"),
        _check(LOAN, "known_return", "(returned_on IS NULL) = (returned_by IS NULL)"),
        _check(LOAN, "answered_when", "(helps = '') = (helps_at IS NULL)"),
        _check(LOAN, "answered_by", "(helps = '') = (helps_by IS NULL)"),
        _check(LOAN, "known_answer", KNOWN_ANSWER),
    )


def _of_person() -> list[sa.Column[str]]:
    return [
        sa.Column(name, OWN_ID, nullable=False) for name in ("centre_id", "id", "context_id", "person_id")
    ]


def _keys(table: str, *people: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The primary key, and the keys to the course and to these people."""
    return (
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f(f"pk_{table}")),
        _key(table, "context_id", "context"),
        *(_key(table, column, "person") for column in ("person_id", *people)),
    )


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", column],
        [f"{other}.centre_id", f"{other}.id"],
        name=op.f(f"fk_{table}_centre_id_{column}_{other}"),
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))

"""Keep restrictions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

RESTRICTION, SHELVED, REQUEST = "person_restriction", "shelved_row", "data_request"
WAITING = sa.text("answered_at IS NULL")
HELD = "Somebody's data are only stored: end every restriction first."


def upgrade() -> None:
    op.create_table(
        RESTRICTION,
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=False),
        _of_person(RESTRICTION),
        sa.PrimaryKeyConstraint("centre_id", "person_id", name=op.f("pk_person_restriction")),
    )
    op.create_table(
        SHELVED,
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _of_person(SHELVED),
        sa.PrimaryKeyConstraint("centre_id", "person_id", "number", name=op.f("pk_shelved_row")),
    )
    op.create_table(
        REQUEST,
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        _of_person(REQUEST),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_data_request")),
    )
    op.create_index(
        "uq_data_request_waiting",
        REQUEST,
        ["centre_id", "person_id", "kind"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    if op.get_bind().execute(sa.select(sa.table(RESTRICTION, sa.column("person_id")))).first():
        raise RuntimeError(HELD)
    for name in (REQUEST, SHELVED, RESTRICTION):
        op.drop_table(name)


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", "person_id"],
        ["person.centre_id", "person.id"],
        name=op.f(f"fk_{table}_centre_id_person_id_person"),
    )

"""Keep deep linking requests"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OWN_ID, OPAQUE = sa.String(length=32), sa.String(length=255)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Not by batch: SQLite adds a column with a default in place, without copying a table that others point
    # to. The former release goes on inserting links without these two.
    op.add_column("resource_link", sa.Column("deep_link", sa.String(64), nullable=False, server_default=""))
    op.add_column("resource_link", sa.Column("columns", sa.String(8), nullable=False, server_default="six"))
    op.create_table(
        "deep_link_request",
        sa.Column("centre_id", OWN_ID, nullable=False),
        sa.Column("id", OWN_ID, nullable=False),
        sa.Column("session_id", OWN_ID, nullable=False),
        sa.Column("person_id", OWN_ID, nullable=False),
        sa.Column("registration_id", OWN_ID, nullable=False),
        sa.Column("deployment_id", OWN_ID, nullable=False),
        sa.Column("context_id", OWN_ID, nullable=True),
        sa.Column("return_url", sa.String(length=4096), nullable=False),
        sa.Column("accepts_several", sa.Boolean(), nullable=False),
        sa.Column("accepts_line_items", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("course", OPAQUE, nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("frame_origin", sa.String(length=2000), nullable=False),
        sa.Column("course_url", sa.String(length=4096), nullable=True),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        *_keys(),
    )
    op.create_index(op.f("ix_deep_link_request_expires_at"), "deep_link_request", ["expires_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_deep_link_request_expires_at"), table_name="deep_link_request")
    op.drop_table("deep_link_request")
    op.drop_column("resource_link", "columns")
    op.drop_column("resource_link", "deep_link")


def _keys() -> list[sa.Constraint]:
    name = "deep_link_request"
    found: list[sa.Constraint] = [
        sa.ForeignKeyConstraint(
            ["centre_id", f"{column}_id"],
            [f"{table}.centre_id", f"{table}.id"],
            name=op.f(f"fk_{name}_centre_id_{column}_id_{table}"),
            ondelete="CASCADE" if table == "session" else None,
        )
        for column, table in (
            ("context", "context"),
            ("deployment", "deployment"),
            ("person", "person"),
            ("registration", "registration"),
            ("session", "session"),
        )
    ]
    found.append(sa.PrimaryKeyConstraint("centre_id", "id", name=op.f(f"pk_{name}")))
    found += [
        sa.UniqueConstraint(column, name=op.f(f"uq_{name}_{column}")) for column in ("id", "state_hash")
    ]
    return found

"""Tell links apart by course"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD_KEY = "uq_resource_link_centre_id_deployment_id_resource_link_id"
NEW_KEY = "uq_resource_link_course"
WITHOUT_COURSE = "uq_resource_link_without_course"


def upgrade() -> None:
    # Not by batch: SQLite adds a nullable column in place, without copying a table that others point to.
    op.add_column("context", sa.Column("history", sa.JSON(), nullable=True))
    key = sa.UniqueConstraint(
        "centre_id", "deployment_id", "context_id", "resource_link_id", name=op.f(NEW_KEY)
    )
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(key)
    else:
        op.drop_constraint(OLD_KEY, "resource_link", type_="unique")
        op.create_unique_constraint(
            NEW_KEY, "resource_link", ["centre_id", "deployment_id", "context_id", "resource_link_id"]
        )
    op.create_index(
        WITHOUT_COURSE,
        "resource_link",
        ["centre_id", "deployment_id", "resource_link_id"],
        unique=True,
        sqlite_where=sa.text("context_id IS NULL"),
        postgresql_where=sa.text("context_id IS NULL"),
    )


def downgrade() -> None:
    """Stops, before anything is changed, where one link id stands in two courses: the rows of one of them
    would have to go.
    """
    doubled = op.get_bind().scalar(
        sa.text(
            "SELECT count(*) FROM (SELECT 1 FROM resource_link "
            "GROUP BY centre_id, deployment_id, resource_link_id HAVING count(*) > 1) AS doubled"
        )
    )
    if doubled:
        raise RuntimeError(f"{doubled} resource link ids stand in more than one course")
    key = sa.UniqueConstraint("centre_id", "deployment_id", "resource_link_id", name=op.f(OLD_KEY))
    op.drop_index(WITHOUT_COURSE, table_name="resource_link")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(key)
    else:
        op.drop_constraint(NEW_KEY, "resource_link", type_="unique")
        op.create_unique_constraint(
            OLD_KEY, "resource_link", ["centre_id", "deployment_id", "resource_link_id"]
        )
    op.drop_column("context", "history")


def _rebuild(key: sa.UniqueConstraint) -> None:
    """Make the table anew under its own name, with another unique key, and put its rows back.

    SQLite can drop no constraint, and inside a transaction it ignores ``foreign_keys=OFF``. With the checks
    put off until the commit, the rows that point here miss their link for a moment and find it again: it
    counts those that miss one, and the commit fails if any is left. The table must not be renamed into
    place, as batch mode does: a renamed row mends no count. Source: sqlite.org/foreignkeys.html, 4.2 and 5.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept_link AS SELECT * FROM resource_link")
    op.drop_table("resource_link")
    op.create_table(
        "resource_link",
        sa.Column("centre_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=32), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("context_id", sa.String(length=32), nullable=True),
        sa.Column("resource_link_id", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("activity", sa.String(length=64), nullable=False),
        sa.Column("lineitems_url", sa.String(length=4096), nullable=True),
        sa.Column("lineitem_url", sa.String(length=4096), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(_foreign_key(table) for table in ("context", "deployment", "registration")),
        sa.PrimaryKeyConstraint("centre_id", "id", name=op.f("pk_resource_link")),
        key,
    )
    op.execute("INSERT INTO resource_link SELECT * FROM kept_link")
    op.execute("DROP TABLE kept_link")


def _foreign_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["centre_id", f"{table}_id"],
        [f"{table}.centre_id", f"{table}.id"],
        name=op.f(f"fk_resource_link_centre_id_{table}_id_{table}"),
    )

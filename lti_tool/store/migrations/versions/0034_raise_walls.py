"""Raise walls between centres"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# A transaction that is bound to no centre sees all of them: the worker, a launch, the command line.
BOUND = "NULLIF(current_setting('passerelle.centre', true), '')"
UNWALLED = frozenset({"audit_head", "security_event", "tool_key", "alembic_version"})


def upgrade() -> None:
    for table, column in _walled():
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        # The owner of the tables, as whom the tool connects, is held as well.
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY one_centre ON "{table}" USING ({BOUND} IS NULL OR {column} = {BOUND})')


def downgrade() -> None:
    for table, _column in _walled():
        op.execute(f'DROP POLICY one_centre ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


def _walled() -> list[tuple[str, str]]:
    """Every table with rows of a centre, and the column that says whose they are."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return []
    look = sa.inspect(connection)
    found = []
    for table in sorted(set(look.get_table_names()) - UNWALLED):
        columns = {column["name"] for column in look.get_columns(table)}
        column = "id" if table == "centre" else "centre_id"
        if column in columns:
            found.append((table, column))
    return found

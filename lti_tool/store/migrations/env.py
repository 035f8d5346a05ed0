"""Alembic's entry: runs the migrations on the connection that ``store/upgrade.py`` hands over."""

from __future__ import annotations

from alembic import context

from lti_tool.store import all_tables
from lti_tool.store.schema import Base

_ = all_tables

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql("SET lock_timeout = '5s'")
    connection.exec_driver_sql("SELECT pg_advisory_lock(7283645)")
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql("SELECT pg_advisory_unlock(7283645)")

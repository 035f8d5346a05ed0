"""A second wall between centres, in the database itself: PostgreSQL shows a transaction that is bound to one
centre no row of another one, and takes none from it.

Every query names its centre already; this holds where one forgets to. SQLite has no such rules.
Source: postgresql.org/docs/15/ddl-rowsecurity.html
"""

from __future__ import annotations

from contextvars import ContextVar

from sqlalchemy import Connection, Engine, event

SETTING = "passerelle.centre"
_bound_to: ContextVar[str] = ContextVar("bound_to", default="")


def bind_to(centre_id: str) -> None:
    """From now on, transactions that this thread or task begins see one centre alone; empty: all of them."""
    _bound_to.set(centre_id)


def raise_walls(engine: Engine) -> None:
    """Tell each transaction on this engine the centre that it is bound to."""
    event.listen(engine, "begin", _tell)


def _tell(connection: Connection) -> None:
    centre_id = _bound_to.get()
    if centre_id:
        # For this transaction alone: the connection goes back to the pool without it.
        connection.exec_driver_sql("SELECT set_config(%s, %s, true)", (SETTING, centre_id))

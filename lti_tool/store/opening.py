"""Opening the database with the schema that this release needs."""

from __future__ import annotations

from lti_tool.domain.errors import SettingsFault
from lti_tool.store.engine import is_sqlite, make_engine
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import is_current, upgrade


def open_store(url: str) -> Store:
    """The database behind an address. A SQLite file is created and brought up to date.

    Raises:
        SettingsFault: the address is unusable, or a PostgreSQL schema is older than this release.
    """
    engine = make_engine(url)
    if is_sqlite(engine):
        upgrade(engine)
    elif not is_current(engine):
        raise SettingsFault("The database has an older schema: run « passerelle db upgrade » first.")
    return Store(engine)


def upgrade_store(url: str) -> None:
    """Bring the schema of the database behind an address up to date."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()

"""Opening the database with the schema that this release needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from lti_tool.domain.errors import SettingsFault, StoreUnavailable
from lti_tool.store.engine import is_sqlite, make_engine
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import is_current, present_revision, upgrade


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
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def revision_of(url: str) -> str | None:
    """The revision of the schema behind an address; ``None`` where there is no database or no schema yet."""
    engine = make_engine(url)
    try:
        if is_sqlite(engine) and not Path(str(engine.url.database)).is_file():
            return None
        return present_revision(engine)
    finally:
        engine.dispose()


def is_embedded(url: str) -> bool:
    """Whether an address is that of a SQLite file."""
    engine = make_engine(url)
    engine.dispose()
    return is_sqlite(engine)


def erasures_of(url: str) -> Mapping[tuple[str, str], datetime]:
    """The erasures that another database remembers, whatever schema it has; nothing in it changes.

    Raises:
        SettingsFault: there is no such database, or it cannot be read.
    """
    engine = make_engine(url)
    if is_sqlite(engine) and not Path(str(engine.url.database)).is_file():
        raise SettingsFault(f"There is no database at {engine.url.database}.")
    store = Store(engine)
    try:
        with store.reading() as unit:
            return unit.personal_data.erasures()
    except StoreUnavailable as error:
        raise SettingsFault(
            "The erasures of the database that is replaced cannot be read. Leave --erasures-from out to go on"
            " without them: whoever was erased since the backup is then known again."
        ) from error
    finally:
        store.close()

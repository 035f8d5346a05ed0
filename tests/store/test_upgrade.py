"""Migrations: from nothing to the present schema, with rows inside, by two processes at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from lti_tool import paths
from lti_tool.store import all_tables
from lti_tool.store.engine import make_engine
from lti_tool.store.schema import Base
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import is_current, upgrade
from tests.store.planting import plant

UPGRADE = """
import sys
from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade
engine = make_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
upgrade(engine)
engine.dispose()
"""


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def revisions() -> list[str]:
    """Every revision, oldest first."""
    script = ScriptDirectory(str(paths.MIGRATIONS))
    return [revision.revision for revision in script.walk_revisions()][::-1]


def upgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def test_a_database_without_tables_is_not_current_when_it_is_asked(empty_engine: Engine) -> None:
    assert not is_current(empty_engine)


def test_the_schema_is_the_metadata_when_every_migration_ran(empty_engine: Engine) -> None:
    assert all_tables.__all__

    upgrade(empty_engine)

    assert is_current(empty_engine)
    with empty_engine.connect() as connection:
        assert differences(connection) == []


def test_a_missing_column_is_noticed_when_the_schema_is_compared(empty_engine: Engine) -> None:
    """The comparison above is worth something only if it can fail."""
    upgrade(empty_engine)

    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE attempt DROP COLUMN strand"))

    with empty_engine.connect() as connection:
        assert len(differences(connection)) == 1


def test_every_row_survives_when_the_upgrade_runs_again(engine: Engine) -> None:
    store = Store(engine)
    planted = plant(store)

    upgrade(engine)

    with store.reading() as work:
        assert work.courses.link(planted.centre_id, planted.link_id) is not None


def test_a_row_of_the_first_release_survives_when_later_migrations_run(empty_engine: Engine) -> None:
    upgrade_to(empty_engine, revisions()[0])
    with empty_engine.begin() as connection:
        connection.execute(
            text("INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', '2026-11-20 09:00:00+00')")
        )

    upgrade(empty_engine)

    with empty_engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM centre")).scalar_one() == "Centre"


def test_names_follow_the_convention_when_constraints_are_made(engine: Engine) -> None:
    inspector = inspect(engine)

    unnamed = [
        (table, constraint)
        for table in inspector.get_table_names()
        if table != "alembic_version"
        for constraint in (*inspector.get_foreign_keys(table), *inspector.get_unique_constraints(table))
        if not constraint["name"]
    ]

    assert unnamed == []


def test_both_end_well_when_two_processes_upgrade_one_file(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'passerelle.sqlite3'}"
    command_line = [sys.executable, "-c", UPGRADE, address]
    running = [
        subprocess.Popen(command_line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()

    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    for process in running:
        process.communicate()

    assert [0, 0] == [process.returncode for process in running]
    engine = make_engine(address)
    assert is_current(engine)
    engine.dispose()


def test_no_table_points_across_centres_when_its_keys_are_read(engine: Engine) -> None:
    """Every foreign key between two tables of a centre carries the centre on both sides."""
    inspector = inspect(engine)
    columns = {
        table: {c["name"] for c in inspector.get_columns(table)} for table in inspector.get_table_names()
    }

    crossing = [
        (table, key["constrained_columns"])
        for table in columns
        for key in inspector.get_foreign_keys(table)
        if "centre_id" in columns[key["referred_table"]] and "centre_id" not in key["constrained_columns"]
    ]

    assert crossing == []

"""Coming to this release: a backup, the migrations, a look; and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from lti_tool.services.upgrades import COPY
from lti_tool.store.opening import revision_of
from lti_tool.store.unit_of_work import Store
from tests.cli.backing import ON_SQLITE, SECRET, Run, address, data, folder, left, refused, run, shelf
from tests.factories import NOW
from tests.keys import key_maker
from tests.store.test_upgrade import revisions, upgrade_to

__all__ = ["data", "folder", "run", "shelf"]

FORMER = "0024"


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """A database as an earlier release left it."""
    upgrade_to(empty_engine, FORMER)
    return empty_engine


def seal_a_key(engine: Engine, secret: str) -> None:
    """Give the installation a signing key, sealed under a secret."""
    with Store(engine).writing() as unit:
        unit.keys.add(key_maker(secret.encode()).make("", "", NOW))


def keys_in(engine: Engine) -> int:
    """How many signing keys the installation has."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM tool_key")).scalar_one())


def test_the_schema_is_this_release_s_when_all_went_well(
    run: Run, engine: Engine, folder: Path, data: Path
) -> None:
    seal_a_key(engine, SECRET)
    result = run("upgrade", "--backup-to", folder)
    again = run("upgrade")
    (file,) = folder.iterdir()

    assert (0, 0) == (result.exit_code, again.exit_code), result.exception
    assert f"was {FORMER} and is {revisions()[-1]}" in result.stdout
    assert revisions()[-1] == revision_of(address(engine))
    assert f"sqlite, {FORMER}" in run("backup", "check", file).stdout.replace("postgresql", "sqlite")
    assert "No sealed backup" in again.stderr
    assert [] == left(data)


@ON_SQLITE
def test_the_database_is_as_before_when_the_tool_does_not_work_on_it(
    run: Run, engine: Engine, data: Path
) -> None:
    seal_a_key(engine, "another secret than the one of the settings")
    result = run("upgrade")

    refused(result, "The database is as it was before")
    assert "PASSERELLE_SECRET_KEY" in str(result.exception)
    assert (FORMER, 1) == (revision_of(address(engine)), keys_in(engine))
    assert [] == left(data)


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_the_backup_is_named_when_the_tool_does_not_work_on_a_server_s_database(
    run: Run, engine: Engine, folder: Path
) -> None:
    seal_a_key(engine, "another secret than the one of the settings")
    bare, backed_up = run("upgrade"), run("upgrade", "--backup-to", folder)

    refused(bare, "has the schema of this release, and no backup was made")
    assert revisions()[-1] == revision_of(address(engine))
    refused(backed_up, "start the former release again")


def test_the_database_is_as_before_when_a_migration_fails(run: Run, engine: Engine, data: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE erasure (mark TEXT)"))
        connection.execute(text("INSERT INTO erasure VALUES ('somebody')"))
    result = run("upgrade")

    refused(result, "The database is as it was before")
    assert "somebody" not in str(result.exception)
    assert FORMER == revision_of(address(engine))
    with engine.connect() as connection:
        assert "somebody" == connection.execute(text("SELECT mark FROM erasure")).scalar_one()
    assert [] == left(data)


@ON_SQLITE
def test_an_upgrade_that_was_cut_short_is_looked_at_first(run: Run, engine: Engine, data: Path) -> None:
    (data / COPY).write_bytes(b"the way back")

    refused(run("upgrade"), "was cut short")
    assert FORMER == revision_of(address(engine))
    assert b"the way back" == (data / COPY).read_bytes()


def test_nothing_changes_when_the_backup_cannot_be_made(
    run: Run, engine: Engine, folder: Path, data: Path
) -> None:
    refused(run("upgrade", "--backup-to", folder, BACKUP_KEY=""), "every backup is lost")
    refused(run("upgrade", "--backup-to", folder / "nowhere"), "Is the disk mounted")
    assert FORMER == revision_of(address(engine))
    assert [] == left(data)


@ON_SQLITE
def test_a_first_installation_has_nothing_to_keep(run: Run, folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'fresh' / 'passerelle.sqlite3'}"
    result = run("upgrade", "--backup-to", folder, DATABASE_URL=url)

    assert 0 == result.exit_code, result.exception
    assert (revisions()[-1], []) == (revision_of(url), left(folder))

"""Names and levels lie in the file of SQLite: only who runs the tool may read it, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from lti_tool.settings import read_settings
from lti_tool.store.engine import make_engine
from lti_tool.store.opening import open_store


@pytest.fixture(autouse=True)
def everybody_may_read() -> Iterator[None]:
    former = os.umask(0)
    yield
    os.umask(former)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_others_read_neither_the_file_nor_its_folder_when_the_tool_makes_them(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "data" / "passerelle.sqlite3"
    open_store(f"sqlite:///{file}").close()

    assert (0o600, 0o700) == (mode_of(file), mode_of(file.parent))


def test_others_do_not_read_the_journal_when_something_is_written(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'passerelle.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sheet (n INTEGER)"))
        modes = {mode_of(path) for path in tmp_path.iterdir()}
        names = {path.name for path in tmp_path.iterdir()}
    engine.dispose()

    assert {0o600} == modes
    assert len(names) > 1


def test_the_secret_lies_in_a_closed_folder_when_it_is_made_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    read_settings({"PASSERELLE_DATA": str(data)}, default_base_url="http://127.0.0.1:8765")

    assert (0o700, 0o600) == (mode_of(data), mode_of(data / "secret-key"))


def test_a_folder_keeps_its_mode_when_it_was_there(tmp_path: Path) -> None:
    """Somebody chose it: a group may read it for a backup of its own."""
    folder, file = tmp_path / "shared", tmp_path / "shared" / "passerelle.sqlite3"
    folder.mkdir(mode=0o750)
    file.touch(mode=0o640)
    open_store(f"sqlite:///{file}").close()

    assert (0o750, 0o640) == (mode_of(folder), mode_of(file))


def test_no_file_is_made_when_an_address_is_only_looked_at(tmp_path: Path) -> None:
    make_engine(f"sqlite:///{tmp_path / 'passerelle.sqlite3'}").dispose()

    assert [] == list(tmp_path.iterdir())

"""An installation whose backups are made and restored by command, and ways to look at what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, inspect, text

from lti_tool import cli
from lti_tool.domain.errors import SettingsFault
from lti_tool.services.backups import LAST_BACKUP
from lti_tool.services.sealed_files import PIECE_BYTES
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from tests.people import TRAINER
from tests.store.filling import fill
from tests.store.planting import Planted, join, plant, plant_column

KEY = "a key of the tests for backups alone, long"
SECRET = "a secret of the tests, long enough to be taken"
MARK = "zq7-canary"
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder for files of the installation's own, with its public keys."""
    place = tmp_path / "data"
    place.mkdir()
    (place / "published-keys.json").write_text('{"": []}', encoding="ascii")
    return place


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with content of the centre's own: bytes of every kind, more than one piece of them."""
    place = tmp_path / "own"
    (place / "media").mkdir(parents=True)
    (place / "media" / "film.webm").write_bytes(bytes(range(256)) * (PIECE_BYTES // 200))
    (place / "notes.txt").write_text("élan", encoding="utf-8")
    return place


@pytest.fixture
def run(engine: Engine, data: Path, shelf: Path) -> Run:
    """Run one command of an installation; settings by keyword."""

    def running(*words: str | Path, **given: str) -> Result:
        environment = {
            "PASSERELLE_DATABASE_URL": address(engine),
            "PASSERELLE_BASE_URL": "https://tool.example",
            "PASSERELLE_SECRET_KEY": SECRET,
            "PASSERELLE_BACKUP_KEY": KEY,
            "PASSERELLE_DATA": str(data),
            "PASSERELLE_CONTENT": str(shelf),
        } | {f"PASSERELLE_{name}": value for name, value in given.items()}
        return CliRunner().invoke(cli.passerelle, [str(word) for word in words], env=environment)

    return running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    place = tmp_path / "backups"
    place.mkdir()
    return place


@pytest.fixture
def planted(engine: Engine, store: Store) -> Planted:
    """A learner with a row in every table, media among them."""
    made = plant(store)
    plant_column(store, made)
    trainer = join(store, made.centre_id, made.link_id, TRAINER, "the-trainer")
    fill(engine, made, helper_id=trainer, mark=MARK)
    return made


def address(engine: Engine) -> str:
    """The address of a database, as an operator would write it."""
    return engine.url.render_as_string(hide_password=False)


def made(run: Run, folder: Path) -> Path:
    """A backup."""
    result = run("backup", "make", "--to", folder)
    assert 0 == result.exit_code, result.output
    (file,) = folder.iterdir()
    return file


def refused(result: Result, words: str) -> None:
    """A clear sentence, and not a trace."""
    assert isinstance(result.exception, SettingsFault), result.exc_info
    assert words in str(result.exception)


def left(folder: Path) -> list[str]:
    """Whatever lies below a folder, but for what always does."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return sorted(names - {".backup.lock", LAST_BACKUP, "published-keys.json"})


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a database, by table."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            names = inspect(connection).get_table_names()
            return {
                name: sorted(
                    (tuple(map(str, row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))),
                )
                for name in names
            }
    finally:
        engine.dispose()

"""The secret went, the keys that were sealed under it are still there: nothing is made in its place."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from lti_tool.cli import passerelle
from lti_tool.domain.errors import SettingsFault
from lti_tool.settings import read_settings
from lti_tool.store.sealed import holds_sealed_keys
from lti_tool.store.unit_of_work import Store
from tests.keys import key_maker

SECRET = b"a secret of the tests that is long enough"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def environment_of(engine: Engine) -> dict[str, str]:
    """The settings of the installation whose file this is; the secret lies beside it, or is gone."""
    path = Path(str(engine.url.database))
    return {"PASSERELLE_DATABASE_URL": f"sqlite:///{path}", "PASSERELLE_DATA": str(path.parent)}


def run(engine: Engine, *words: str) -> Result:
    others = dict.fromkeys(name for name in os.environ if name.startswith("PASSERELLE_"))
    return CliRunner(env={**others, **environment_of(engine)}).invoke(passerelle, words)


def seal_one(store: Store) -> None:
    with store.writing() as unit:
        unit.keys.add(key_maker(SECRET).make("", "", NOW))


@pytest.mark.parametrize("words", [("serve",), ("worker",), ("keys", "list"), ("platform", "list")])
def test_no_secret_is_made_when_one_was_lost(
    engine: Engine, store: Store, tmp_path: Path, words: tuple[str, ...]
) -> None:
    seal_one(store)

    said = run(engine, *words)

    assert isinstance(said.exception, SettingsFault)
    assert "The secret is lost" in said.exception.sentence
    assert "passerelle backup restore" in said.exception.sentence
    assert not (tmp_path / "secret-key").exists()


def test_a_secret_is_made_once_when_the_database_holds_no_key(engine: Engine, tmp_path: Path) -> None:
    assert 0 == run(engine, "keys", "list").exit_code
    first = (tmp_path / "secret-key").read_bytes()

    run(engine, "keys", "list")

    assert first == (tmp_path / "secret-key").read_bytes()


def test_keys_can_be_taken_back_when_somebody_wrote_a_fresh_secret(
    engine: Engine, store: Store, tmp_path: Path
) -> None:
    seal_one(store)
    with store.reading() as unit:
        (kid,) = [key.kid for key in unit.keys.all()]
    path = tmp_path / "secret-key"
    path.touch(mode=0o600)
    path.write_text("another secret that is long enough, too", encoding="ascii")

    assert 0 == run(engine, "keys", "revoke", kid).exit_code


def test_nothing_is_made_when_nobody_can_tell_what_the_file_holds(tmp_path: Path, dialect: str) -> None:
    (tmp_path / "passerelle.sqlite3").write_bytes(b"no database at all" * 500)

    with pytest.raises(SettingsFault, match="The secret is lost"):
        read_settings({"PASSERELLE_DATA": str(tmp_path)}, default_base_url="http://127.0.0.1:8765")

    assert not (tmp_path / "secret-key").exists()


def test_an_empty_place_holds_no_key(tmp_path: Path, dialect: str) -> None:
    (tmp_path / "empty").touch()

    assert not holds_sealed_keys(f"sqlite:///{tmp_path / 'nothing'}")
    assert not holds_sealed_keys(f"sqlite:///{tmp_path / 'empty'}")
    assert not holds_sealed_keys("postgresql://somebody@localhost/passerelle")

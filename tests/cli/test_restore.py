"""Backups that are restored and tried: all of it comes back, and nobody who was erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from lti_tool.bootstrap import utc_now
from lti_tool.store.unit_of_work import Store
from tests.cli.backing import (
    MARK,
    ON_POSTGRESQL,
    ON_SQLITE,
    SECRET,
    Run,
    address,
    data,
    folder,
    left,
    made,
    planted,
    refused,
    rows_of,
    run,
    shelf,
)
from tests.keys import key_maker
from tests.store.cluster import Cluster
from tests.store.planting import Planted

__all__ = ["data", "folder", "planted", "run", "shelf"]


@ON_SQLITE
def test_content_keys_and_rows_are_the_same_when_restored(
    run: Run, engine: Engine, planted: Planted, folder: Path, shelf: Path, tmp_path: Path
) -> None:
    run("admin", "link")
    run("platform", "invite", "--name", "Moodle")
    before = rows_of(address(engine))
    (tmp_path / "data" / "secret-key").write_text(SECRET, encoding="ascii")
    (tmp_path / "data" / "secret-key").chmod(0o600)
    file, place = made(run, folder), tmp_path / "back"
    result = run("backup", "restore", file, "--into", place, "--check")
    after = rows_of(f"sqlite:///{place / 'passerelle.sqlite3'}")
    content = place / "content" / "0"

    assert 0 == result.exit_code, result.exception
    assert left(shelf) == left(content)
    for name in ("media/film.webm", "notes.txt"):
        assert (shelf / name).read_bytes() == (content / name).read_bytes()
    assert SECRET == (place / "secret-key").read_text(encoding="ascii")
    assert (tmp_path / "data" / "published-keys.json").read_bytes() == (
        place / "published-keys.json"
    ).read_bytes()
    assert f"PASSERELLE_CONTENT={content}" in result.stdout
    emptied = {name for name in before if before[name] and not after[name]}
    changed = {name for name in before if before[name] != after[name]} - emptied
    assert {"session", "launch", "kiosk_code", "sitting", "deep_link_request"} < emptied
    assert {"administrator_link", "invitation"} < emptied
    assert {"audit_entry", "audit_head"} <= changed <= {"audit_entry", "audit_head", "delivery"}
    assert before["note"]


@ON_POSTGRESQL
def test_a_server_s_database_is_restored_into_an_empty_one(
    run: Run, engine: Engine, planted: Planted, folder: Path, tmp_path: Path, cluster: Cluster
) -> None:
    before = rows_of(address(engine))
    file = made(run, folder)
    with cluster.database("template1") as empty:
        place = tmp_path / "back"
        tried = run("backup", "drill", file, "--into", address(empty))
        emptied = rows_of(address(empty))
        result = run("backup", "restore", file, "--into", address(empty), "--files", place, "--check")
        after = rows_of(address(empty))
        again = run("backup", "restore", file, "--into", address(empty), "--files", tmp_path / "more")

        assert (0, 0) == (tried.exit_code, result.exit_code), (tried.exception, result.exception)
        assert {} == emptied
        assert before["note"] == after["note"] != []
        assert before["welcome_medium"] == after["welcome_medium"] != []
        assert [] == after["session"]
        assert before["session"]
        refused(again, "not empty")
        assert after == rows_of(address(empty))
        assert not (tmp_path / "more").exists()
    refused(run("backup", "restore", file, "--into", tmp_path / "folder"), "of a PostgreSQL database")
    assert not (tmp_path / "folder").exists()


@ON_SQLITE
@pytest.mark.parametrize("brings", [True, False])
def test_whoever_was_erased_since_stays_erased(
    run: Run, engine: Engine, planted: Planted, folder: Path, tmp_path: Path, brings: bool
) -> None:
    file, place = made(run, folder), tmp_path / "back"
    erased = run("person", "erase", planted.centre_id, planted.person_id, "--yes")
    words = ("--erasures-from", address(engine)) if brings else ()
    result = run("backup", "restore", file, "--into", place, "--no-check", *words)
    restored = (place / "passerelle.sqlite3").read_bytes()

    assert (0, 0) == (erased.exit_code, result.exit_code)
    assert brings is (MARK.encode() not in restored)
    assert f"{int(brings)} people erased again" in result.stdout
    assert brings is ("--erasures-from" not in result.stderr)


@ON_SQLITE
def test_erasures_that_cannot_be_read_stop_the_restore(run: Run, folder: Path, tmp_path: Path) -> None:
    file, place = made(run, folder), tmp_path / "place" / "back"
    words = ("--erasures-from", f"sqlite:///{tmp_path / 'gone.sqlite3'}")

    refused(run("backup", "restore", file, "--into", place, *words), "There is no database")
    assert [] == left(place.parent)
    assert not (tmp_path / "gone.sqlite3").exists()


@ON_SQLITE
@pytest.mark.parametrize(
    ("secret", "words"), [("", "No secret is known"), ("another secret, long enough as well", "sealed under")]
)
def test_a_restore_without_the_right_secret_is_refused(
    run: Run, store: Store, folder: Path, tmp_path: Path, secret: str, words: str
) -> None:
    """The keys would not open, and the digests of who was erased would fit nobody."""
    with store.writing() as unit:
        unit.keys.add(key_maker(SECRET.encode()).make("", "", utc_now()))
    file, place = made(run, folder), tmp_path / "place" / "back"

    refused(run("backup", "restore", file, "--into", place, SECRET_KEY=secret), words)
    assert [] == left(place.parent)


@ON_SQLITE
def test_a_drill_times_each_step_and_leaves_nothing(
    run: Run, planted: Planted, folder: Path, data: Path
) -> None:
    result = run("backup", "drill", made(run, folder))

    assert 0 == result.exit_code, result.exception
    assert "(RTO)" in result.stdout
    assert "(RPO)" in result.stdout
    assert [] == left(data)

"""Backups that are made while the tool works, and those that are refused."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from lti_tool.bootstrap import utc_now
from lti_tool.services.backups import LAST_BACKUP, age_of_last_backup
from lti_tool.services.sealed_files import BROKEN, NOT_OURS, OTHER_KEY, PIECE_BYTES
from lti_tool.store.unit_of_work import Store
from tests.cli.backing import (
    KEY,
    MARK,
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
from tests.store.planting import Planted

__all__ = ["data", "folder", "planted", "run", "shelf"]


def test_a_backup_is_one_sealed_file_and_nothing_plain_is_left(
    run: Run, planted: Planted, folder: Path, data: Path
) -> None:
    before = utc_now()
    file = made(run, folder)
    age = age_of_last_backup(data, utc_now())
    whole = file.read_bytes()

    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert file.name.startswith("passerelle-") and file.suffix == ".backup"
    assert not any(word.encode() in whole for word in (MARK, "SQLite format", "PGDMP", "élan", KEY))
    assert [] == left(data)
    assert age is not None and age.total_seconds() <= (utc_now() - before).total_seconds() + 1
    assert str(file) == json.loads((data / LAST_BACKUP).read_text(encoding="utf-8"))["file"]


def test_a_backup_is_consistent_while_others_write(
    run: Run,
    engine: Engine,
    store: Store,
    folder: Path,
    tmp_path: Path,
    dialect: str,
    request: pytest.FixtureRequest,
) -> None:
    """Each transaction adds two centres that belong together."""
    is_over, written = threading.Event(), [0]

    def write() -> None:
        while not is_over.is_set():
            number = written[0]
            with store.writing() as unit:
                unit.registrations.add_centre(f"a-{number}", "Centre", utc_now())
                unit.registrations.add_centre(f"b-{number}", "Centre", utc_now())
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written[0] < 5:
            threading.Event().wait(0.01)
        file = made(run, folder)
        while_made = written[0]
    finally:
        is_over.set()
        writer.join()
    place = tmp_path / "back"
    if dialect == "postgresql":
        with request.getfixturevalue("cluster").database("template1") as empty:
            result = run("backup", "restore", file, "--into", address(empty), "--files", place, "--no-check")
            found = rows_of(address(empty))
    else:
        result = run("backup", "restore", file, "--into", place, "--no-check")
        found = rows_of(f"sqlite:///{place / 'passerelle.sqlite3'}")
    ids = {str(row[0]) for row in found["centre"]}

    assert 0 == result.exit_code, result.exception
    assert 5 <= len(ids) // 2 <= while_made + 1
    assert {name[2:] for name in ids if name[0] == "a"} == {name[2:] for name in ids if name[0] == "b"}


@ON_SQLITE
def test_only_the_youngest_are_kept(run: Run, folder: Path) -> None:
    names = [f"passerelle-2026010{day}T000000Z.backup" for day in range(1, 4)]
    for name in (*names, "something-else.backup"):
        (folder / name).write_bytes(b"")
    result = run("backup", "make", "--to", folder, "--keep", "2")

    assert 0 == result.exit_code
    assert {names[2], "something-else.backup"} < {path.name for path in folder.iterdir()}
    assert 3 == len(list(folder.iterdir()))


@ON_SQLITE
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"BACKUP_KEY": ""}, "every backup is lost"),
        ({"BACKUP_KEY": "too short"}, "at least 32"),
        ({"BACKUP_KEY": SECRET}, "must not be PASSERELLE_SECRET_KEY"),
        ({"BACKUP_KEY": SECRET, "SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": SECRET}, "must not be"),
        ({"BACKUP_KEY": "", "BACKUP_KEY_FILE": "/nowhere/key"}, "cannot be read"),
    ],
)
def test_no_backup_is_made_without_a_good_key(
    run: Run, folder: Path, given: dict[str, str], words: str
) -> None:
    refused(run("backup", "make", "--to", folder, **given), words)
    assert [] == left(folder)


@ON_SQLITE
def test_a_key_is_made_for_its_owner_alone(run: Run, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "key"
    first, again = run("backup", "key", place), run("backup", "key", place)
    good = run("backup", "make", "--to", folder, BACKUP_KEY="", BACKUP_KEY_FILE=str(place))
    place.chmod(0o644)

    assert (0, 0) == (first.exit_code, good.exit_code)
    assert "every backup is lost" in first.stdout
    refused(again, "there already")
    refused(run("backup", "make", "--to", folder, BACKUP_KEY="", BACKUP_KEY_FILE=str(place)), "chmod 600")


@ON_SQLITE
def test_a_folder_that_is_not_there_is_refused(run: Run, folder: Path, data: Path) -> None:
    refused(run("backup", "make", "--to", folder / "nowhere"), "Is the disk mounted")
    assert [] == left(folder) == left(data)


@ON_SQLITE
def test_what_a_killed_backup_left_goes_with_the_next(run: Run, folder: Path, data: Path) -> None:
    (data / ".backup-killed").mkdir()
    (data / ".backup-killed" / "database").write_bytes(b"plain")
    made(run, folder)

    assert [] == left(data)


# Refused.


@ON_SQLITE
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda whole: whole[:300] + bytes([whole[300] ^ 1]) + whole[301:], BROKEN),
        (lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]), BROKEN),
        (lambda whole: whole[:-1], BROKEN),
        (lambda whole: whole[: 60 + PIECE_BYTES + 16], BROKEN),
        (lambda whole: whole[:60], BROKEN),
        (lambda whole: whole + b"x", BROKEN),
        (lambda whole: whole[:40], NOT_OURS),
        (lambda whole: b"PK" + whole, NOT_OURS),
        (lambda whole: b"", NOT_OURS),
    ],
)
def test_a_spoiled_file_is_refused_and_nothing_left(
    run: Run, folder: Path, data: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], words: str
) -> None:
    file = made(run, folder)
    file.write_bytes(spoil(file.read_bytes()))
    place = tmp_path / "place" / "back"

    refused(run("backup", "check", file), words)
    refused(run("backup", "restore", file, "--into", place), words)
    refused(run("backup", "drill", file), words)
    assert [] == left(place.parent) == left(data)


@ON_SQLITE
def test_another_key_is_told_apart_from_damage(run: Run, folder: Path, tmp_path: Path) -> None:
    file = made(run, folder)
    place = tmp_path / "place" / "back"

    refused(run("backup", "check", file, BACKUP_KEY="x" * 40), OTHER_KEY)
    refused(run("backup", "restore", file, "--into", place, BACKUP_KEY="x" * 40), OTHER_KEY)
    assert [] == left(place.parent)


@ON_SQLITE
def test_a_living_installation_is_never_written_over(
    run: Run, engine: Engine, folder: Path, tmp_path: Path
) -> None:
    file, living = made(run, folder), tmp_path / "living"
    living.mkdir()
    (living / "passerelle.sqlite3").write_bytes(b"somebody's")

    refused(run("backup", "restore", file, "--into", living), "never put over")
    refused(run("backup", "restore", file, "--into", living / "passerelle.sqlite3"), "never put over")
    assert ["passerelle.sqlite3"] == left(living)
    assert b"somebody's" == (living / "passerelle.sqlite3").read_bytes()


@ON_SQLITE
def test_a_backup_of_a_later_release_is_refused(run: Run, engine: Engine, folder: Path, data: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    file = made(run, folder)

    refused(run("backup", "check", file), "install that release first")
    refused(run("backup", "restore", file, "--into", data / "back"), "install that release first")
    assert [] == left(data)


@ON_SQLITE
def test_a_restore_that_does_not_open_is_not_kept(
    run: Run, folder: Path, shelf: Path, tmp_path: Path
) -> None:
    (shelf / "bank" / "fr" / "1.1").mkdir(parents=True)
    (shelf / "bank" / "fr" / "1.1" / "bad.yaml").write_text("nonsense: [", encoding="utf-8")
    file, place = made(run, folder), tmp_path / "place" / "back"
    result = run("backup", "restore", file, "--into", place, "--check")

    assert 0 != result.exit_code
    assert [] == left(place.parent)

"""Commands over backups: make, look at, restore, try; and the upgrade that begins with one."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from pathlib import Path

import click

from lti_tool.bootstrap import install, utc_now
from lti_tool.domain.errors import SettingsFault
from lti_tool.services.backups import Backups, Manifest
from lti_tool.services.own_content import OwnContent
from lti_tool.services.restores import Look, Restored, Restores, look_at_nothing
from lti_tool.services.upgrades import Upgrades
from lti_tool.settings import BackupSettings, Settings, read_backup_settings, read_settings
from lti_tool.store.opening import open_store

DEFAULT_BASE_URL = "http://127.0.0.1:8765"
KEY_BYTES = 48
MEBIBYTE = 1024 * 1024
LOST = "Without this key every backup is lost: keep a copy of it elsewhere, on paper if need be."
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
ERASURES = click.option(
    "--erasures-from",
    metavar="URL",
    default="",
    help="The database that is replaced, if it still lives: whoever was erased there stays erased.",
)


@click.group()
def backup() -> None:
    """Make backups, look at them, restore them.

    They are sealed under PASSERELLE_BACKUP_KEY, or the key in the file named by PASSERELLE_BACKUP_KEY_FILE.
    Without that key a backup is lost.
    """


@backup.command("key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_key(file: Path) -> None:
    """Make a key for backups, in a file that nobody else may read."""
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingsFault(f"{file} cannot be written, or is there already: give another name.") from error
    with os.fdopen(number, "w", encoding="ascii") as opened:
        opened.write(f"{secrets.token_urlsafe(KEY_BYTES)}\n")
    click.echo(f"Name it: PASSERELLE_BACKUP_KEY_FILE={file.resolve()}")
    click.echo(LOST)


@backup.command("make")
@click.option("--to", "folder", type=FOLDER, required=True, help="A folder for this installation alone.")
@click.option("--keep", type=click.IntRange(min=1), help="Delete all but so many, the oldest first.")
def backup_make(folder: Path, keep: int | None) -> None:
    """Make a backup while the tool works: database, own content, keys, in one sealed file."""
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    made = _backups(settings, read_backup_settings(os.environ)).make(folder, keep)
    rows = sum(made.manifest.database.rows.values())
    click.echo(f"{made.path}  {made.size / MEBIBYTE:.1f} MiB, {rows} rows.")
    for name in made.removed:
        click.echo(f"Deleted: {name}")
    click.echo(LOST, err=True)


@backup.command("check")
@click.argument("file", type=FILE)
def backup_check(file: Path) -> None:
    """Decrypt a backup and look whether it is whole and could be used."""
    manifest = _reading().check(file)
    _tell(manifest)
    click.echo("Whole." if manifest.database.kind == "sqlite" else "Whole; rows are counted by a restore.")


@backup.command("restore")
@click.argument("file", type=FILE)
@click.option(
    "--into", required=True, metavar="PLACE", help="An empty folder, or an empty database's address."
)
@click.option("--files", type=FOLDER, help="With a database: a folder for content and keys.")
@ERASURES
@click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Open it as the tool does; nothing is kept if that fails.",
)
def backup_restore(file: Path, into: str, files: Path | None, erasures_from: str, check: bool) -> None:
    """Restore a backup into a fresh place, never over a living installation."""
    restores = _restores(is_looking=check)
    if "://" not in into:
        done = restores.into_folder(file, Path(into), erasures_from)
    elif files is None:
        raise SettingsFault("Name a folder for content and keys, too: --files FOLDER.")
    else:
        done = restores.into_database(file, into, files, erasures_from)
    _tell(done.manifest)
    _tell_settled(done)
    if not erasures_from:
        click.echo(
            "Whoever was erased after the backup was made is known again: see --erasures-from.", err=True
        )
    click.echo("Start the tool with:")
    if "://" in into:
        click.echo("  PASSERELLE_DATABASE_URL=(the address above, with its password)")
    click.echo(f"  PASSERELLE_DATA={(files or Path(into)).resolve()}")
    content = done.content
    if content.folders:
        click.echo(f"  PASSERELLE_CONTENT={os.pathsep.join(str(path.resolve()) for path in content.folders)}")
    if content.of_centres is not None:
        click.echo(f"  PASSERELLE_CENTRE_CONTENT={content.of_centres.resolve()}")


@backup.command("drill")
@click.argument("file", type=FILE)
@click.option("--into", "url", default="", metavar="URL", help="An empty PostgreSQL database, emptied again.")
@ERASURES
def backup_drill(file: Path, url: str, erasures_from: str) -> None:
    """Try a restore from end to end, time each step, and take it away again."""
    done = _restores(is_looking=True).drill(file, url, erasures_from)
    _tell(done.manifest)
    _tell_settled(done)
    width = max(len(name) for name, _seconds in done.steps)
    for name, seconds in done.steps:
        click.echo(f"{name:{width}}  {seconds:8.1f} s")
    click.echo(
        f"{'time to be back (RTO), without the machine':{width}}  {sum(s for _n, s in done.steps):8.1f} s"
    )
    age = (utc_now() - done.manifest.made_at).total_seconds() / 60
    click.echo(f"{'work that would be lost now (RPO)':{width}}  {age:8.1f} min")


@click.command()
@click.option("--backup-to", "folder", type=FOLDER, help="Make a sealed backup there first.")
def upgrade(folder: Path | None) -> None:
    """Bring the database to this release: backup, migrations, a look whether the tool works on it.

    Stop the tool first. A SQLite database that does not work afterwards is put back as it was.
    """
    settings = read_settings(os.environ, default_base_url=DEFAULT_BASE_URL)
    data = settings.data or Path("var")
    backups = _backups(settings, read_backup_settings(os.environ)) if folder else None
    done = Upgrades(database_url=settings.database_url, data=data, look=lambda: look_at(settings)).run(
        backups, folder
    )
    if done.backup:
        click.echo(f"Backup: {done.backup}")
    else:
        click.echo("No sealed backup was made: see --backup-to.", err=True)
    click.echo(f"The schema was {done.before or 'not there'} and is {done.after}. The tool works on it.")


def look_at(settings: Settings) -> None:
    """Open an installation as ``serve`` does: schema, content, signing keys, and a reading of the database.

    Raises:
        SettingsFault: it does not open.
        FaultyContent: a content file is wrong.
    """
    store = open_store(settings.database_url)
    try:
        install(settings, store=store).services.health.report()
    finally:
        store.close()


def _backups(settings: Settings, given: BackupSettings) -> Backups:
    return Backups(
        key=given.key,
        data=given.data,
        clock=utc_now,
        database_url=settings.database_url,
        content=OwnContent(folders=settings.content, of_centres=settings.centre_content),
    )


def _reading() -> Backups:
    given = read_backup_settings(os.environ)
    return Backups(key=given.key, data=given.data, clock=utc_now)


def _restores(*, is_looking: bool) -> Restores:
    given = read_backup_settings(os.environ)
    return Restores(
        backups=Backups(key=given.key, data=given.data, clock=utc_now),
        secrets=given.secrets,
        clock=utc_now,
        look=_look_with(given) if is_looking else look_at_nothing,
    )


def _look_with(given: BackupSettings) -> Look:
    def look(url: str, folder: Path, content: OwnContent) -> None:
        own = folder / "secret-key"
        known = dict.fromkeys((*([own.read_bytes().strip()] if own.is_file() else ()), *given.secrets))
        if not known:
            raise SettingsFault("No secret is known: set PASSERELLE_SECRET_KEY as it was.")
        first, *others = known
        plain = Settings(
            base_url=DEFAULT_BASE_URL, database_url=url, secret_key=first, allows_insecure_platforms=False
        )
        there = replace(plain, former_secrets=tuple(others), data=folder)
        look_at(replace(there, content=content.folders, centre_content=content.of_centres))

    return look


def _tell(manifest: Manifest) -> None:
    database = manifest.database
    made, rows = f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC", sum(database.rows.values())
    click.echo(
        f"Made {made} by release {manifest.release}: {database.kind}, {database.revision}, {rows} rows."
    )


def _tell_settled(done: Restored) -> None:
    settled = done.settled
    grades = settled.grades
    click.echo(
        f"Grades: {grades.read_again} are read again in their platform, {grades.read_before} are read before"
        f" they are sent, {grades.waiting} wait for a person."
    )
    click.echo(
        f"{settled.ended} sessions, logins and invitations ended; {settled.brought} erasures brought over;"
        f" {settled.erased_again} people erased again."
    )

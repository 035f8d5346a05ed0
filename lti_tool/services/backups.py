"""Backups: everything of an installation in one sealed file, made while it works; and looking at such a file.

A file holds a list of what is in it, the database, the centre's own content, the public keys and, where the
tool made it by itself, the secret. The last piece vouches for all of them: half a file is no backup.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, cast

from lti_tool import __version__
from lti_tool.domain.errors import SettingsFault
from lti_tool.services.own_content import NO_CONTENT, OwnContent
from lti_tool.services.sealed_files import BROKEN, PIECE_BYTES, Sealing, Unsealing
from lti_tool.store.database_copies import (
    SQLITE,
    DatabaseCopy,
    check_dump,
    check_sqlite_copy,
    copy_database,
)
from lti_tool.store.private_file import make_own_folder
from lti_tool.store.upgrade import is_known_revision

SCHEMA, VERSION = "passerelle-backup", 1
LIST, DATABASE, DATA = "list.json", "database", "data"
KEPT_FILES = ("published-keys.json", "secret-key")
"""What is taken along of the folder for files of our own."""
LAST_BACKUP = "last-backup.json"
LOCK, WORK, PART = ".backup.lock", ".backup-", ".part"
NAMED = re.compile(r"passerelle-\d{8}T\d{6}Z\.backup")
LIST_BYTES_MAXIMUM = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself: the moment, the release, the database, the content folders' places."""

    made_at: datetime
    release: str
    database: DatabaseCopy
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made; ``removed`` are the names of older ones that went."""

    path: Path
    size: int
    manifest: Manifest
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """Use cases over the backups of one installation. ``data`` is its folder for files of our own; what is
    not sealed yet lies there, beside the database, and goes in the end.
    """

    key: bytes
    data: Path
    clock: Callable[[], datetime]
    database_url: str = ""
    content: OwnContent = NO_CONTENT

    def make(self, folder: Path, keep: int | None = None) -> Made:
        """Make a backup in a folder of this installation's own; of those there the ``keep`` youngest stay.

        Raises:
            SettingsFault: the folder cannot be written, or the database cannot be copied; nothing is left.
            StoreUnavailable: the database does not answer.
        """
        if not folder.is_dir():
            raise SettingsFault(f"There is no folder {folder}. Is the disk mounted?")
        now = self.clock()
        place = folder / f"passerelle-{now:%Y%m%dT%H%M%SZ}.backup"
        if place.exists():
            raise SettingsFault(f"{place} is there already: wait a second.")
        try:
            with _workshop(self.data) as work:
                copied = copy_database(self.database_url, work / DATABASE)
                manifest = Manifest(
                    made_at=now,
                    release=__version__,
                    database=copied,
                    content=tuple(map(str, self.content.folders)),
                )
                self._seal(place, manifest, work / DATABASE)
            size = place.stat().st_size
            self._write_down(place, manifest, size)
            removed = _pruned(folder, keep) if keep is not None else ()
        except OSError as error:
            raise SettingsFault(f"The backup could not be written: {error.strerror}.") from error
        return Made(path=place, size=size, manifest=manifest, removed=removed)

    def check(self, file: Path) -> Manifest:
        """Read a whole backup and look whether its database is sound and could be used by this release.

        Raises:
            SettingsFault: it cannot be used; the sentence says why.
        """
        with _workshop(self.data) as work:
            manifest = self.unpack(file, work)
            told = manifest.database
            if told.kind == SQLITE:
                check_sqlite_copy(work / DATABASE, told)
            else:
                check_dump(work / DATABASE)
        return manifest

    def unpack(self, file: Path, into: Path) -> Manifest:
        """Put everything that a backup holds into a folder; only when nothing is raised may it be used.

        Raises:
            SettingsFault: the file cannot be read, was sealed under another key, altered or cut, or comes
                from a later release.
        """
        try:
            with file.open("rb") as sealed:
                opened = Unsealing(sealed, self.key)
                # tarfile asks for no more than ``read``.
                with tarfile.open(fileobj=cast(IO[bytes], opened), mode="r|") as parts:
                    names = [_put(parts, part, into) for part in parts]
                opened.drain()
        except (tarfile.TarError, EOFError) as error:
            raise SettingsFault(BROKEN) from error
        except OSError as error:
            raise SettingsFault(f"The backup could not be read: {error.strerror}.") from error
        if not {LIST, DATABASE} <= set(names):
            raise SettingsFault(BROKEN)
        return _manifest_of((into / LIST).read_bytes())

    def _seal(self, place: Path, manifest: Manifest, database: Path) -> None:
        part = place.with_name(f".{place.name}{PART}")
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                sealing = Sealing(file, self.key)
                with tarfile.open(fileobj=cast(IO[bytes], sealing), mode="w|") as parts:
                    _add(parts, LIST, _text_of(manifest))
                    parts.add(database, DATABASE, filter=_nobodys)
                    for name, path in self._files():
                        _add(parts, name, path.read_bytes())
                sealing.finish()
                file.flush()
                os.fsync(file.fileno())
            part.replace(place)
            _sync_folder(place.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def _files(self) -> Iterator[tuple[str, Path]]:
        for name in KEPT_FILES:
            if (self.data / name).is_file():
                yield f"{DATA}/{name}", self.data / name
        for name, root in self.content.named():
            for path in sorted(root.rglob("*")):
                if path.is_file():
                    yield f"{name}/{path.relative_to(root).as_posix()}", path

    def _write_down(self, place: Path, manifest: Manifest, size: int) -> None:
        """Note the moment of the last good backup where probes look for it."""
        document = {"made_at": manifest.made_at.isoformat(), "file": str(place), "bytes": size}
        part = self.data / f"{LAST_BACKUP}{PART}"
        part.write_text(json.dumps(document), encoding="utf-8")
        part.replace(self.data / LAST_BACKUP)


def age_of_last_backup(data: Path, now: datetime) -> timedelta | None:
    """How old the last good backup is; ``None`` when none was made from this folder."""
    try:
        document = json.loads((data / LAST_BACKUP).read_text(encoding="utf-8"))
        return now - datetime.fromisoformat(document["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _workshop(data: Path) -> Iterator[Path]:
    """A folder for what is not sealed, for one at a time; what a killed one left goes first."""
    make_own_folder(data)
    with (data / LOCK).open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SettingsFault("Another backup is at work: wait until it is done.") from error
        for left in data.glob(f"{WORK}*"):
            shutil.rmtree(left)
        work = Path(tempfile.mkdtemp(prefix=WORK, dir=data))
        try:
            yield work
        finally:
            shutil.rmtree(work)


def _pruned(folder: Path, keep: int) -> tuple[str, ...]:
    ours = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))
    gone = ours[:-keep]
    for path in gone:
        path.unlink()
    return tuple(path.name for path in gone)


def _add(parts: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size, told.mode = len(content), 0o600
    parts.addfile(told, io.BytesIO(content))


def _nobodys(told: tarfile.TarInfo) -> tarfile.TarInfo:
    told.uid = told.gid = 0
    told.uname = told.gname = ""
    return told


def _put(parts: tarfile.TarFile, part: tarfile.TarInfo, into: Path) -> str:
    pieces = Path(part.name).parts
    content = parts.extractfile(part) if part.isreg() else None
    if content is None or not pieces or pieces[0] == "/" or ".." in pieces:
        raise SettingsFault(BROKEN)
    place = into.joinpath(*pieces)
    make_own_folder(place.parent)
    number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        shutil.copyfileobj(content, file, PIECE_BYTES)
        file.flush()
        os.fsync(file.fileno())
    return part.name


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _text_of(manifest: Manifest) -> bytes:
    database = manifest.database
    document = {
        "schema": SCHEMA,
        "version": VERSION,
        "made_at": manifest.made_at.isoformat(),
        "release": manifest.release,
        "kind": database.kind,
        "revision": database.revision,
        "rows": dict(database.rows),
        "content": list(manifest.content),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _manifest_of(text: bytes) -> Manifest:
    if len(text) > LIST_BYTES_MAXIMUM:
        raise SettingsFault(BROKEN)
    document = json.loads(text)
    if (document["schema"], document["version"]) != (SCHEMA, VERSION):
        raise SettingsFault("This backup comes from a later release of Passerelle: install that one first.")
    rows: Mapping[str, int] = document["rows"]
    content: Sequence[str] = document["content"]
    if not is_known_revision(document["revision"]):
        raise SettingsFault(
            f"This backup comes from release {document['release']}, whose database this one does not know:"
            " install that release first."
        )
    return Manifest(
        made_at=datetime.fromisoformat(document["made_at"]),
        release=document["release"],
        database=DatabaseCopy(kind=document["kind"], revision=document["revision"], rows=rows),
        content=tuple(content),
    )

"""Restoring a backup into a fresh place, so that no grade goes back and whoever was erased stays erased."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic

from lti_tool.domain.audit import COMMAND_LINE, Deed
from lti_tool.domain.errors import SettingsFault
from lti_tool.services.backups import DATA, DATABASE, LIST, Backups, Manifest
from lti_tool.services.own_content import OwnContent, content_in
from lti_tool.services.parcels import RESULT_SCOPE
from lti_tool.services.privacy import Privacy
from lti_tool.store.database_copies import (
    SQLITE,
    check_sqlite_copy,
    empty_out,
    is_empty,
    restore_dump,
)
from lti_tool.store.opening import erasures_of, open_store, upgrade_store
from lti_tool.store.private_file import make_own_folder
from lti_tool.store.restored import GradesHeld

FILE_NAME = "passerelle.sqlite3"
SECRET = "secret-key"  # noqa: S105
TAKEN = "A backup is never put over a living installation: name a folder that is empty or not there."

KEYLESS = (
    "No secret is known: set PASSERELLE_SECRET_KEY as it was. Without it the signing keys do not open, and"
    " nobody who was erased can be told from the others."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was done to a restored database before anybody works with it. ``erased_again`` is how many
    people; ``brought`` how many erasures came from the database that is replaced.
    """

    grades: GradesHeld
    ended: int
    brought: int
    erased_again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A restored installation: where it lies, what was done, how many seconds each step took."""

    manifest: Manifest
    database_url: str
    content: OwnContent
    settled: Settled
    steps: tuple[tuple[str, float], ...]


Erasures = Mapping[tuple[str, str], datetime]
Look = Callable[[str, Path, OwnContent], None]
"""Looks whether what was restored works, by the address of its database, its folder and its content."""


def look_at_nothing(_url: str, _folder: Path, _content: OwnContent) -> None:
    """Where nobody asked for a look."""


@dataclass(slots=True)
class _Watch:
    """Times the steps of a restore."""

    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = monotonic()
        yield
        self.steps.append((name, monotonic() - begun))


@dataclass(frozen=True, slots=True, kw_only=True)
class Restores:
    """Use cases: restore a backup, and try whether it could be. ``secrets`` are the installation's, the
    present one first; the one that lies in the backup comes before them.
    """

    backups: Backups
    secrets: tuple[bytes, ...]
    clock: Callable[[], datetime]
    look: Look = look_at_nothing

    def into_folder(self, file: Path, target: Path, erasures_from: str = "") -> Restored:
        """Restore an installation with SQLite: its database, its files and its content.

        Raises:
            SettingsFault: the folder is not empty, or the backup cannot be used; nothing is left then.
        """
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise SettingsFault(TAKEN)
        erased = erasures_of(erasures_from) if erasures_from else {}
        with _aside(target) as work:
            restored = self._folder(file, work, erased)
            work.replace(target)
        return _at(restored, target)

    def into_database(self, file: Path, url: str, files: Path, erasures_from: str = "") -> Restored:
        """Restore an installation with PostgreSQL: its database into an empty one, the rest into ``files``.

        Raises:
            SettingsFault: as ``into_folder``, or the database is not empty.
            StoreUnavailable: the database does not answer.
        """
        if files.exists() and (not files.is_dir() or any(files.iterdir())):
            raise SettingsFault(TAKEN)
        if not is_empty(url):
            raise SettingsFault("This database is not empty: a backup is never put over a living one.")
        erased = erasures_of(erasures_from) if erasures_from else {}
        watch = _Watch()
        with _aside(files) as work:
            with watch.step("decrypt and unpack"):
                manifest = self.backups.unpack(file, work)
            if manifest.database.kind == SQLITE:
                raise SettingsFault("This backup is of a SQLite database: restore it into a folder.")
            with watch.step("put the database back and count its rows"):
                restore_dump(work / DATABASE, url, manifest.database)
            try:
                (work / DATABASE).unlink()
                settled = self._settled(url, _arranged(work), erased, manifest, watch)
                with watch.step("open it as the tool does"):
                    self.look(url, work, content_in(work))
                work.replace(files)
            except BaseException:
                empty_out(url)
                raise
        return Restored(
            manifest=manifest,
            database_url=url,
            content=content_in(files),
            settled=settled,
            steps=tuple(watch.steps),
        )

    def drill(self, file: Path, url: str = "", erasures_from: str = "") -> Restored:
        """Restore a backup beside everything, and take it away again. ``url`` names an empty PostgreSQL
        database, for a backup of one.

        Raises:
            SettingsFault: the backup could not be restored.
        """
        make_own_folder(self.backups.data)
        with tempfile.TemporaryDirectory(prefix=".drill-", dir=self.backups.data) as place:
            target = Path(place) / "restored"
            if not url:
                return self.into_folder(file, target, erasures_from)
            restored = self.into_database(file, url, target, erasures_from)
            empty_out(url)
            return restored

    def _folder(self, file: Path, work: Path, erased: Erasures) -> Restored:
        watch = _Watch()
        with watch.step("decrypt and unpack"):
            manifest = self.backups.unpack(file, work)
        if manifest.database.kind != SQLITE:
            raise SettingsFault(
                "This backup is of a PostgreSQL database: name the address of an empty one, and --files."
            )
        with watch.step("check the database and count its rows"):
            check_sqlite_copy(work / DATABASE, manifest.database)
        secrets = _arranged(work)
        (work / DATABASE).rename(work / FILE_NAME)
        url = f"sqlite:///{work / FILE_NAME}"
        settled = self._settled(url, secrets, erased, manifest, watch)
        with watch.step("open it as the tool does"):
            self.look(url, work, content_in(work))
        for left in work.glob(f"{FILE_NAME}.*"):
            left.unlink()
        return Restored(
            manifest=manifest,
            database_url=url,
            content=content_in(work),
            settled=settled,
            steps=tuple(watch.steps),
        )

    def _settled(
        self,
        url: str,
        secrets: Sequence[bytes],
        erased: Erasures,
        manifest: Manifest,
        watch: _Watch,
    ) -> Settled:
        known = tuple(dict.fromkeys((*secrets, *self.secrets)))
        if not known:
            raise SettingsFault(KEYLESS)
        with watch.step("bring the schema up to date"):
            upgrade_store(url)
        store = open_store(url)
        try:
            with watch.step("hold grades, end sessions"), store.writing() as unit:
                grades = unit.restored.read_grades_first(RESULT_SCOPE, self.clock())
                ended = unit.restored.end_what_is_open()
                brought = unit.restored.take_over(erased)
                unit.audit.append(_deed(manifest, self.clock()))
            with watch.step("erase again who was erased"):
                again = Privacy(store, clock=self.clock, secrets=known).erase_again()
        finally:
            store.close()
        return Settled(grades=grades, ended=ended, brought=brought, erased_again=again)


def _deed(manifest: Manifest, now: datetime) -> Deed:
    """The entry of the audit trail: what was done after the backup's moment is gone, and somebody asks."""
    return Deed(
        at=now,
        actor=COMMAND_LINE,
        action="backup-restored",
        object_kind="backup",
        object_id=f"{manifest.made_at:%Y-%m-%dT%H:%M}Z",
    )


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A folder beside the place that is meant; whatever is still there in the end goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-restoring-", dir=target.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _arranged(work: Path) -> tuple[bytes, ...]:
    """Put the files where the tool looks for them; the secret that is among them, if there is one."""
    (work / LIST).unlink()
    if (work / DATA).is_dir():
        for path in (work / DATA).iterdir():
            path.rename(work / path.name)
        (work / DATA).rmdir()
    path = work / SECRET
    return (path.read_bytes().strip(),) if path.is_file() else ()


def _at(restored: Restored, target: Path) -> Restored:
    return Restored(
        manifest=restored.manifest,
        database_url=f"sqlite:///{(target / FILE_NAME).resolve()}",
        content=content_in(target),
        settled=restored.settled,
        steps=restored.steps,
    )

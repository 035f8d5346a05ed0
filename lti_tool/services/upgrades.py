"""Bringing an installation to this release: a backup, the migrations, a look, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lti_tool.domain.errors import SettingsFault
from lti_tool.services.backups import Backups
from lti_tool.store.database_copies import copy_database, put_back
from lti_tool.store.opening import is_embedded, revision_of, upgrade_store
from lti_tool.store.private_file import make_own_folder

COPY = "before-upgrade.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """The schema before (empty: there was none) and after, and the backup that was made, if one was."""

    before: str
    after: str
    backup: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrades:
    """Use case: bring the database behind an address to this release. ``look`` raises when the tool does
    not work on it.
    """

    database_url: str
    data: Path
    look: Callable[[], None]

    def run(self, backups: Backups | None = None, folder: Path | None = None) -> Upgraded:
        """Back up into ``folder`` if one is given, migrate, look. A SQLite database that does not work then
        is put back as it was.

        Raises:
            SettingsFault: it did not work; the sentence says what the database is like and what to do.
        """
        before = revision_of(self.database_url) or ""
        made = backups.make(folder).path if before and backups and folder else None
        if not is_embedded(self.database_url):
            self._on_server(before, made)
        elif before:
            self._with_copy()
        else:
            self._forward()
        return Upgraded(before=before, after=revision_of(self.database_url) or "", backup=made)

    def _forward(self) -> None:
        upgrade_store(self.database_url)
        self.look()

    def _with_copy(self) -> None:
        copy = self.data / COPY
        make_own_folder(self.data)
        if copy.exists():
            raise SettingsFault(
                f"An upgrade was cut short: the database as it was before lies in {copy}. If the tool works,"
                " delete that file. If not, stop the tool and put the file in the place of the database."
            )
        try:
            copy_database(self.database_url, copy)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        try:
            self._forward()
        # Whatever went wrong, the way back is the same.
        except BaseException as error:
            put_back(copy, self.database_url)
            copy.unlink()
            if not isinstance(error, Exception):
                raise
            raise SettingsFault(
                f"The upgrade failed: {_said(error)} The database is as it was before: start the former"
                " release again."
            ) from error
        copy.unlink()

    def _on_server(self, before: str, made: Path | None) -> None:
        try:
            self._forward()
        # As above: PostgreSQL itself undoes migrations that fail, nothing undoes those that went well.
        except Exception as error:
            if (revision_of(self.database_url) or "") == before:
                back = "The database is as it was before: start the former release again."
            elif made is not None:
                back = (
                    "The database has the schema of this release. Mend that and start it; or, with the"
                    f" former release, restore {made} into an empty database."
                )
            else:
                back = "The database has the schema of this release, and no backup was made: mend that."
            raise SettingsFault(f"The upgrade failed: {_said(error)} {back}") from error


def _said(error: Exception) -> str:
    """What went wrong. Of a fault that is not ours only its kind: its words may show a row."""
    return str(error) if isinstance(error, SettingsFault) else f"{type(error).__name__}."

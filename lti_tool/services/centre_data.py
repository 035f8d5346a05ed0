"""A centre takes everything of its own along, or goes for good.

Source: GDPR articles 20 and 28(3)(g): at the end the processor returns or deletes all data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lti_tool.domain.audit import COMMAND_LINE, Deed
from lti_tool.domain.errors import Conflict, NotFound, StoreUnavailable
from lti_tool.store.centre_data import exported_tables
from lti_tool.store.unit_of_work import Store, UnitOfWork

SCHEMA, VERSION = "passerelle-centre", 1
LIST = "centre.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreErased:
    """How many rows went, by table; whether their bytes have left the files too."""

    rows: Mapping[str, int]
    is_compacted: bool


class CentreData:
    """Use cases over the whole of one centre."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def name(self, centre_id: str) -> str:
        """What the centre is called.

        Raises:
            NotFound: there is no such centre.
        """
        with self._store.reading() as unit:
            name = unit.centre_data.name(centre_id)
        if name is None:
            raise NotFound(reason="no-such-centre")
        return name

    def waiting(self, centre_id: str) -> int:
        """How many grades the platforms of the centre have not taken."""
        with self._store.reading() as unit:
            return unit.centre_data.waiting(centre_id)

    def export(self, centre_id: str, file: Path) -> Mapping[str, int]:
        """Write a zip archive: one file of JSON lines for each table, and a list of them. No keys and no
        secrets. How many rows by table.

        Raises:
            NotFound: there is no such centre; no file is written.
            OSError: the file cannot be written, or is there already.
        """
        name, now = self.name(centre_id), self._clock()
        with ZipFile(file, "x", ZIP_DEFLATED) as archive:
            try:
                with self._store.writing() as unit:
                    _write_down(unit, "centre-exported", centre_id, centre_id, now)
                counts = self._written(archive, centre_id)
                listed = {
                    "schema": SCHEMA,
                    "version": VERSION,
                    "made_at": now.isoformat(timespec="seconds"),
                    "centre": {"id": centre_id, "name": name},
                    "rows": counts,
                }
                archive.writestr(LIST, json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
            except BaseException:
                file.unlink(missing_ok=True)
                raise
        return counts

    def erase(self, centre_id: str, *, is_forced: bool = False) -> CentreErased:
        """Delete everything of a centre for good. Its lines in the audit trail stay, which hold no names.

        Raises:
            NotFound: there is no such centre.
            Conflict: ``grades-waiting``: they would be lost, and nobody forced it.
        """
        with self._store.writing() as unit:
            if unit.centre_data.name(centre_id) is None:
                raise NotFound(reason="no-such-centre")
            if unit.centre_data.waiting(centre_id) and not is_forced:
                raise Conflict(reason="grades-waiting")
            rows = unit.centre_data.erase(centre_id)
            _write_down(unit, "centre-erased", centre_id, None, self._clock())
        try:
            self._store.compact(set(rows))
        except StoreUnavailable:
            return CentreErased(rows=rows, is_compacted=False)
        return CentreErased(rows=rows, is_compacted=True)

    def _written(self, archive: ZipFile, centre_id: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        with self._store.reading() as unit:
            for table in exported_tables():
                counts[table.name] = 0
                with archive.open(f"{table.name}.jsonl", "w") as lines:
                    for row in unit.centre_data.rows(centre_id, table):
                        lines.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
                        counts[table.name] += 1
        return counts


def _write_down(unit: UnitOfWork, action: str, centre_id: str, about: str | None, now: datetime) -> None:
    unit.audit.append(
        Deed(
            at=now,
            centre_id=about,
            actor=COMMAND_LINE,
            action=action,
            object_kind="centre",
            object_id=centre_id,
        )
    )

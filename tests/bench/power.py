"""Learners answer on SQLite, every touch of the disk is written down, and the power goes at each."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from lti_tool.store import engine as product
from lti_tool.store.engine import make_engine
from tests.bench.cut_disk import CutDisk
from tests.bench.recording_vfs import Deed, Event, Recorder
from tests.bench.storing import Found, Told, answer_all, found_in, installed, migrated, place_of, told_in

MEMORY = Path("/dev/shm")
FILE = "passerelle.sqlite3"
JOURNALS = ("DELETE", "WAL")
NEVER, ALWAYS = (99, 0, 0), (3, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The files at the beginning and all that happened to them then."""

    files: Mapping[str, bytes]
    events: Sequence[Event]

    @property
    def told(self) -> Sequence[Told]:
        """What was acknowledged, in its order."""
        return [told_in(one.name) for one in self.events if one.deed is Deed.TOLD]


@dataclass(slots=True)
class Outcome:
    """What the cuts did. ``lost`` counts cuts after which an acknowledged answer was gone."""

    cuts: int = 0
    different: int = 0
    lost: int = 0
    ungraded: int = 0
    half_kept: int = 0
    corrupt: int = 0
    examples: list[str] = field(default_factory=list)


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that costs no disk."""
    with tempfile.TemporaryDirectory(
        dir=MEMORY if MEMORY.is_dir() else None, prefix="passerelle-cut-"
    ) as folder:
        yield Path(folder)


@contextmanager
def journal_mode(name: str) -> Iterator[None]:
    """Let the product choose this journal mode whatever the version of SQLite is here."""
    before = product.WAL_SAFE_FROM
    product.WAL_SAFE_FROM = ALWAYS if name == "WAL" else NEVER
    try:
        yield
    finally:
        product.WAL_SAFE_FROM = before


@contextmanager
def weakened(synchronous: str) -> Iterator[None]:
    """Connections made in the block sync less than the product asks for; nothing when it is empty."""

    def weaken(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA synchronous={synchronous}")

    if not synchronous:
        yield
        return
    plain = product._prepare_sqlite

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        plain(connection, _record)
        weaken(connection, _record)

    product._prepare_sqlite = prepare
    try:
        yield
    finally:
        product._prepare_sqlite = plain


def record(
    folder: Path, journal: str, learners: int, *, together: int = 10, synchronous: str = ""
) -> Recording:
    """Let learners answer, and take the database down and up again after every ``together`` of them.

    ``synchronous`` replaces the product's setting, to see that the bench notices.
    """
    with journal_mode(journal), weakened(synchronous):
        address = migrated(folder / FILE)
        files = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.startswith(FILE)}
        files.pop(f"{FILE}.lock", None)
        recorder = Recorder(folder)
        with recorder.recording():
            for first in range(0, learners, together):
                installation = installed(address)
                for number in range(first, min(first + together, learners)):
                    answer_all(place_of(installation), number, lambda told: recorder.tell(told.as_text()))
                installation.services.store.close()
    return Recording(files=files, events=recorder.events)


def cut(recording: Recording, journal: str, folder: Path, *, every: int, seeds: Sequence[int]) -> Outcome:
    """Cut the power after every ``every``-th event, once for each seed, and look at what is left."""
    outcome, told = Outcome(), list[Told]()
    story = {(one.version, one.answers) for one in recording.told}
    disk = CutDisk(recording.files)
    seen: dict[bytes, Found] = {}
    with journal_mode(journal):
        for position, happened in enumerate(recording.events):
            if happened.deed is Deed.TOLD:
                told.append(told_in(happened.name))
            else:
                disk.take(happened)
            # Right after somebody was told is where a loss would show: no such moment is left out.
            if position % every and happened.deed is not Deed.TOLD:
                continue
            for seed in seeds:
                left = disk.after_cut(Random(f"{seed}.{position}"))
                key = _digest(left)
                if key not in seen:
                    seen[key] = look(left, folder)
                _judge(outcome, seen[key], told, story, f"event {position}, seed {seed}")
    outcome.different = len(seen)
    return outcome


def look(files: Mapping[str, bytes], folder: Path) -> Found:
    """Put these files down and open them with the product, as after a restart."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    engine = make_engine(f"sqlite:///{folder / FILE}")
    try:
        with engine.connect() as connection:
            said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        if said != ["ok"] or orphans:
            return Found(is_corrupt=True)
        return found_in(engine)
    except DatabaseError:
        return Found(is_corrupt=True)
    finally:
        engine.dispose()


def _judge(
    outcome: Outcome, found: Found, told: Sequence[Told], story: Collection[tuple[int, int]], where: str
) -> None:
    half = 0 if found.is_corrupt else found.half_kept(story)
    lost = 0 if found.is_corrupt else found.lost(told)
    outcome.cuts += 1
    outcome.lost += bool(lost)
    outcome.corrupt += found.is_corrupt
    outcome.ungraded += bool(found.ungraded)
    outcome.half_kept += bool(half)
    if (lost or half or found.ungraded or found.is_corrupt) and len(outcome.examples) < 3:
        outcome.examples.append(where)


def _digest(files: Mapping[str, bytes]) -> bytes:
    made = blake2b(digest_size=16)
    for name in sorted(files):
        made.update(f"{name}:{len(files[name])}:".encode())
        made.update(files[name])
    return made.digest()

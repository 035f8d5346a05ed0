"""Disks that are full while learners answer, and have room again later."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from lti_tool.domain.errors import DISK_FULL, StoreUnavailable
from lti_tool.store.engine import make_engine
from tests.bench.killing import Harm, look, story_of
from tests.bench.power import FILE, in_memory, journal_mode
from tests.bench.recording_vfs import Recorder
from tests.bench.storing import Place, Told, answer_all, installed, migrated, place_of

SIZE_BYTES = 16 << 20
MOST_ROOM_BYTES, MOST_WRITTEN_BYTES = 60_000, 300_000
LEARNERS_AT_MOST = 120

MakeRoom = Callable[[int | None], None]


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A file system of 16 MiB, or ``None`` where none may be mounted."""
    with in_memory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE_BYTES}", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        )
        try:
            yield folder if mounted.returncode == 0 else None
        finally:
            if mounted.returncode == 0:
                subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_small_disk(journal: str, times: int) -> Harm | None:
    """A real file system without room; ``None`` where none may be mounted."""
    with small_disk() as folder:
        if folder is None:
            return None
        filler = folder / "filler"

        def room(free: int | None) -> None:
            filler.unlink(missing_ok=True)
            if free is None:
                return
            with filler.open("wb", buffering=0) as file, suppress(OSError):
                while file.write(b"\0" * 4096):
                    pass
            size = filler.stat().st_size
            with filler.open("r+b") as file:
                file.truncate(max(0, size - free))

        with journal_mode(journal):
            return _fill(folder, times, room, MOST_ROOM_BYTES)


def fill_by_refusing(journal: str, times: int) -> Harm:
    """The disk says full at a chosen write, wherever SQLite is then, also where a real one has room."""
    with in_memory() as folder, journal_mode(journal):
        recorder = Recorder(folder)

        def room(free: int | None) -> None:
            recorder.room_bytes = free
            recorder.events.clear()

        with recorder.recording():
            return _fill(folder, times, room, MOST_WRITTEN_BYTES)


def _fill(folder: Path, times: int, room: MakeRoom, most_bytes: int) -> Harm:
    """Fill the disk, make room, and go on with the same process and the same learner, time after time."""
    random, harm, told = Random(times), Harm(), dict[int, Told]()
    address = migrated(folder / FILE)
    with in_memory() as elsewhere:
        story = story_of(elsewhere / "story")
    installation = installed(address)
    place, learner = place_of(installation), 0
    try:
        for run in range(times):
            room(random.randint(0, most_bytes))
            learner = _answer_until_full(place, learner, run, told, harm)
            room(None)
            engine = make_engine(address)
            look(engine, told.values(), story, harm)
            engine.dispose()
            answer_all(place, learner, lambda one: told.__setitem__(one.learner, one), run=f"{run}-again")
            learner += 1
    finally:
        installation.services.store.close()
    harm.told = sum(one.version for one in told.values())
    return harm


def _answer_until_full(place: Place, learner: int, run: int, told: dict[int, Told], harm: Harm) -> int:
    """The learner in whose way the full disk stood.

    Raises:
        RuntimeError: the disk was never full.
    """
    for number in range(learner, learner + LEARNERS_AT_MOST):
        try:
            answer_all(place, number, lambda one: told.__setitem__(one.learner, one), run=f"{run}")
        except StoreUnavailable as error:
            harm.deaths += 1
            if error.reason != DISK_FULL:
                harm.reasons.append(error.reason)
            return number
    raise RuntimeError("the disk was never full")

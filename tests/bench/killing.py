"""Processes that write learners' answers and are killed: each is forked from one that read all modules."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import Engine, text

from lti_tool.store.engine import make_engine
from tests.bench.power import FILE, in_memory, journal_mode
from tests.bench.storing import Place, Told, answer_all, found_in, installed, migrated, place_of, told_in

LEARNERS_EACH = 40
MOST_STEPS, LONGEST_SECONDS = 8, 0.02
PATIENCE_SECONDS = 60.0
LOOK_EVERY = 20


@dataclass(slots=True)
class Harm:
    """What was found after deaths; ``told`` is how many steps were acknowledged."""

    deaths: int = 0
    told: int = 0
    in_a_transaction: int = 0
    lost: int = 0
    ungraded: int = 0
    half_kept: int = 0
    corrupt: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def all_bad(self) -> int:
        """Whatever should not have happened."""
        return self.lost + self.ungraded + self.half_kept + self.corrupt


def write_until_killed(place: Place, first: int, pipe: int, *, is_hasty: bool = False) -> None:
    """Answer for one learner after the other, and write each acknowledgement into the pipe.

    ``is_hasty`` acknowledges what comes next before it is stored: the broken tool that must be noticed.
    """

    def acknowledge(told: Told) -> None:
        os.write(pipe, f"{told.as_text()}\n".encode())
        if is_hasty:
            hasty = Told(told.learner, told.version + 1, told.answers)
            os.write(pipe, f"{hasty.as_text()}\n".encode())

    for number in range(first, first + LEARNERS_EACH):
        answer_all(place, number, acknowledge, run=f"{os.getpid()}")


def kill_one(place: Place, first: int, random: Random, *, is_hasty: bool = False) -> list[Told]:
    """Start a writer, kill it after its first acknowledgements; all that it acknowledged."""
    read_end, write_end = os.pipe()
    number = os.fork()
    if number == 0:
        try:
            os.close(read_end)
            write_until_killed(place, first, write_end, is_hasty=is_hasty)
        finally:
            os._exit(1)
    os.close(write_end)
    said, wanted = b"", random.randint(1, MOST_STEPS)
    while said.count(b"\n") < wanted and select.select([read_end], [], [], PATIENCE_SECONDS)[0]:
        said += os.read(read_end, 65536)
    time.sleep(random.uniform(0.0, LONGEST_SECONDS))
    os.kill(number, signal.SIGKILL)
    while more := os.read(read_end, 65536):
        said += more
    os.close(read_end)
    _number, status = os.waitpid(number, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("a writer ended by itself: it was to be killed while it wrote")
    return [told_in(line) for line in said.decode().split()]


def kill_many(journal: str, deaths: int, *, seed: int = 1, is_hasty: bool = False) -> Harm:
    """Kill one writer after the other on one database. Each goes on where the last one died."""
    random, harm = Random(seed), Harm()
    with journal_mode(journal), in_memory() as folder:
        address = migrated(folder / FILE)
        story = story_of(folder / "story")
        installation = installed(address)
        place = place_of(installation)
        # A child must not find an open connection: SQLite may not be carried across a fork.
        installation.services.store.close()
        told: dict[int, Told] = {}
        first = 0
        for death in range(1, deaths + 1):
            acknowledged = kill_one(place, first, random, is_hasty=is_hasty)
            harm.deaths, harm.told = death, harm.told + len(acknowledged)
            told |= {one.learner: one for one in acknowledged}
            first = max(told, default=0)
            harm.in_a_transaction += _has_journal(folder)
            # Whatever is half kept stays so: the whole database need not be read after each death.
            if death % LOOK_EVERY == 0 or death == deaths or is_hasty:
                engine = make_engine(address)
                look(engine, told.values(), story, harm)
                engine.dispose()
    return harm


def look(engine: Engine, told: Collection[Told], story: Collection[tuple[int, int]], harm: Harm) -> None:
    """Hold a database against what was acknowledged so far."""
    with engine.connect() as connection:
        said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    found = found_in(engine)
    harm.corrupt += said != ["ok"] or bool(orphans)
    harm.lost += found.lost(told)
    harm.ungraded += found.ungraded
    harm.half_kept += found.half_kept(story)


def story_of(folder: Path) -> frozenset[tuple[int, int]]:
    """Each version that an attempt goes through, with its number of answers: it is the same for everybody."""
    folder.mkdir()
    seen: list[Told] = []
    installation = installed(migrated(folder / FILE))
    answer_all(place_of(installation), 0, seen.append)
    installation.services.store.close()
    return frozenset((one.version, one.answers) for one in seen)


def _has_journal(folder: Path) -> bool:
    """Whether the death left a transaction that the next one has to take back (or a log to read)."""
    left: Sequence[Path] = [folder / f"{FILE}-journal", folder / f"{FILE}-wal"]
    return any(one.exists() and one.stat().st_size > 0 for one in left)

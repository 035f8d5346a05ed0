"""Where the cells of the fault matrix play: platforms that stay up, and a fresh database for each cell."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from lti_tool.bootstrap import Installation, install
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.bench.fault_plan import DIALECTS
from tests.bench.fault_platform import MatrixLms, SharedShift
from tests.bench.fault_wishes import People, people_of
from tests.bench.fault_worker import Order
from tests.keys import key_maker, the_key
from tests.services.setting import SECRET, SHELF, SettableClock, give_key, settings_for
from tests.services.world import World
from tests.store.cluster import ROLE, TEMPLATE, Cluster

CHECKOUT = Path(__file__).resolve().parents[2]


class Mortals:
    """The program that starts the processes of ``fault_worker``."""

    def __init__(self) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.fault_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            text=True,
        )
        assert self._read() == {"ready": True}

    def begin(self, order: Order) -> int:
        """Start a process; its number."""
        self._write(asdict(order))
        return int(self._read()["process"])

    def end(self) -> str:
        """How the one that was begun last ended: ``exit 0``, ``signal 9`` or ``stopped``."""
        return str(self._read()["end"])

    def wait(self, number: int) -> str:
        """How one ended that stood still before."""
        self._write({"wait": number})
        return self.end()

    def close(self) -> None:
        """Take no more orders."""
        self._program.kill()
        self._program.wait()
        for pipe in (self._program.stdin, self._program.stdout):
            assert pipe is not None
            pipe.close()

    def _write(self, said: dict[str, Any]) -> None:  # Any: JSON
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(said) + "\n")
        self._program.stdin.flush()

    def _read(self) -> dict[str, Any]:  # Any: as above
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        assert line, "the program of the workers ended"
        found: dict[str, Any] = json.loads(line)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One cell's own database, with the tool of this process on it."""

    engine: Engine
    database: str
    installation: Installation
    lms: MatrixLms
    people: People


class Stage:
    """Everything that outlives a cell. ``cluster`` is needed for PostgreSQL alone."""

    def __init__(self, folder: Path, cluster: Cluster | None, number: int = 0) -> None:
        self.folder = folder
        self.shift = SharedShift(folder / "shift")
        self.mortals = Mortals()
        self._cluster = cluster
        self._number = number
        self._cells = count(1)
        self._known: dict[tuple[str, str], tuple[str, People]] = {}
        self._installation: Installation | None = None
        self.lmses = {
            dialect: MatrixLms(dialect, self.shift, tool_keys=self._jwks, extra_learners=3)
            for dialect in DIALECTS
        }
        for lms in self.lmses.values():
            lms.book.mark()

    def clock(self) -> datetime:
        """The time of the cell."""
        return datetime.now(UTC) + timedelta(seconds=self.shift.seconds)

    def close(self) -> None:
        """Stop the platforms and the program of the workers."""
        self.mortals.close()
        for lms in self.lmses.values():
            lms.stop()

    @contextmanager
    def scene(self, database: str, dialect: str) -> Iterator[Scene]:
        """A fresh database in which the people stand before their last task."""
        self.shift.seconds = 0.0
        with ExitStack() as stack:
            template, people = self._template(database, dialect)
            engine = stack.enter_context(self._copy(database, template))
            settings = settings_for(engine)
            store = Store(engine)
            installation = install(settings, clock=self.clock, shelf=SHELF, make_private=the_key, store=store)
            self._installation = installation
            yield Scene(
                engine=engine,
                database=settings.database_url,
                installation=installation,
                lms=self.lmses[dialect],
                people=people,
            )

    def _template(self, database: str, dialect: str) -> tuple[str, People]:
        if (database, dialect) not in self._known:
            name = f"matrix_{self._number}_{dialect.replace('.', '_').replace('-', '_')}"
            self._known[database, dialect] = (name, self._made(database, dialect, name))
        return self._known[database, dialect]

    def _made(self, database: str, dialect: str, name: str) -> People:
        if database == "postgresql":
            assert self._cluster is not None
            self._cluster.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {TEMPLATE}")
            engine = make_engine(self._cluster.address(name))
        else:
            shutil.copy(self._empty_file(), self.folder / name)
            engine = make_engine(f"sqlite:///{self.folder / name}")
        settings = settings_for(engine)
        give_key(settings, key_maker(SECRET).make("", "", datetime.now(UTC)))
        world = World(settings=settings, clock=SettableClock())
        self._installation = world.installation
        world.connect(self.lmses[dialect])
        people = people_of(world)
        world.close()
        engine.dispose()
        return people

    def _empty_file(self) -> Path:
        path = self.folder / "empty.sqlite3"
        if not path.exists():
            engine = make_engine(f"sqlite:///{path}")
            upgrade(engine)
            engine.dispose()
        return path

    @contextmanager
    def _copy(self, database: str, template: str) -> Iterator[Engine]:
        if database == "postgresql":
            assert self._cluster is not None
            name = f"{template}_{next(self._cells)}"
            self._cluster.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}")
            engine = make_engine(self._cluster.address(name))
            try:
                yield engine
            finally:
                engine.dispose()
                self._cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
            return
        path = self.folder / f"cell-{next(self._cells)}.sqlite3"
        shutil.copy(self.folder / template, path)
        engine = make_engine(f"sqlite:///{path}")
        try:
            yield engine
        finally:
            engine.dispose()
            for left in self.folder.glob(f"{path.name}*"):
                left.unlink()

    def _jwks(self) -> dict[str, list[dict[str, str]]]:
        assert self._installation is not None
        return self._installation.tool_keys.jwks()

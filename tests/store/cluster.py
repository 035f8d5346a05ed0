"""A PostgreSQL server for one test run: made in a temporary folder, on a socket of its own, thrown away.

Debian keeps the server's programs out of the path. They refuse to run as root, so as root the server runs
as the ``postgres`` user that the package made.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade

TEMPLATE = "passerelle_template"
ROLE = "passerelle"
"""Who owns the databases: an ordinary role, as in an installation, so that rules for rows hold."""
START_SECONDS, STOP_SECONDS = 30.0, 10.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE: tuple[str, ...] = ()
MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 << 30
MISSING = "PostgreSQL's server programs are not installed: `make test` installs Debian's package postgresql."


class Cluster:
    """A running server. ``folder`` also holds its socket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def make_template(self) -> None:
        """Create the database that each test starts from, with the present schema."""
        self.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        self.execute(f"CREATE DATABASE {TEMPLATE} OWNER {ROLE}")
        engine = make_engine(self.address(TEMPLATE))
        upgrade(engine)
        engine.dispose()

    @contextmanager
    def database(self, template: str) -> Iterator[Engine]:
        """An engine on a database of its own, copied from a template and dropped in the end."""
        name = f"case_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}")
        engine = make_engine(self.address(name))
        try:
            yield engine
        finally:
            engine.dispose()
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        """The address of a database, as an operator would write it."""
        return f"postgresql+psycopg://{ROLE}@/{name}?host={self._folder}"

    @property
    def data(self) -> Path:
        """The folder with the server's files."""
        return self._folder / "data"

    @property
    def pid(self) -> int:
        """The server's process, whose children serve the connections."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(host=str(self._folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def know_tables(self, name: str) -> None:
        """Let the server look at how much the tables of a database hold, as it does by itself within a
        minute: before that it takes every table for empty, and reads a whole centre where an index leads to
        one row.
        """
        engine = make_engine(self.address(name))
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        engine.dispose()

    def is_up(self) -> bool:
        """Whether the server takes connections by now."""
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_cluster(settings: Sequence[str] = FAST) -> Iterator[Cluster]:
    """A server for the length of the block; with ``DURABLE`` it keeps what it acknowledged. Any other lies in
    memory where there is room: each test makes a database, which is hundreds of files.

    The folder is not pytest's: that one is closed to every other user, also to ``postgres``.
    """
    found = programs()
    place = MEMORY if settings is FAST and _has_room(MEMORY) else None
    folder = Path(tempfile.mkdtemp(prefix="passerelle-pg-", dir=place))
    owner = server_account()
    try:
        if owner is not None:
            os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
        data = folder / "data"
        made = run_as(
            owner,
            [found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
        )
        if made.wait() != 0:
            raise RuntimeError("initdb could not make a PostgreSQL cluster")
        options = [
            part
            for setting in (*settings, "listen_addresses=", f"unix_socket_directories={folder}")
            for part in ("-c", setting)
        ]
        server = run_as(owner, [found / "postgres", "-D", data, *options])
        try:
            cluster = Cluster(folder)
            _wait_for(cluster, server)
            cluster.make_template()
            yield cluster
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder)


def _has_room(place: Path) -> bool:
    return place.is_dir() and shutil.disk_usage(place).free >= ROOM_BYTES


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once: a connection that somebody forgot must not keep it up for ever."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def programs() -> Path:
    """The folder of the newest installed server."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name)
    )
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    assert elsewhere, MISSING
    return Path(elsewhere).parent


def server_account() -> str | None:
    """The user as whom the server has to run; ``None`` where everybody may be it."""
    return "postgres" if os.geteuid() == 0 else None


def run_as(owner: str | None, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
    """Start a program of the server in a process group of its own; ``None``: as whoever runs the tests."""
    account = pwd.getpwnam(owner) if owner is not None else None
    return subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        start_new_session=True,
    )


def _wait_for(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while not cluster.is_up():
        assert server.poll() is None, "the PostgreSQL server ended while it was starting"
        assert time.monotonic() < until, "the PostgreSQL server did not start in time"
        time.sleep(0.05)

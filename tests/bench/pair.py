"""Two PostgreSQL servers, one following the other, of which the first can be killed at any time.

Their addresses are one address with two hosts: whoever connects is brought to the one that takes writes.
Source: postgresql.org/docs/15/warm-standby.html, libpq's target_session_attrs.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.store.cluster import programs, run_as, server_account

DATABASE = "passerelle"
# What is killed here are processes, not machines: the kernel keeps what was written, and fsync may be off.
SETTINGS = ("fsync=off", "listen_addresses=", "hot_standby=on", "wal_keep_size=64MB", "max_wal_senders=6",
            "wal_receiver_status_interval=1s", "shared_buffers=16MB")  # fmt: skip
PATIENCE_SECONDS = 60.0


class Node:
    """One server in a folder of its own, which also holds its socket."""

    def __init__(self, folder: Path, name: str, *, more: Sequence[str] = ()) -> None:
        self._more = more
        self.folder = folder / name
        self.data = self.folder / "data"
        self._server: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make an empty cluster."""
        self._prepare()
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")

    def copy(self, primary: Node) -> None:
        """Become a copy of the primary that will follow it, in the place of whatever was here."""
        self._prepare()
        self._run(
            "pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync",
            "-d", f"host={primary.folder} user=postgres application_name=follower",
        )  # fmt: skip

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = [f"unix_socket_directories={self.folder}", *SETTINGS, *self._more]
        parts = [part for option in options for part in ("-c", option)]
        self._server = run_as(server_account(), [programs() / "postgres", "-D", self.data, *parts])
        wait_until(self.is_up, "a server did not start")

    def kill(self) -> None:
        """SIGKILL for the server and all its processes at one instant."""
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None
        # A process group dies one by one: the last of them must be gone before the folder is used again.
        wait_until(lambda: not self.is_up(), "a killed server still answers")

    def is_up(self) -> bool:
        """Whether it takes connections."""
        try:
            self.ask("SELECT 1", database="postgres")
        except psycopg.Error:
            return False
        return True

    def ask(self, statement: str, *, database: str = DATABASE) -> object:
        """The first value that one statement outside any transaction brings; ``None`` where there is none."""
        port = next((one.removeprefix("port=") for one in self._more if one.startswith("port=")), "")
        where = {"host": str(self.folder), "port": port, "user": "postgres", "dbname": database}
        with psycopg.connect(**where, autocommit=True, connect_timeout=5) as connection:  # type: ignore[arg-type]
            found = connection.execute(statement.encode())
            row = found.fetchone() if found.description else None
        return row[0] if row else None

    def _prepare(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o755)
        account = server_account()
        if account is not None:
            os.chown(self.folder, pwd.getpwnam(account).pw_uid, -1)

    def _run(self, program: str, *arguments: str | Path) -> None:
        if run_as(server_account(), [programs() / program, *arguments]).wait() != 0:
            raise RuntimeError(f"{program} failed")


class Pair:
    """A primary with a follower. ``address`` leads to whichever takes writes."""

    def __init__(self, folder: Path) -> None:
        self.primary, self.follower = Node(folder, "a"), Node(folder, "b")
        # libpq goes through the hosts in this order, whoever is the primary.
        hosts = f"{self.primary.folder},{self.follower.folder}"
        self.address = (
            f"postgresql+psycopg://postgres@/{DATABASE}?host={hosts}&target_session_attrs=read-write"
        )

    def start(self) -> None:
        """The primary alone, with an empty database."""
        self.primary.make()
        self.primary.start()
        self.primary.ask(f"CREATE DATABASE {DATABASE}", database="postgres")

    def follow(self, *, is_synchronous: bool) -> None:
        """Give the primary a follower. A synchronous one must have an answer before anybody is told of it."""
        self.follower.copy(self.primary)
        self.follower.start()
        wait_until(lambda: self._is_state("streaming"), "the follower does not follow")
        if is_synchronous:
            self._wait_for_names("'*'")
            wait_until(lambda: self._is_state("streaming", "sync"), "the follower is not synchronous")

    def hold_back(self) -> None:
        """Let the primary send the follower nothing more, as a line that is down would."""
        number = self.primary.ask("SELECT pid FROM pg_stat_replication")
        assert isinstance(number, int)
        os.kill(number, signal.SIGSTOP)

    def fail_over(self) -> None:
        """Kill the primary; the follower takes its place, at first alone."""
        self.primary.kill()
        self.primary, self.follower = self.follower, self.primary
        self.primary.ask("SELECT pg_promote()")
        # It has no follower yet: with one demanded, nobody's answer would ever be acknowledged.
        self._wait_for_names("''")

    def stop(self) -> None:
        """End both, however they are."""
        for node in (self.primary, self.follower):
            node.kill()

    def _wait_for_names(self, names: str) -> None:
        self.primary.ask(f"ALTER SYSTEM SET synchronous_standby_names = {names}")
        self.primary.ask("SELECT pg_reload_conf()")

    def _is_state(self, state: str, sync: str = "") -> bool:
        found = self.primary.ask(
            f"SELECT count(*) FROM pg_stat_replication WHERE state = '{state}' AND sync_state LIKE '{sync}%'"
        )
        return found == 1


@contextmanager
def running_pair() -> Iterator[Pair]:
    """A primary without a follower, for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="passerelle-pair-"))
    folder.chmod(0o755)
    pair = Pair(folder)
    try:
        pair.start()
        yield pair
    finally:
        pair.stop()
        shutil.rmtree(folder)


def wait_until(
    is_so: Callable[[], object], otherwise: str, *, patience_seconds: float = PATIENCE_SECONDS
) -> None:
    """Ask again and again.

    Raises:
        TimeoutError: it did not become so in time.
    """
    until = time.monotonic() + patience_seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(otherwise)
        time.sleep(0.02)

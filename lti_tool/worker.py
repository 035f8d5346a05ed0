"""The worker: takes deliveries and rosters in hand, one after the other, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable

from lti_tool.domain.errors import PasserelleError
from lti_tool.services.container import Services

POLL_SECONDS, LOOK_UP_SECONDS = 0.5, 2.0
SWEEP_EVERY_ROUNDS = 600
THREADS = 4
ROSTER_PATIENCE_SECONDS = 5.0
log = logging.getLogger("passerelle.worker")


def run(services: Services, stop: threading.Event, *, threads: int = THREADS) -> None:
    """Deliver and read rosters until ``stop`` is set.

    Returns once every delivery in hand is finished. A roster in hand may take minutes: it is left, and read
    again by whoever comes next. A thread of its own reads them, so that no grade waits for a long list.
    While nothing is due one thread alone asks the database, and calls the others when something is found.
    """
    found = threading.Event()
    started = [
        threading.Thread(target=_loop, args=(services, stop, found, number), name=f"delivery-{number}")
        for number in range(threads)
    ]
    reader = threading.Thread(target=_read_rosters, args=(services, stop), name="rosters", daemon=True)
    for thread in (*started, reader):
        thread.start()
    for thread in started:
        thread.join()
    reader.join(ROSTER_PATIENCE_SECONDS)


def stop_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT end the work in order."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())


def watch_parent(stop: threading.Event) -> None:
    """End when the process that started this one is gone, so that no worker is left behind."""
    parent = os.getppid()

    def watch() -> None:
        while not stop.wait(1.0):
            if os.getppid() != parent:
                stop.set()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _loop(services: Services, stop: threading.Event, found: threading.Event, number: int) -> None:
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{number}"
    rounds = 0
    while not stop.is_set():
        if _try(services, lambda: services.deliveries.deliver_one(owner)):
            found.set()
        elif number == 0:
            found.clear()
            stop.wait(POLL_SECONDS)
        else:
            # Thread 0 may be waiting for a slow platform: the others look by themselves from time to time.
            found.wait(LOOK_UP_SECONDS)
        rounds += 1
        if number == 0 and rounds % SWEEP_EVERY_ROUNDS == 0:
            _try(services, lambda: sweep(services))


def _read_rosters(services: Services, stop: threading.Event) -> None:
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:rosters"
    while not stop.is_set():
        if not _try(services, lambda: services.rosters.read_one(owner), work_name="roster"):
            stop.wait(POLL_SECONDS)


def sweep(services: Services) -> bool:
    """Forget what is over: sessions, logins, requests, old refusals, keys that wait for nobody."""
    services.launches.sweep(services.clock())
    services.logins.sweep(services.clock())
    services.keys.sweep(services.clock())
    return True


def _try(services: Services, work: Callable[[], bool], *, work_name: str = "delivery") -> bool:
    """One step of work. Whatever goes wrong is logged and the loop goes on: the lease brings it back."""
    try:
        return work()
    except PasserelleError as error:
        log.warning("%s interrupted", work_name, extra={"code": error.code, "reason": error.reason})
    except Exception as error:
        log.error("%s failed", work_name, extra={"kind": type(error).__name__}, exc_info=error)
    return False

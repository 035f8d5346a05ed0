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
from lti_tool.services.wording import local_day

POLL_SECONDS, LOOK_UP_SECONDS = 0.5, 2.0
SWEEP_EVERY_ROUNDS = 600
THREADS = 4
ROSTER_PATIENCE_SECONDS = 5.0
log = logging.getLogger("passerelle.worker")


def run(
    services: Services,
    stop: threading.Event,
    *,
    threads: int = THREADS,
    sweep_every_rounds: int = SWEEP_EVERY_ROUNDS,
) -> None:
    """Deliver and read rosters until ``stop`` is set.

    Returns once every delivery in hand is finished. A roster in hand may take minutes: it is left, and read
    again by whoever comes next. A thread of its own reads them, so that no grade waits for a long list.
    While nothing is due one thread alone asks the database, and calls the others when something is found.
    """
    found = threading.Event()
    started = [
        threading.Thread(
            target=_loop, args=(services, stop, found, number, sweep_every_rounds), name=f"delivery-{number}"
        )
        for number in range(threads)
    ]
    reader = threading.Thread(target=_read_rosters, args=(services, stop), name="rosters", daemon=True)
    for thread in (*started, reader):
        thread.start()
    for thread in started:
        thread.join()
    reader.join(ROSTER_PATIENCE_SECONDS)


def stop_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT end the work in order. To be called in the main thread.

    Python runs a handler in the main thread alone, and a signal that reaches another thread, or comes just
    before the main one begins to wait, does not end its wait. A thread of its own reads the signals instead.
    """
    heard, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)

    def listen(kept_open: socket.socket = told) -> None:
        while heard.recv(1):
            stop.set()

    threading.Thread(target=listen, name="signals", daemon=True).start()


def watch_parent(stop: threading.Event) -> None:
    """End when the process that started this one is gone, so that no worker is left behind."""
    parent = os.getppid()

    def watch() -> None:
        while not stop.wait(1.0):
            if os.getppid() != parent:
                stop.set()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _loop(
    services: Services, stop: threading.Event, found: threading.Event, number: int, sweep_every: int
) -> None:
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{number}"
    rounds, swept_on = 0, None
    while not stop.is_set():
        if _try(services, lambda: services.deliveries.deliver_some(owner)):
            found.set()
        elif number == 0:
            found.clear()
            stop.wait(POLL_SECONDS)
        else:
            # Thread 0 may be waiting for a slow platform: the others look by themselves from time to time.
            found.clear()
            found.wait(LOOK_UP_SECONDS)
        rounds += 1
        if number == 0 and rounds % sweep_every == 0:
            _try(services, lambda: sweep(services))
            _try(services, lambda: watch(services))
            if swept_on != (today := local_day(services.clock())):
                swept_on = today
                _try(services, lambda: forget(services), work_name="retention")


def _read_rosters(services: Services, stop: threading.Event) -> None:
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:rosters"
    while not stop.is_set():
        if not _try(services, lambda: services.rosters.read_one(owner), work_name="roster"):
            stop.wait(POLL_SECONDS)


def sweep(services: Services) -> bool:
    """Forget what is over: sessions, logins, requests, old refusals, turns that are there again, keys that
    wait for nobody, looks at records of last year."""
    services.launches.sweep(services.clock())
    services.logins.sweep(services.clock())
    services.turns.sweep()
    services.keys.sweep(services.clock())
    services.workspace.record_views.sweep(services.clock())
    return True


def forget(services: Services) -> bool:
    """Once a day: let go of what was kept about people for long enough."""
    done = services.privacy.sweep()
    log.info("forgotten", extra={"people": done.people, "texts": done.texts, "names": done.names})
    return True


def watch(services: Services) -> bool:
    """Say in the log, each time anew, that grades wait for too long: the line that wakes somebody on call."""
    found = services.health.report()
    if found.alert:
        log.warning("grades wait", extra={"code": found.alert.value, "count": found.overdue[found.alert]})
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

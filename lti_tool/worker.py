"""The worker: takes deliveries in hand, one after the other, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable

from lti_tool.domain.errors import PasserelleError
from lti_tool.services.container import Services

POLL_SECONDS = 0.5
SWEEP_EVERY_ROUNDS = 600
THREADS = 4
log = logging.getLogger("passerelle.worker")


def run(services: Services, stop: threading.Event, *, threads: int = THREADS) -> None:
    """Deliver until ``stop`` is set. Returns once every thread has finished what it had in hand."""
    started = [
        threading.Thread(target=_loop, args=(services, stop, number), name=f"delivery-{number}")
        for number in range(threads)
    ]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


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


def _loop(services: Services, stop: threading.Event, number: int) -> None:
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{number}"
    rounds = 0
    while not stop.is_set():
        if not _try(services, lambda: services.deliveries.deliver_one(owner)):
            stop.wait(POLL_SECONDS)
        rounds += 1
        if number == 0 and rounds % SWEEP_EVERY_ROUNDS == 0:
            _try(services, lambda: _sweep(services))


def _sweep(services: Services) -> bool:
    services.launches.sweep(services.clock())
    return True


def _try(services: Services, work: Callable[[], bool]) -> bool:
    """One step of work. Whatever goes wrong is logged and the loop goes on: the lease brings it back."""
    try:
        return work()
    except PasserelleError as error:
        log.warning("delivery interrupted", extra={"code": error.code, "reason": error.reason})
    except Exception as error:
        log.error("delivery failed", extra={"kind": type(error).__name__}, exc_info=error)
    return False

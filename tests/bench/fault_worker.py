"""The processes that die in the fault matrix: a learner's, a worker's, an operator's.

Run as a program it reads all modules once, takes one order per line on its input, as JSON, and forks a
process for each. For each order two lines come back: the process's number at once, how it ended later.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session, configure_mappers

from lti_tool.bootstrap import Installation, install
from lti_tool.domain.errors import PasserelleError
from lti_tool.lti.gateway import HttpLms
from lti_tool.services.deliveries import Deliveries
from lti_tool.settings import Settings
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from tests.bench.fault_platform import SharedShift
from tests.bench.fault_transport import Death, DyingTransport
from tests.bench.fault_wishes import Learner, want_again
from tests.keys import key_after_key
from tests.services.setting import SECRET, SHELF, TOOL_URL
from tests.worker.dying_worker import ended, say

ROUNDS_AT_MOST = 400
NO_REST = 3
LEAST_STEP = timedelta(seconds=1)
NEXT_MOMENT = text(
    "SELECT min(CASE WHEN state = 'leased' THEN lease_until ELSE next_attempt_at END) FROM delivery "
    "WHERE state IN ('due', 'retry', 'leased')"
)
PROBE_MOMENT = text("SELECT max(open_until) FROM circuit")
REST = text("SELECT count(*) FROM delivery WHERE state IN ('due', 'retry', 'leased')")
PAUSES = text("SELECT count(*) FROM delivery WHERE state = 'retry'")
log = logging.getLogger("passerelle.worker")


@dataclass
class Order:
    """What one process shall do, and where it ends. ``who`` is ``learner``, ``worker`` or ``operator``;
    ``step`` a named step at whose ``occurrence``-th passing it sends itself ``signal``. ``broken`` breaks
    the tool on purpose, to see the matrix find it.
    """

    database: str
    who: str
    shift_path: str
    log_path: str
    seed: int = 0
    step: str = ""
    occurrence: int = 1
    signal: int = signal.SIGKILL
    learner: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    idle_rounds_at_most: int = ROUNDS_AT_MOST


def carry_out(order: Order) -> int:
    """Do it; the exit code."""
    logging.basicConfig(filename=order.log_path, level=logging.INFO, force=True)
    shift = SharedShift(Path(order.shift_path))
    death = Death(order.step, order.occurrence, order.signal)

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=shift.seconds)

    settings = Settings(
        base_url=TOOL_URL, database_url=order.database, secret_key=SECRET, allows_insecure_platforms=True
    )
    made_keys = key_after_key(first=1)
    installation = install(
        settings,
        clock=clock,
        shelf=SHELF,
        make_private=lambda: next(made_keys),
        store=Store(make_engine(order.database)),
    )
    if order.who == "worker":
        return deliver(order, installation, shift, clock, death)
    event.listen(Session, "before_commit", lambda _session: death("before-commit"))
    event.listen(Session, "after_commit", lambda _session: death("after-commit"))
    if order.who == "operator":
        installation.services.keys.rotate(None, clock())
        return 0
    Learner(**order.learner).answer_last(installation, clock())
    death("answered")
    return 0


def deliver(
    order: Order, installation: Installation, shift: SharedShift, clock: Callable[[], datetime], death: Death
) -> int:
    """Bring every grade to rest. Time passes, up to the next moment at which something is due."""
    transport = DyingTransport(death)
    lms = HttpLms(transport=transport, tool_keys=installation.tool_keys, clock=clock)
    store = installation.services.store
    if order.step == "overtaken":
        death.acts["written-down"] = lambda: want_again(
            installation, Learner(**order.learner), order.seed, clock()
        )
        death.step = "sent"
    deliveries = Deliveries(store, lms, clock=clock, random=Random(order.seed), checkpoint=death)
    engine, owner = make_engine(order.database), f"worker-{os.getpid()}"
    break_on_purpose(order.broken)
    for idle in range(order.idle_rounds_at_most):
        while one_step(deliveries, owner):
            pass
        with engine.connect() as connection:
            if not connection.execute(REST).scalar_one():
                return 0
            if connection.execute(PAUSES).scalar_one():
                death("pausing")
        moments = next_moments(engine)
        step = LEAST_STEP * min(2**idle, 64)
        shift.seconds += max([step, *(moment - clock() + LEAST_STEP for moment in moments)]).total_seconds()
    return NO_REST


def one_step(deliveries: Deliveries, owner: str) -> bool:
    """One step, as the worker's loop takes it: what goes wrong is logged, and the loop goes on."""
    try:
        return deliveries.deliver_some(owner)
    except PasserelleError as error:
        log.warning("delivery interrupted", extra={"code": error.code, "reason": error.reason})
    except Exception as error:
        log.error("delivery failed", extra={"kind": type(error).__name__}, exc_info=error)
    return False


def next_moments(engine: Engine) -> list[datetime]:
    """When the next grade is due, and until when a platform is left alone; what there is of both."""
    with engine.connect() as connection:
        found = [connection.execute(query).scalar_one() for query in (NEXT_MOMENT, PROBE_MOMENT)]
    return [_aware(moment) for moment in found if moment is not None]


def break_on_purpose(how: str) -> None:
    """Take a safeguard away, so that the matrix must find it. The empty word breaks nothing."""
    if how:
        from tests.bench import fault_breaks  # noqa: PLC0415  only the proofs of the bench need it

        fault_breaks.BREAKS[how]()


def _aware(moment: object) -> datetime:
    found = moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def main() -> None:
    """Take orders until the input ends. What every process would do first is done once, before."""
    warmed = key_after_key()
    for _ in range(3):
        next(warmed)
    configure_mappers()
    say({"ready": True})
    for line in sys.stdin:
        said = json.loads(line)
        if "wait" in said:
            say({"end": ended(said["wait"])})
            continue
        number = os.fork()
        if number == 0:
            code = 1
            try:
                code = carry_out(Order(**said))
            finally:
                os._exit(code)
        say({"process": number})
        say({"end": ended(number)})


if __name__ == "__main__":
    main()

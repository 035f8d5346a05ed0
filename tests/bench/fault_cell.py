"""One cell of the fault matrix: people finish, a process dies while a fault is on, others go to the end."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.fault_invariants import Chronicle, Finding, check_cell
from tests.bench.fault_plan import NO_FAULT, SKEWS_SECONDS, Cell
from tests.bench.fault_stage import Scene, Stage
from tests.bench.fault_wishes import Learner, want_again
from tests.bench.fault_worker import Order

KILLED = f"signal {signal.SIGKILL:d}"
LEASE_AND_MORE_SECONDS = 120.0
DAY_AND_MORE_SECONDS = 25 * 3600.0
FIRST_OF_POSTS = 5
OTHER_WISHES = 6
"""What is wanted while a worker dies has a number above this one, which no other level has."""
OCCURRENCES = {
    **dict.fromkeys(("before-post", "half-post", "platform-stored", "sent", "column-created"), 5),
    **dict.fromkeys(("claiming", "claimed", "storing", "stored", "overtaken"), 2),
}
"""At which passing of a step a worker dies, at the latest: a batch passes some steps once."""


@dataclass(kw_only=True)
class Outcome:
    """What a cell showed. ``ends`` is how each process ended; ``findings`` is empty when all is well."""

    cell: str
    was_killed: bool
    ends: list[str]
    findings: list[Finding]
    posts: int
    keys: int
    parked: list[str]
    seconds: float


@dataclass
class CellRun:
    """One run of one cell."""

    stage: Stage
    scene: Scene
    cell: Cell
    broken: str = ""
    ends: list[str] = field(default_factory=list)
    was_killed: bool = False
    _wish_of_a_worker: int = OTHER_WISHES

    def __post_init__(self) -> None:
        self.random = self.cell.random
        self.chronicle = Chronicle(self.scene)
        self.log_path = self.stage.folder / "log"
        self.log_path.write_text("", encoding="utf-8")

    def play(self) -> None:
        """From the last answers to the rest of every grade."""
        lms, kill = self.scene.lms, self.cell.kill
        lms.set_back(self.random.choice(SKEWS_SECONDS))
        fault = self.cell.fault
        lms.arm(fault, 1 if fault.is_from_the_first else self.random.randint(1, FIRST_OF_POSTS))
        if kill is not None and kill.name == "KP11":
            lms.fault("scores", "503", retry_after="60")
        self._people_finish()
        if kill is not None and kill.who == "operator":
            self._rotate()
        elif kill is not None and kill.name == "KP12":
            self._freeze()
        elif kill is not None and kill.who == "worker":
            most = OCCURRENCES.get(kill.step, 1)
            self._kill_a_worker(self.random.randint(1, most))
            if self.cell.seed == 2:
                self._wish_again()
                self._kill_a_worker(1)
        if self.cell.fault is not NO_FAULT:
            self._wish_again()
        self._drain()

    def resume(self) -> None:
        """I7: the faults are over, and a trainer presses "try again" once for each person."""
        self.scene.lms.end_faults()
        for learner in self.scene.people.learners:
            self.scene.installation.services.grades.retry(
                self.scene.people.trainer, learner.opened.launch.person_id
            )
        self._drain()

    def _people_finish(self) -> None:
        kill = self.cell.kill
        for number, learner in enumerate(self.scene.people.learners):
            if number == 0 and kill is not None and kill.who == "learner":
                self._run(self._order(who="learner", step=kill.step, learner=number), is_to_die=True)
                self.chronicle.check_all_or_nothing(learner, is_committed=kill.name != "KP0")
            if not (number == 0 and kill is not None and kill.name == "KP2"):
                learner.answer_last(self.scene.installation, self.stage.clock())
            self.chronicle.learn()

    def _kill_a_worker(self, occurrence: int) -> None:
        kill = self.cell.kill
        assert kill is not None
        self._wish_of_a_worker += 1
        order = self._order(step=kill.step, occurrence=occurrence, learner=0, seed=self._wish_of_a_worker)
        if kill.name == "KP8":
            self.scene.lms.front.kill_after_posts(occurrence)
        if self.cell.fault.kind == "refused":
            # The platform is down at first: the worker dies in a pause, and another one when it is back.
            order.idle_rounds_at_most = 2
            self._run(order, is_to_die=False)
            self._be_up()
            order.idle_rounds_at_most = self._order().idle_rounds_at_most
        self._run(order, is_to_die=True)
        self.scene.lms.front.disarm()
        self.chronicle.learn()

    def _freeze(self) -> None:
        """KP12: SIGSTOP beyond the lease; another worker ends it with a newer level; SIGCONT."""
        self._be_up()
        order = self._order(step="written-down", occurrence=self.random.randint(1, 2))
        order.signal = int(signal.SIGSTOP)
        number = self.stage.mortals.begin(order)
        self.ends.append(self.stage.mortals.end())
        self.was_killed = self.ends[-1] == "stopped"
        for learner in self.scene.people.learners:
            self._wish_again(learner)
        self._drain()
        if self.was_killed:
            os.kill(number, signal.SIGCONT)
            self.ends.append(self.stage.mortals.wait(number))

    def _rotate(self) -> None:
        """KP16: an operator's process dies in the rotation; the new key signs a day later."""
        self._run(self._order(who="operator", step="before-commit"), is_to_die=True)
        self._run(self._order(who="operator", step="after-commit"), is_to_die=True)
        self._drain()
        self.stage.shift.seconds += DAY_AND_MORE_SECONDS

    def _wish_again(self, learner: Learner | None = None) -> None:
        """A newer level, of this learner or of any."""
        self.chronicle.learn()
        learner = learner or self.random.choice(self.scene.people.learners)
        want_again(self.scene.installation, learner, self.chronicle.next_version(), self.stage.clock())
        self.chronicle.learn()

    def _be_up(self) -> None:
        if self.cell.fault.kind == "refused" and not self.scene.lms.is_up:
            self.scene.lms.come_back()

    def _drain(self) -> None:
        self._be_up()
        self.stage.shift.seconds += LEASE_AND_MORE_SECONDS
        end = self._run(self._order(), is_to_die=False)
        if end != "exit 0":
            self.chronicle.note("invisible", f"the last worker ended with {end}")

    def _order(
        self,
        who: str = "worker",
        step: str = "",
        occurrence: int = 1,
        learner: int | None = None,
        seed: int | None = None,
    ) -> Order:
        known = self.scene.people.learners
        described = known[learner] if learner is not None else None
        order = Order(
            database=self.scene.database,
            who=who,
            shift_path=str(self.stage.folder / "shift"),
            log_path=str(self.log_path),
            seed=seed if seed is not None else self.cell.seed,
            step=step,
            occurrence=occurrence,
            broken=self.broken,
        )
        if described is not None:
            order.learner = {
                "number": described.number,
                "visit": described.visit,
                "version": described.version,
            }
        return order

    def _run(self, order: Order, *, is_to_die: bool) -> str:
        number = self.stage.mortals.begin(order)
        self.scene.lms.front.aim(number)
        end = self.stage.mortals.end()
        self.ends.append(end)
        if is_to_die:
            self.was_killed = self.was_killed or end == KILLED
        return end


def run_cell(stage: Stage, cell: Cell, broken: str = "") -> Outcome:
    """Run one cell and check the invariants after it."""
    begun = time.monotonic()
    with stage.scene(cell.database, cell.dialect) as scene:
        run = CellRun(stage, scene, cell, broken)
        try:
            run.play()
            parked = run.chronicle.parked()
            if parked:
                run.resume()
            check_cell(
                run.chronicle, Path(run.log_path), kills=len(run.ends), is_undisturbed=cell.kill is None
            )
            posts = run.chronicle.posts
        finally:
            if not scene.lms.is_up:
                scene.lms.come_back()
            scene.lms.set_back(0.0)
        return Outcome(
            cell=cell.name,
            was_killed=run.was_killed,
            ends=run.ends,
            findings=run.chronicle.findings,
            posts=posts,
            keys=run.chronicle.keys,
            parked=parked,
            seconds=time.monotonic() - begun,
        )

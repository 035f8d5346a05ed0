"""What a learner decides about their own path: « not now » to a proposal, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from lti_tool.domain import path_plan as moves
from lti_tool.domain.audit import LEARNER, Deed, actor_of
from lti_tool.domain.errors import Conflict, MalformedRequest
from lti_tool.domain.path_plan import Plan
from lti_tool.services.launches import Visit
from lti_tool.services.path_works import first_plan
from lti_tool.store.unit_of_work import Store

Move = Callable[[Plan, str, datetime], Plan]


class OwnPaths:
    """Use cases of the learner; ``modules`` are the ids of those that may be on a list."""

    def __init__(self, store: Store, *, modules: Collection[str], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._modules = frozenset(modules)
        self._clock = clock

    def put_off(self, visit: Visit, module: str) -> None:
        """« Not now » to a module: it leaves the visitor's list, and the trainers of the course read it.
        The module stays open. Once more changes nothing.

        Raises:
            MalformedRequest: a module that no page offers.
            Conflict: a trainer decides about the same path at this very moment; nothing is stored.
        """
        self._decide(visit, module, moves.put_off, "module-put-off")

    def take_back(self, visit: Visit, module: str) -> None:
        """The module is on the list again; raises as ``put_off``."""
        self._decide(visit, module, moves.taken_back, "module-taken-back")

    def _decide(self, visit: Visit, module: str, move: Move, deed: str) -> None:
        if module not in self._modules:
            raise MalformedRequest(reason="unknown-module")
        try:
            self._write(visit, module, move, deed)
        except Conflict:
            self._write(visit, module, move, deed)

    def _write(self, visit: Visit, module: str, move: Move, deed: str) -> None:
        link, person_id, now = visit.link, visit.launch.person_id, self._clock()
        with self._store.writing() as unit:
            found = unit.path_plans.find(link.centre_id, person_id, link.context_id, link.id)
            before = found or first_plan(visit, person_id, now)
            plan = move(before, module, now)
            if plan is before:
                return
            if found is None:
                unit.path_plans.add(plan)
            else:
                unit.path_plans.save(plan, found)
            unit.audit.append(
                Deed(
                    at=now,
                    centre_id=link.centre_id,
                    actor=actor_of(LEARNER, person_id),
                    action=deed,
                    object_kind="path",
                    object_id=plan.id,
                )
            )

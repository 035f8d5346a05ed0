"""One person's path through a course: what is proposed, what a trainer decided, where each stage stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain import path_plan as moves
from lti_tool.domain.activity import Phase
from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.checks import INTERESTS, OBSTACLES, Check, CheckRun, chosen_in
from lti_tool.domain.errors import Conflict, MalformedRequest, NotAllowed
from lti_tool.domain.module import Module, Part
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.path import VIDEO_ROOM, Proposal, next_of, proposed
from lti_tool.domain.path_plan import Plan
from lti_tool.domain.path_stages import (
    Levels,
    StageStanding,
    access_in,
    conditions_of_distance,
    known_in,
    levels_in,
    stages_of,
)
from lti_tool.domain.readiness import Condition, Readiness
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.services.path_works import Works, as_sent, deciders_of, first_plan, works_of, works_of_group
from lti_tool.services.told import told_of
from lti_tool.store.agreements import Agreement
from lti_tool.store.unit_of_work import Store

LEVELS_KEPT = 4096
Conditions = tuple[tuple[Condition, Readiness], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One person's path, as far as the reader may know it.

    ``to_do`` is the list, ``done`` the modules that were walked through, ``others`` those that are neither,
    each in the order of the ids. ``plan`` is ``None`` before a trainer's first decision; ``names`` are those
    of the trainers who decided or confirmed something, by id. ``has_result`` tells whether the list rests on
    a diagnostic. ``agreements`` are filled for a trainer's reading alone.
    """

    to_do: tuple[Proposal, ...]
    done: tuple[Module, ...]
    others: tuple[Module, ...]
    runs: Mapping[str, ModuleRun]
    stages: tuple[StageStanding, ...]
    conditions: Conditions
    plan: Plan | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    has_result: bool = False
    agreements: tuple[Agreement, ...] = ()

    @property
    def next(self) -> Proposal | None:
        """The next small step."""
        return next_of(self.to_do, self.runs)

    @property
    def is_waiting(self) -> bool:
        """Whether a trainer asks to wait with activities at a distance."""
        return self.plan is not None and self.plan.waits_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What stands before an activity at a distance. ``missing`` informs and never forbids; only while a
    trainer asks to wait (``is_waiting``) the activity does not begin. ``trainer`` is whom to talk to, empty
    when no name is known.
    """

    missing: Conditions = ()
    is_waiting: bool = False
    reason: str = ""
    trainer: str = ""


class Paths:
    """Use cases over paths; ``modules`` holds every module of the installation by id."""

    def __init__(
        self,
        store: Store,
        *,
        bank: Bank,
        access: Sequence[AccessQuestion],
        checks: Mapping[str, Check],
        modules: Mapping[str, Module],
    ) -> None:
        self._store = store
        self._bank = bank
        self._access = tuple(access)
        self._checks = checks
        self._levels: dict[tuple[str, str, datetime | None], Levels] = {}
        self._modules = {
            name: module for name, module in sorted(modules.items()) if module.part is not Part.TRAINERS
        }

    def own(self, visit: Visit, now: datetime) -> Path:
        """The visitor's own path, from all that they did and said."""
        with self._store.reading() as unit:
            works = works_of(unit, visit.link, visit.launch.person_id)
            names = unit.course_members.names(visit.link.centre_id, deciders_of(works))
        return self._path(works, now, names=names)

    def of_record(self, visit: Visit, record: Record, now: datetime) -> Path:
        """The path of one person, from what they let the trainers read; the ``record`` shows that the visitor
        may do so.
        """
        person_id, link = record.member.person_id, visit.link
        with self._store.reading() as unit:
            works = as_sent(works_of(unit, link, person_id))
            names = unit.course_members.names(link.centre_id, deciders_of(works))
            agreements = unit.agreements.of_person(link.centre_id, person_id, link.context_id, link.id)
        return self._path(works, now, names=names, agreements=tuple(agreements))

    def of_group(self, visit: Visit, person_ids: Sequence[str], now: datetime) -> Mapping[str, Path]:
        """The paths of these people of the course, by person, with a fixed number of queries; none where the
        platform names no course.
        """
        link = visit.link
        if link.context_id is None:
            return {}
        with self._store.reading() as unit:
            found = works_of_group(unit, link, link.context_id, person_ids)
        return {person: self._path(works, now) for person, works in found.items()}

    def gate(self, visit: Visit, module: Module, now: datetime) -> Gate | None:
        """What stands before this module for the visitor; ``None`` when it is not for a distance, or when all
        is there. The module of the video room does not ask for itself.
        """
        if not module.is_for_distance:
            return None
        path = self.own(visit, now)
        asked = [
            (condition, state)
            for condition, state in path.conditions
            if condition is not Condition.VIDEO or module.id != VIDEO_ROOM
        ]
        missing = tuple(one for one in asked if one[1] is not Readiness.READY)
        if path.is_waiting and path.plan is not None:
            return Gate(
                missing=missing,
                is_waiting=True,
                reason=path.plan.wait_reason,
                trainer=path.names.get(path.plan.waits_by or "", visit.trainer_name),
            )
        return Gate(missing=missing, trainer=visit.trainer_name) if missing else None

    def confirm(
        self,
        visit: Visit,
        record: Record,
        version: int,
        *,
        shown: Collection[str],
        wanted: Collection[str],
        now: datetime,
    ) -> None:
        """Keep the list as a trainer wants it: of the modules that were ``shown`` on it those that are not
        ``wanted`` are taken away, and further ones may be added. ``version`` is that of the plan on the page,
        0 when there was none.

        Raises:
            NotAllowed: the visitor is no trainer.
            MalformedRequest: a module that no page offers.
            Conflict: another trainer decided since the page was shown; nothing is stored.
        """
        if not {*shown, *wanted} <= set(self._modules):
            raise MalformedRequest(reason="unknown-module")
        by = visit.launch.person_id
        self._decide(
            visit, record, version, lambda plan: moves.confirmed(plan, shown, wanted, by=by, now=now), now
        )

    def wait(self, visit: Visit, record: Record, version: int, reason: str, now: datetime) -> None:
        """Ask to wait with activities at a distance, for a reason in a short line.

        Raises:
            MalformedRequest: see ``domain.path_plan.waiting``; the rest as ``confirm``.
        """
        by = visit.launch.person_id
        self._decide(visit, record, version, lambda plan: moves.waiting(plan, reason, by=by, now=now), now)

    def go_on(self, visit: Visit, record: Record, version: int, now: datetime) -> None:
        """Let activities at a distance begin; raises as ``confirm``."""
        self._decide(visit, record, version, lambda plan: moves.going_on(plan, now), now)

    def skip(
        self, visit: Visit, record: Record, version: int, stage: Phase, reason: str, now: datetime
    ) -> None:
        """Skip a stage for a reason of the list.

        Raises:
            MalformedRequest: see ``domain.path_plan.skipped``; the rest as ``confirm``.
        """
        by = visit.launch.person_id
        self._decide(
            visit, record, version, lambda plan: moves.skipped(plan, stage, reason, by=by, now=now), now
        )

    def take_up(self, visit: Visit, record: Record, version: int, stage: Phase, now: datetime) -> None:
        """A skipped stage is to be done after all; raises as ``confirm``."""
        self._decide(visit, record, version, lambda plan: moves.taken_up(plan, stage, now), now)

    def _decide(
        self, visit: Visit, record: Record, version: int, move: Callable[[Plan], Plan], now: datetime
    ) -> None:
        if visit.rights is not Rights.TRAINER:
            raise NotAllowed("e-role", reason="not-a-trainer")
        person_id, link = record.member.person_id, visit.link
        with self._store.writing() as unit:
            found = unit.path_plans.find(link.centre_id, person_id, link.context_id, link.id)
            if (found.version if found else 0) != version:
                raise Conflict(reason="path-changed-meanwhile")
            before = found or first_plan(visit, person_id, now)
            plan = move(before)
            if plan is before:
                return
            if found is None:
                unit.path_plans.add(plan)
            else:
                unit.path_plans.save(plan, found)

    def _path(
        self,
        works: Works,
        now: datetime,
        *,
        names: Mapping[str, str] = MappingProxyType({}),
        agreements: tuple[Agreement, ...] = (),
    ) -> Path:
        known = known_in(
            works.measured,
            self._levels_of,
            self._access,
            obstacles=self._chosen(works.checks, OBSTACLES),
            wishes=self._chosen(works.checks, INTERESTS),
        )
        to_do = proposed(self._modules, known, works.runs, works.plan.wanted if works.plan else {})
        listed = {one.module.id for one in to_do}
        finished = {name for name, run in works.runs.items() if run.is_finished}
        rest = [module for name, module in self._modules.items() if name not in listed]
        return Path(
            to_do=to_do,
            done=tuple(module for name, module in self._modules.items() if name in finished),
            others=tuple(module for module in rest if module.id not in finished),
            runs=works.runs,
            stages=stages_of(
                works.attempts,
                works.runs,
                self._modules,
                to_do,
                works.plan,
                arrived_at=works.arrived_at,
                now=now,
            ),
            conditions=conditions_of_distance(self._access, access_in(works.measured), works.runs),
            plan=works.plan,
            names=names,
            has_result=bool(known.areas),
            agreements=agreements,
        )

    def _levels_of(self, attempt: Attempt) -> Levels:
        """The levels of a finished attempt, which never change: a group asks for many of them at once."""
        key = attempt.centre_id, attempt.id, attempt.finished_at
        found = self._levels.get(key)
        if found is None:
            if len(self._levels) >= LEVELS_KEPT:
                self._levels.clear()
            found = self._levels[key] = levels_in(attempt, self._bank)
        return found

    def _chosen(self, runs: Sequence[CheckRun], slug: str) -> tuple[str, ...]:
        """What was chosen in the newest run of a check, in the order of the check."""
        check = self._checks.get(slug)
        return tuple(one.id for one in chosen_in(check, told_of(runs).latest(slug))) if check else ()

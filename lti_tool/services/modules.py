"""What a learner does in a module: begin, answer, ask for a hint, tick, agree, go back, do it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain import module_run as moves
from lti_tool.domain.errors import Conflict, NotAllowed, NotFound
from lti_tool.domain.judging import Incomplete, Submitted
from lti_tool.domain.language import BASE_LANGUAGE, language_of
from lti_tool.domain.module import Module, Part, Step, StepKind
from lti_tool.domain.module_progress import ModuleRun
from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.services.charters import agreed, charter_of
from lti_tool.services.grades import Grades
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.module_standing import UNTOLD, Telling
from lti_tool.services.module_standing import ModuleStanding as ModuleStanding
from lti_tool.store.unit_of_work import Store, UnitOfWork


class Modules:
    """Use cases over modules; ``modules`` holds every module of the installation by id, and ``telling`` tells
    them in other languages.
    """

    def __init__(
        self,
        store: Store,
        grades: Grades,
        *,
        modules: Mapping[str, Module],
        telling: Telling = UNTOLD,
    ) -> None:
        self._store = store
        self.telling = telling
        self._grades = grades
        self._modules = MappingProxyType(dict(modules))

    @property
    def known(self) -> Mapping[str, Module]:
        """Every module by id, in the order of the ids."""
        return self._modules

    def standing(self, visit: Visit, module_id: str, step_id: str = "") -> ModuleStanding:
        """Where this person is in a module, looking at one step or at the open one.

        Raises:
            NotFound: there is no such module or step, or it cannot be opened yet.
        """
        module = self._module(visit, module_id)
        with self._store.reading() as unit:
            run = self._find(unit, visit, module)
            return self._standing(unit, visit, module, run, step_id)

    def begin(self, visit: Visit, module_id: str, *, is_accompanied: bool, now: datetime) -> ModuleStanding:
        """Begin, or go on; beginning twice gives the same run.

        Raises:
            NotFound: there is no such module.
        """
        module = self._module(visit, module_id)
        try:
            with self._store.writing() as unit:
                run = self._find(unit, visit, module)
                if run is None:
                    run = _first_run(visit, module, is_accompanied=is_accompanied, now=now)
                    unit.module_runs.add(run)
        except Conflict:
            pass
        return self.standing(visit, module_id)

    def answer(
        self,
        visit: Visit,
        module_id: str,
        step_id: str,
        submitted: Submitted,
        version: int,
        now: datetime,
        language: str = BASE_LANGUAGE,
    ) -> ModuleStanding:
        """Take one submission of a step, whatever its kind. A press that comes twice changes nothing.
        ``language`` is that of the page: words that are typed may be in it.

        Raises:
            NotFound: there is no such module or step, it cannot be opened yet, or nothing was begun.
        """
        module = self._module(visit, module_id)
        with self._store.writing() as unit:
            run = self._begun(unit, visit, module)
            standing = self._standing(unit, visit, module, run, step_id)
            step = standing.step
            if step is None or run.version != version:
                return ModuleStanding(module=module, run=run, step=step, is_repeat=True)
            told = self.telling.told(module, language)
            moved = after_submission(run, told, told.step(step.id) or step, submitted, now)
            if isinstance(moved, Incomplete):
                return ModuleStanding(
                    module=module, run=run, step=step, charter=standing.charter, missing=moved.fields
                )
            if step.kind is StepKind.AGREE and standing.charter is not None:
                agreed(unit, visit, standing.charter, now)
            self._keep(unit, visit, module, moved, run, now)
            return ModuleStanding(module=module, run=moved, step=_next_to_show(moved, module, step))

    def try_again(self, visit: Visit, module_id: str, step_id: str, now: datetime) -> ModuleStanding:
        """The tasks of a step once more.

        Raises:
            NotFound: the step has no tasks, or cannot be opened yet.
        """
        step = self.standing(visit, module_id, step_id).step
        if step is None or not step.exercises:
            raise NotFound(reason="nothing-to-try")
        return self._change(visit, module_id, lambda run, module: moves.tried_again(run, step, now), now)

    def again(self, visit: Visit, module_id: str, now: datetime) -> ModuleStanding:
        """The whole module once more; the best grade stays. While a round is open it goes on."""

        def moved(run: ModuleRun, module: Module) -> ModuleRun:
            return run if run.is_open else moves.begun_again(run, module, now)

        return self._change(visit, module_id, moved, now)

    def confirm(self, visit: Visit, person_id: str, module_id: str, step_id: str, now: datetime) -> None:
        """A trainer saw what somebody of the course did for real. Once more changes nothing.

        Raises:
            NotAllowed: whoever asks is no trainer here.
            NotFound: this person has not begun this module in this course.
        """
        if visit.rights is not Rights.TRAINER:
            raise NotAllowed("e-role", reason="not-a-trainer")
        module = self._module(visit, module_id)
        step = module.step(step_id)
        with self._store.writing() as unit:
            run = unit.module_runs.find(
                visit.link.centre_id, person_id, visit.link.context_id, visit.link.id, module.id
            )
            if run is None or step is None or not step.gestures:
                raise NotFound(reason="nothing-to-confirm")
            moved = moves.confirmed(run, module, step, visit.launch.person_id, now)
            if moved is run:
                return
            unit.module_runs.save(moved, run)
            if moved.points != run.points:
                self._grade(unit, visit, module, moved, now)

    def _change(
        self,
        visit: Visit,
        module_id: str,
        move: Callable[[ModuleRun, Module], ModuleRun],
        now: datetime,
    ) -> ModuleStanding:
        module = self._module(visit, module_id)
        with self._store.writing() as unit:
            run = self._begun(unit, visit, module)
            moved = move(run, module)
            if moved is not run:
                self._keep(unit, visit, module, moved, run, now)
            return self._standing(unit, visit, module, moved, "")

    def _keep(
        self,
        unit: UnitOfWork,
        visit: Visit,
        module: Module,
        moved: ModuleRun,
        run: ModuleRun,
        now: datetime,
    ) -> None:
        unit.module_runs.save(moved, run)
        if moved.points is not None and moved.points != run.points and visit.launch.is_graded:
            self._grade(unit, visit, module, moved, now)

    def _grade(self, unit: UnitOfWork, visit: Visit, module: Module, run: ModuleRun, now: datetime) -> None:
        """Want the grade in every column that stands for this module in the course."""
        opened, language = visit.link, language_of(visit.launch.locale) or "fr"
        links = unit.copies.links_of(opened.centre_id, opened.context_id) if opened.context_id else (opened,)
        for link in links:
            if link.activity == module.slug and (link.ags.lineitems_url or link.ags.lineitem_url):
                self._grades.want_module(unit, link, module, run, language=language, now=now)

    def _standing(
        self, unit: UnitOfWork, visit: Visit, module: Module, run: ModuleRun | None, step_id: str
    ) -> ModuleStanding:
        if run is None:
            if step_id:
                raise NotFound(reason="module-not-begun")
            return ModuleStanding(module=module)
        if not step_id and not run.is_open:
            return ModuleStanding(module=module, run=run)
        step = module.step(step_id) if step_id else moves.open_step(run, module)
        if step is None or not moves.is_reachable(run, module, step):
            raise NotFound(reason="no-such-step")
        charter = charter_of(unit, visit, module, step) if step.kind is StepKind.AGREE else None
        return ModuleStanding(module=module, run=run, step=step, charter=charter)

    def _module(self, visit: Visit, module_id: str) -> Module:
        module = self._modules.get(module_id)
        if module is None or (module.part is Part.TRAINERS and not _opens_track(visit, module)):
            raise NotFound(reason="no-such-module")
        return module

    def _find(self, unit: UnitOfWork, visit: Visit, module: Module) -> ModuleRun | None:
        link = visit.link
        return unit.module_runs.find(
            link.centre_id, visit.launch.person_id, link.context_id, link.id, module.id
        )

    def _begun(self, unit: UnitOfWork, visit: Visit, module: Module) -> ModuleRun:
        run = self._find(unit, visit, module)
        if run is None:
            raise NotFound(reason="module-not-begun")
        return run


def _opens_track(visit: Visit, module: Module) -> bool:
    """The trainers' own track is for trainers, and for whoever a link of the course sends to it."""
    return visit.rights in REVIEWERS or visit.link.activity == module.slug


def _first_run(visit: Visit, module: Module, *, is_accompanied: bool, now: datetime) -> ModuleRun:
    return ModuleRun(
        id=new_id(),
        centre_id=visit.link.centre_id,
        person_id=visit.launch.person_id,
        resource_link_id=visit.link.id,
        context_id=visit.link.context_id,
        module=module.id,
        module_version=module.version,
        started_at=now,
        updated_at=now,
        at=module.steps[0].id,
        is_accompanied=is_accompanied,
    )


def _next_to_show(run: ModuleRun, module: Module, step: Step) -> Step | None:
    """What comes after an answer: the same step, the one that follows, or nothing more."""
    if moves.goes_on(run, step):
        return step
    return module.after(step) if run.is_open else None


def after_submission(
    run: ModuleRun, module: Module, step: Step, submitted: Submitted, now: datetime
) -> ModuleRun | Incomplete:
    """The run after one submission of a step, whatever its kind; what is missing where nothing moves."""
    match step.kind:
        case StepKind.TRY | StepKind.CHECK:
            if submitted.get("show"):
                return moves.shown(run, step, now)
            return moves.answered(run, module, step, submitted, now)
        case StepKind.DO:
            return moves.ticked(run, module, step, tuple(submitted.get("choice", ())), now)
        case StepKind.SAY:
            return moves.said(run, module, step, next(iter(submitted.get("choice", ())), ""), now)
        case StepKind.SEE | StepKind.AGREE:
            return moves.read(run, module, step, now)

"""The express diagnostic on paper: the form of an activity, and a filled sheet that a trainer keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.activity import DIAGNOSTIC, Activity
from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.checks import Check
from lti_tool.domain.errors import NotFound
from lti_tool.domain.modes import EXPRESS, STANDARD
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.outside import OutsideSource
from lti_tool.domain.paper import PaperForm, paper_form
from lti_tool.domain.paper_sheet import Fault, Keyed, Standing, read_sheet, standing_of, with_sheet
from lti_tool.domain.profile import profile_of
from lti_tool.domain.roles import Rights
from lti_tool.services.documents import take_back
from lti_tool.services.finishing import keep_result
from lti_tool.services.grades import Grades
from lti_tool.services.launches import Visit
from lti_tool.services.observations import grade_standing
from lti_tool.services.sittings import Beside, Sittings
from lti_tool.services.stages import Asked, empty_attempt, with_start
from lti_tool.services.wording import local_day
from lti_tool.store.unit_of_work import Store, UnitOfWork

ON_PAPER = frozenset({EXPRESS.name, STANDARD.name})
"""The modes of the activities that ask the whole frame, so that the form stands for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desktop:
    """What lies before whoever keys a sheet: the form, whose sheet it is, and what there is of them yet.

    ``faults`` says by field what is the matter with what was typed; empty once it is stored.
    """

    form: PaperForm
    beside: Beside
    standing: Standing
    faults: Mapping[str, Fault] = field(default_factory=lambda: MappingProxyType({}))


class PaperTwin:
    """Use cases of the diagnostic on paper; trainers only, not their assistants."""

    def __init__(
        self,
        store: Store,
        grades: Grades,
        sittings: Sittings,
        *,
        bank: Bank,
        activities: Mapping[str, Activity],
        access: Sequence[AccessQuestion],
        checks: Mapping[str, Check],
        outside: Sequence[OutsideSource],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._grades = grades
        self._sittings = sittings
        self._bank = bank
        self._activities = activities
        self._clock = clock
        self._asked = Asked(bank=bank, checks=checks, outside=outside)
        self.access_questions = tuple(access)

    def exists(self, visit: Visit) -> bool:
        """Whether this visitor may print a form for this resource link."""
        return visit.rights is Rights.TRAINER and self._form(visit) is not None

    def form(self, visit: Visit) -> PaperForm:
        """The form of the activity of this resource link.

        Raises:
            NotFound: the visitor is no trainer here, or there is no form for this activity.
        """
        if visit.rights is not Rights.TRAINER:
            raise NotFound("e-role", reason="not-a-trainer")
        form = self._form(visit)
        if form is None:
            raise NotFound(reason="no-paper-form")
        return form

    def desktop(self, visit: Visit, person_id: str) -> Desktop:
        """What there is before anything is keyed.

        Raises:
            NotFound: as ``form``, or the person is no learner of this course.
        """
        form, beside = self.form(visit), self._sittings.beside(visit, person_id)
        with self._store.reading() as unit:
            found = self._find(unit, beside.visit)
        return Desktop(form=form, beside=beside, standing=standing_of(found))

    def key(self, visit: Visit, person_id: str, keyed: Keyed, submission_id: str) -> Desktop:
        """Store a filled sheet as the person's finished attempt, judged as on a screen; the same submission
        once more changes nothing. An answer that was given on a screen is never replaced. With a sheet in the
        place of another one, the attestation of the other one is withdrawn; what stands observed stays.

        Returns what there was before, with the faults for which nothing was stored, if any.

        Raises:
            NotFound: as ``desktop``.
            Conflict: the person's attempt moved at this very moment; nothing is stored.
        """
        now = self._clock()
        form, beside = self.form(visit), self._sittings.beside(visit, person_id)
        sheet = read_sheet(form, self.access_questions, keyed, local_day(now))
        with self._store.writing() as unit:
            found = self._find(unit, beside.visit)
            standing = standing_of(found)
            desktop = Desktop(form=form, beside=beside, standing=standing)
            if found is not None and standing is Standing.KEYED and found.last_submission == submission_id:
                return desktop
            faults = dict(sheet) if isinstance(sheet, dict) else {}
            if standing is Standing.ON_SCREEN:
                faults = {"replace": Fault.KEEP}
            elif standing is not Standing.NOTHING and not keyed.replaces:
                faults["replace"] = Fault.MISSING
            if faults or isinstance(sheet, dict):
                return replace(desktop, faults=faults)
            learner = self._spoken_to(unit, beside.visit)
            begun = self._begun(unit, learner, found, now)
            done = with_sheet(begun, form, sheet, submission_id, now)
            self._store_attempt(unit, done, found)
            keep_result(unit, self._grades, self._bank, learner, done, now)
            unit.audit.append(_keyed(visit, done, now))
            if found is not None:
                self._follow(unit, visit, learner, done, now)
        return desktop

    def _form(self, visit: Visit) -> PaperForm | None:
        activity = self._activities.get(visit.link.activity)
        if activity is None or activity.kind != DIAGNOSTIC or activity.mode not in ON_PAPER:
            return None
        return paper_form(self._bank, activity.stage)

    def _find(self, unit: UnitOfWork, learner: Visit) -> Attempt | None:
        link = learner.link
        stage = self._activities[link.activity].stage
        return unit.attempts.find(link.centre_id, learner.launch.person_id, link.id, link.activity, stage)

    def _begun(self, unit: UnitOfWork, learner: Visit, found: Attempt | None, now: datetime) -> Attempt:
        """The attempt with what was known of the person before it, in the place of what there was."""
        activity = self._activities[learner.link.activity]
        empty = empty_attempt(learner, activity, self._bank, "", now)
        if found is not None:
            empty = replace(empty, id=found.id, version=found.version + 1)
        return with_start(unit, learner, empty, activity, self._asked, now)

    def _follow(self, unit: UnitOfWork, visit: Visit, learner: Visit, done: Attempt, now: datetime) -> None:
        """What was said of the sheet before: its attestation states levels that are gone; what a trainer
        observed stands.
        """
        known = unit.attestations.of_attempt(done.centre_id, done.id)
        if known is not None:
            take_back(unit, known, visit.launch.person_id, now)
        grade_standing(unit, self._grades, learner, done, profile_of(done, self._bank), now)

    @staticmethod
    def _store_attempt(unit: UnitOfWork, done: Attempt, found: Attempt | None) -> None:
        if found is not None:
            unit.attempts.replace(done, found)
            return
        empty = replace(done, answers=())
        unit.attempts.add(empty)
        unit.attempts.save(replace(done, version=done.version + 1), empty)

    @staticmethod
    def _spoken_to(unit: UnitOfWork, learner: Visit) -> Visit:
        """The learner's visit in their own language, where they ever opened a page."""
        spoken = unit.sessions.language_of(learner.link.centre_id, learner.launch.person_id)
        return replace(learner, launch=replace(learner.launch, locale=spoken or learner.launch.locale))


def _keyed(visit: Visit, attempt: Attempt, now: datetime) -> Deed:
    return Deed(
        at=now,
        centre_id=attempt.centre_id,
        actor=actor_of(TRAINER, visit.launch.person_id),
        action="paper-keyed",
        object_kind="attempt",
        object_id=attempt.id,
    )

"""What a learner says beside the tasks, and what a trainer may read and fill in of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain import checks as moves
from lti_tool.domain.activity import Activity
from lti_tool.domain.audit import LEARNER, Deed, actor_of
from lti_tool.domain.checks import (
    Check,
    CheckAnswer,
    CheckQuestion,
    CheckRun,
    FilledBy,
    Unanswered,
    next_question,
    read_answer,
)
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.start import Stage
from lti_tool.services.cohorts import Record
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.services.told import Told, runs_in, told_of
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStanding:
    """Where a learner is in one check. ``run`` is ``None`` before the first answer.

    ``question`` is the first one that is open, ``None`` when all are answered. ``unanswered`` is why the
    answer that was just sent could not be kept, empty when it was.
    """

    check: Check
    stage: Stage
    run: CheckRun | None = None
    unanswered: str = ""

    @property
    def question(self) -> CheckQuestion | None:
        """The first open question."""
        return next_question(self.check, self.run)

    @property
    def is_done(self) -> bool:
        """Whether every question was answered or left out on purpose."""
        return self.question is None


class Checks:
    """Use cases over checks."""

    def __init__(
        self,
        store: Store,
        *,
        checks: Mapping[str, Check],
        activities: Mapping[str, Activity],
    ) -> None:
        self._store = store
        self._checks = checks
        self._activities = activities

    @property
    def known(self) -> Mapping[str, Check]:
        """Every check of the installation by slug."""
        return self._checks

    def of_learner(self, visit: Visit) -> tuple[CheckStanding, ...]:
        """Every check that learners answer, with what this one said at the stage of this link."""
        with self._store.reading() as unit:
            runs = runs_in(unit, visit.link, visit.launch.person_id)
        return tuple(
            self._standing_in(check, visit, runs)
            for check in self._checks.values()
            if check.filled_by is FilledBy.LEARNER
        )

    def standing(self, visit: Visit, slug: str) -> CheckStanding:
        """Where the learner is in one check.

        Raises:
            NotFound: there is no such check, or it is one that trainers fill in and nothing is in it yet.
        """
        check = self._check(slug)
        with self._store.reading() as unit:
            standing = self._standing_in(check, visit, runs_in(unit, visit.link, visit.launch.person_id))
        if check.filled_by is FilledBy.TRAINER and standing.run is None:
            raise NotFound(reason="check-of-trainers")
        return standing

    def answer(
        self,
        visit: Visit,
        slug: str,
        question_id: str,
        *,
        now: datetime,
        choices: tuple[str, ...] = (),
        line: str = "",
        is_skipped: bool = False,
    ) -> CheckStanding:
        """Keep one answer, or say in ``unanswered`` why it is none. The same answer again changes nothing.

        Raises:
            NotFound: there is no such check or question, or trainers fill it in.
            MalformedRequest: a choice that no page offers.
        """
        check = self._check(slug)
        question = check.question(question_id)
        if question is None or check.filled_by is not FilledBy.LEARNER:
            raise NotFound(reason="no-such-check-question")
        answer = read_answer(question, choices=choices, line=line, is_skipped=is_skipped)
        if isinstance(answer, Unanswered):
            run = self.standing(visit, slug).run
            stage = self._stage_of(visit, check)
            return CheckStanding(check=check, stage=stage, run=run, unanswered=answer.reason)
        run = self._kept(visit, visit.launch.person_id, check, {question.id: answer}, now)
        return CheckStanding(check=check, stage=run.stage, run=run)

    def share(self, visit: Visit, slug: str, now: datetime) -> None:
        """Let the trainers of the course read a check; once more changes nothing.

        Raises:
            NotFound: there is no such check, or it is not finished.
        """
        self._moved(visit, slug, lambda run: moves.shared(run, now))

    def keep(self, visit: Visit, slug: str, now: datetime) -> None:
        """Take a check back from the trainers.

        Raises:
            NotFound: there is no such check, or it is not finished.
        """
        self._moved(visit, slug, lambda run: moves.kept(run, now))

    def told_by_learner(self, visit: Visit) -> Told:
        """All that the visitor said, for themselves."""
        with self._store.reading() as unit:
            return told_of(runs_in(unit, visit.link, visit.launch.person_id))

    def told_to_trainer(self, visit: Visit, record: Record) -> Told:
        """What one person let the trainers read; the ``record`` shows that the visitor may do so."""
        with self._store.reading() as unit:
            runs = runs_in(unit, visit.link, record.member.person_id)
        return told_of([run for run in runs if run.shared_at is not None])

    def fill(
        self, visit: Visit, record: Record, slug: str, given: Mapping[str, str], now: datetime
    ) -> CheckRun | None:
        """Keep what a trainer filled in beside the learner, who may read it at once; a question without a
        choice stays as it was. ``None`` when nothing at all was chosen.

        Raises:
            NotFound: there is no such check, or learners answer it.
            MalformedRequest: a question or choice that no page offers.
        """
        check = self._check(slug)
        if check.filled_by is not FilledBy.TRAINER:
            raise NotFound(reason="check-of-learners")
        answers: dict[str, CheckAnswer] = {}
        for question_id, choice in given.items():
            question = check.question(question_id)
            if question is None:
                raise MalformedRequest(reason="unknown-check-question")
            answer = read_answer(question, choices=(choice,))
            if isinstance(answer, CheckAnswer):
                answers[question_id] = answer
        person_id = record.member.person_id
        return self._kept(visit, person_id, check, answers, now, is_shared=True) if answers else None

    def _check(self, slug: str) -> Check:
        if slug not in self._checks:
            raise NotFound(reason="no-such-check")
        return self._checks[slug]

    def _stage_of(self, visit: Visit, check: Check) -> Stage:
        """The stage of the link's activity where the check is asked at that stage, else the check's first."""
        activity = self._activities.get(visit.link.activity)
        stage = activity.stage if activity else Stage.ENTRY
        return stage if stage in check.stages else check.stages[0]

    def _standing_in(self, check: Check, visit: Visit, runs: Sequence[CheckRun]) -> CheckStanding:
        stage = self._stage_of(visit, check)
        run = next((one for one in runs if one.check == check.slug and one.stage is stage), None)
        return CheckStanding(check=check, stage=stage, run=run)

    def _kept(
        self,
        visit: Visit,
        person_id: str,
        check: Check,
        answers: Mapping[str, CheckAnswer],
        now: datetime,
        *,
        is_shared: bool = False,
    ) -> CheckRun:
        """The run with these answers; begun again on what is there when another window began it meanwhile."""
        try:
            return self._written(visit, person_id, check, answers, now, is_shared=is_shared)
        except Conflict:
            return self._written(visit, person_id, check, answers, now, is_shared=is_shared)

    def _written(
        self,
        visit: Visit,
        person_id: str,
        check: Check,
        answers: Mapping[str, CheckAnswer],
        now: datetime,
        *,
        is_shared: bool,
    ) -> CheckRun:
        stage = self._stage_of(visit, check)
        with self._store.writing() as unit:
            link = visit.link
            found = unit.checks.find(link.centre_id, person_id, link.context_id, link.id, check.slug, stage)
            before = unit.checks.lock(found) if found else _begun(link, person_id, check, stage, now)
            run = before
            for question_id, answer in answers.items():
                run = moves.with_answer(run, check, question_id, answer, now)
            if is_shared:
                run = moves.shared(run, now)
            if found is None:
                unit.checks.add(run)
            elif run != before:
                unit.checks.save(run, before)
                if before.shared_at is not None and check.filled_by is FilledBy.LEARNER:
                    unit.audit.append(_changed(run, now))
        return run

    def _moved(self, visit: Visit, slug: str, move: Callable[[CheckRun], CheckRun]) -> None:
        standing = self.standing(visit, slug)
        if standing.run is None or not standing.is_done or standing.check.filled_by is FilledBy.TRAINER:
            raise NotFound(reason="no-finished-check")
        with self._store.writing() as unit:
            before = unit.checks.lock(standing.run)
            moved = move(before)
            if moved is not before:
                unit.checks.save(moved, before)


def _begun(link: StoredLink, person_id: str, check: Check, stage: Stage, now: datetime) -> CheckRun:
    return CheckRun(
        id=new_id(),
        centre_id=link.centre_id,
        person_id=person_id,
        resource_link_id=link.id,
        context_id=link.context_id,
        check=check.slug,
        stage=stage,
        started_at=now,
        updated_at=now,
    )


def _changed(run: CheckRun, now: datetime) -> Deed:
    """That somebody changed what the trainers had read; never what it was."""
    return Deed(
        at=now,
        centre_id=run.centre_id,
        actor=actor_of(LEARNER, run.person_id),
        action="check-changed",
        object_kind="check",
        object_id=run.id,
    )

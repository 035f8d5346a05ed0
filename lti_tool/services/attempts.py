"""What a learner does: start, answer, ask for help, say "I don't know", pause, send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain import attempt as moves
from lti_tool.domain.activity import DIAGNOSTIC, Activity
from lti_tool.domain.attempt import Attempt, AttemptState, Bank
from lti_tool.domain.checks import Check
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.item import Item, Scene
from lti_tool.domain.journey import Journey
from lti_tool.domain.judging import Incomplete, Submitted
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.modes import length_of
from lti_tool.domain.needs import NO_ANSWER, AccessQuestion, Need, is_offered, needs_of, next_question
from lti_tool.domain.outside import OutsideSource
from lti_tool.domain.profile import Profile, profile_of, progress_of
from lti_tool.domain.progress import Progress
from lti_tool.domain.selection import Given, step_number
from lti_tool.domain.together import accompanied, with_hand
from lti_tool.services.finishing import correct_own, keep_result
from lti_tool.services.grades import Grades
from lti_tool.services.launches import Visit
from lti_tool.services.stages import Asked, empty_attempt, journey_in, with_first_task
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a learner is. ``attempt`` is ``None`` before the start; ``item`` and ``scene`` are set while a
    task is open; ``access`` is the open question of the access check once the tasks are done.
    """

    activity: Activity
    attempt: Attempt | None = None
    item: Item | None = None
    scene: Scene | None = None
    access: AccessQuestion | None = None
    incomplete: tuple[str, ...] = ()
    is_repeat: bool = False


class Attempts:
    """Use cases over attempts."""

    def __init__(
        self,
        store: Store,
        grades: Grades,
        *,
        bank: Bank,
        activities: dict[str, Activity],
        access: Sequence[AccessQuestion],
        checks: Mapping[str, Check] = MappingProxyType({}),
        outside: Sequence[OutsideSource] = (),
    ) -> None:
        self._store = store
        self._grades = grades
        self._bank = bank
        self._activities = activities
        self._access = tuple(access)
        self._asked = Asked(bank=bank, checks=checks, outside=outside)

    def standing(self, visit: Visit) -> Standing:
        """Where this learner is in the activity of this resource link.

        Raises:
            NotFound: the resource link opens no activity that this installation knows.
        """
        with self._store.reading() as unit:
            return self._standing(visit, self._find(unit, visit))

    def start(self, visit: Visit, strand: str, now: datetime, *, is_told: bool = False) -> Standing:
        """Begin, or take up again; beginning twice gives the same attempt. ``is_told``: the page said that
        trainers read the result at the end; it is so where the centre still wants it.
        """
        activity = self._activity(visit)
        at_end = is_told and visit.launch.shares_at_end
        try:
            with self._store.writing() as unit:
                found = self._find(unit, visit)
                if found is None:
                    empty = empty_attempt(visit, activity, self._bank, strand, now)
                    empty = replace(empty, is_shared_at_end=at_end)
                    found = with_first_task(unit, visit, empty, activity, self._asked, now)
                    unit.attempts.add(found)
                elif found.state is AttemptState.DECLINED:
                    taken_up = moves.taken_up(found, now)
                    if taken_up.current is None and not taken_up.answers:
                        taken_up = replace(taken_up, is_shared_at_end=at_end)
                        taken_up = with_first_task(unit, visit, taken_up, activity, self._asked, now)
                    unit.attempts.save(taken_up, found)
                    found = taken_up
        except Conflict:
            return self.standing(visit)
        return self._standing(visit, found)

    def decline(self, visit: Visit, now: datetime) -> None:
        """ "Not now": a choice that is kept and never graded."""
        activity = self._activity(visit)
        with self._store.writing() as unit:
            found = self._find(unit, visit)
            if found is None:
                begun = empty_attempt(visit, activity, self._bank, "", now)
                unit.attempts.add(moves.declined(begun, now))
            elif found.state is AttemptState.OPEN:
                unit.attempts.save(moves.declined(found, now), found)

    def answer(
        self,
        visit: Visit,
        submitted: Submitted,
        submission_id: str,
        version: int,
        now: datetime,
        language: str = BASE_LANGUAGE,
    ) -> Standing:
        """Take one submission: a button, a choice, a form, "help" or "I don't know"; side by side also
        "hand", that the person beside helped. ``language`` is that of the page: words that are typed may be
        in it.

        Returns:
            Where the learner is now; ``incomplete`` names what is missing, ``is_repeat`` tells that this
            very submission was already stored.

        Raises:
            Conflict: another window answered meanwhile.
        """
        with self._store.writing() as unit:
            found = self._find(unit, visit)
            if found is None or found.state is not AttemptState.OPEN:
                return self._standing(visit, found, is_repeat=True)
            if not moves.accepts(found, submission_id, version):
                return self._standing(visit, found, is_repeat=True)
            is_hand = visit.is_accompanied and bool(submitted.get("hand"))
            asked = with_hand(found) if is_hand else found
            moved = self._moved(asked, submitted, submission_id, now, language)
            if isinstance(moved, Incomplete):
                return self._standing(visit, found, incomplete=moved.fields)
            if visit.is_accompanied:
                moved = accompanied(found, moved)
            if moved.is_finished and moved.is_shared_at_end:
                moved = moves.shared(moved, now)
            unit.attempts.save(moved, found)
            if moved.is_finished:
                keep_result(unit, self._grades, self._bank, visit, moved, now)
            return self._standing(visit, moved)

    def answer_access(self, visit: Visit, question_id: str, choice_id: str, now: datetime) -> Standing:
        """Keep one answer of the access check; an empty choice is reported as missing. Side by side only the
        question that is open takes one: what somebody answered is corrected in the record, with a reason.
        Another answer to what was sent already is a correction by the person: the trainers read both.

        Raises:
            MalformedRequest: the check has no such question or answer.
        """
        question = next((q for q in self._access if q.id == question_id), None)
        if question is None:
            raise MalformedRequest(reason="unknown-access-question")
        with self._store.writing() as unit:
            found = self._find(unit, visit)
            if found is None or not found.is_finished:
                return self._standing(visit, found)
            if visit.is_accompanied and question != next_question(self._access, found.access):
                return self._standing(visit, found)
            if not choice_id:
                return self._standing(visit, found, incomplete=("choice",))
            if not is_offered(question, choice_id):
                raise MalformedRequest(reason="unknown-access-answer")
            moved = moves.with_access_answer(found, question_id, choice_id, now)
            unit.attempts.save(moved, found)
            before = found.access.get(question_id, "")
            if found.shared_at is not None and before and before != choice_id:
                correct_own(unit, found, question_id, choice_id, now)
            return self._standing(visit, moved)

    def share(self, visit: Visit, now: datetime) -> bool:
        """Send the result to the trainer; ``False`` when that was already done.

        Raises:
            NotFound: there is no finished attempt to send.
        """
        with self._store.writing() as unit:
            found = self._find(unit, visit)
            if found is None or not found.is_finished:
                raise NotFound(reason="nothing-to-share")
            if found.shared_at is not None:
                return False
            unit.attempts.save(moves.shared(found, now), found)
            return True

    def told(self, standing: Standing, language: str) -> Standing:
        """The same place, with its open task in a language as far as the bank has it there."""
        attempt, scene = standing.attempt, standing.scene
        if attempt is None or attempt.current is None:
            return standing
        item = self._bank.drawn(attempt.current.item_id, attempt.seed, language)
        return replace(standing, item=item, scene=item.scene(scene.id) if item and scene else None)

    def profile(self, attempt: Attempt) -> Profile:
        """The attempt read as a result."""
        return profile_of(attempt, self._bank)

    def journey(self, visit: Visit) -> Journey:
        """The learner's own way through the course so far."""
        with self._store.reading() as unit:
            return journey_in(unit, visit.link, visit.launch.person_id)

    def progress(self, before: Attempt, after: Attempt) -> Progress:
        """What changed between two attempts of one person."""
        return progress_of(before, after, self._bank)

    def access_answers(self, attempt: Attempt) -> tuple[tuple[AccessQuestion, str], ...]:
        """The access check with its answers in words; an answer not given reads as empty."""
        return tuple((question, _words(question, attempt)) for question in self._access)

    def needs_by_question(self, attempt: Attempt) -> dict[str, Need]:
        """What the centre can do, by the wording of the question that it answers."""
        return {
            question.question: need
            for question in self._access
            for need in needs_of((question,), attempt.access)
        }

    def history(self, attempt: Attempt) -> tuple[Given, ...]:
        """The answers as the engine reads them."""
        return moves.history_of(attempt, self._bank)

    def step(self, attempt: Attempt, item: Item) -> int:
        """Which of the five steps the learner is in, from 1."""
        return step_number(self.history(attempt), item)

    @property
    def access_questions(self) -> tuple[AccessQuestion, ...]:
        """The questions of the access check."""
        return self._access

    def _activity(self, visit: Visit) -> Activity:
        activity = self._activities.get(visit.link.activity)
        if activity is None:
            raise NotFound("e-config", reason="unknown-activity")
        if activity.kind != DIAGNOSTIC:
            raise NotFound(reason="no-diagnostic")
        return activity

    def _find(self, unit: UnitOfWork, visit: Visit) -> Attempt | None:
        return unit.attempts.find(
            visit.link.centre_id,
            visit.launch.person_id,
            visit.link.id,
            visit.link.activity,
            self._activity(visit).stage,
        )

    def _moved(
        self, found: Attempt, submitted: Submitted, submission_id: str, now: datetime, language: str
    ) -> Attempt | Incomplete:
        mode = length_of(found.mode, found.start.areas)
        if submitted.get("skip"):
            return moves.skip(found, self._bank, mode, submission_id, now)
        if submitted.get("help"):
            return moves.ask_help(found, submission_id, now)
        return moves.answer(found, self._bank, mode, submitted, submission_id, now, language)

    def _standing(
        self,
        visit: Visit,
        attempt: Attempt | None,
        *,
        incomplete: tuple[str, ...] = (),
        is_repeat: bool = False,
    ) -> Standing:
        item = scene = access = None
        if attempt is not None and attempt.current is not None:
            item = self._bank.drawn(attempt.current.item_id, attempt.seed)
            scene = item.scene(attempt.current.scene_id) if item else None
        if attempt is not None and attempt.is_finished:
            access = next_question(self._access, attempt.access)
        return Standing(
            activity=self._activity(visit),
            attempt=attempt,
            item=item,
            scene=scene,
            access=access,
            incomplete=incomplete,
            is_repeat=is_repeat,
        )


def _words(question: AccessQuestion, attempt: Attempt) -> str:
    given = attempt.access.get(question.id, NO_ANSWER)
    return next((choice.text for choice in question.choices if choice.id == given), "")

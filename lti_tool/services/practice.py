"""The review that a team makes of its own practice in a course, and the one before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.audit import TRAINER, Deed, actor_of
from lti_tool.domain.errors import Conflict, NotFound
from lti_tool.domain.practice import Review, read_review
from lti_tool.domain.roles import Rights
from lti_tool.services.acting import only_trainers, place_of
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_readers_of_results
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One review of a course beside the one ``before``; ``None`` where there is none. ``every`` holds all of
    them, the latest first. ``may_write`` is for trainers, not for their assistants.
    """

    review: Review | None
    before: Review | None
    every: tuple[Review, ...]
    may_write: bool


class PracticeReviews:
    """Use cases over these reviews. None of them is about a learner."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def of_course(self, visit: Visit, review_id: str = "") -> Practice:
        """The review of this id, or the latest, in the visitor's course; one query.

        Raises:
            NotFound: the visitor reads no results here, the platform names no course, or the course has no
                such review.
        """
        place = place_of(visit)
        with self._store.reading() as unit:
            only_readers_of_results(unit, place[0], visit.rights)
            every = tuple(unit.practice_reviews.of_course(*place))
        found = next((number for number, one in enumerate(every) if review_id in ("", one.id)), None)
        if review_id and found is None:
            raise NotFound(reason="no-such-review")
        shown = every[found:] if found is not None else ()
        return Practice(
            review=shown[0] if shown else None,
            before=shown[1] if len(shown) > 1 else None,
            every=every,
            may_write=visit.rights is Rights.TRAINER,
        )

    def keep(self, visit: Visit, review_id: str, given: Mapping[str, str]) -> bool:
        """Keep a review; ``False`` while a question has no answer. ``review_id`` is the form's own: sent
        twice it is kept once.

        Raises:
            NotAllowed: the visitor is no trainer.
            NotFound: the platform names no course.
            MalformedRequest: an answer that the page does not offer.
            Conflict: this form was kept in another course.
        """
        only_trainers(visit)
        place = place_of(visit)
        answers = read_review(given)
        if answers is None:
            return False
        made = Review(
            centre_id=place[0],
            id=review_id,
            context_id=place[1],
            answers=answers,
            at=self._clock(),
            by=visit.launch.person_id,
        )
        try:
            self._add(made)
        except Conflict as error:
            if error.reason != "somebody-was-faster":
                raise
            self._add(made)
        return True

    def _add(self, made: Review) -> None:
        with self._store.writing() as unit:
            known = unit.practice_reviews.find(made.centre_id, made.id)
            if known is not None and known.context_id != made.context_id:
                raise Conflict(reason="review-of-another-course")
            if known is not None:
                return
            unit.practice_reviews.add(made)
            unit.audit.append(
                Deed(
                    at=made.at,
                    centre_id=made.centre_id,
                    actor=actor_of(TRAINER, made.by),
                    action="practice-reviewed",
                    object_kind="review",
                    object_id=made.id,
                )
            )

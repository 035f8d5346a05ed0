"""What people say of themselves for statistics: they alone read it, change it and take it back.

No other service has a method that tells somebody's answers; ``figures`` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.checks import Check, CheckAnswer, CheckQuestion, Unanswered, read_answer
from lti_tool.domain.errors import NotFound
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBackground:
    """What the visitor said. ``unanswered`` is why the answer that was just sent could not be kept."""

    check: Check
    answers: Mapping[str, CheckAnswer]
    unanswered: str = ""

    @property
    def question(self) -> CheckQuestion | None:
        """The first open question; ``None`` when each was answered or left out on purpose."""
        return next((one for one in self.check.questions if one.id not in self.answers), None)


class Backgrounds:
    """Use cases over one's own answers. They belong to the person in the centre, not to a course."""

    def __init__(self, store: Store, *, check: Check) -> None:
        self._store = store
        self._check = check

    @property
    def check(self) -> Check:
        """The questions."""
        return self._check

    def own(self, visit: Visit) -> OwnBackground:
        """What the visitor said so far."""
        with self._store.reading() as unit:
            answers = unit.backgrounds.of_person(visit.link.centre_id, visit.launch.person_id)
        return OwnBackground(check=self._check, answers=answers)

    def answer(
        self,
        visit: Visit,
        question_id: str,
        *,
        now: datetime,
        choices: tuple[str, ...] = (),
        is_skipped: bool = False,
    ) -> OwnBackground:
        """Keep one answer, or say in ``unanswered`` why it is none.

        Raises:
            NotFound: there is no such question.
            MalformedRequest: a choice that no page offers.
        """
        question = self._check.question(question_id)
        if question is None:
            raise NotFound(reason="no-such-check-question")
        answer = read_answer(question, choices=choices, is_skipped=is_skipped)
        own = self.own(visit)
        if isinstance(answer, Unanswered):
            return OwnBackground(check=self._check, answers=own.answers, unanswered=answer.reason)
        self._put(visit, {question.id: answer}, now)
        return OwnBackground(check=self._check, answers={**own.answers, question.id: answer})

    def decline(self, visit: Visit, now: datetime) -> None:
        """Prefer not to answer what is open, so that nothing is offered again; what was said stays."""
        own = self.own(visit)
        left = [one.id for one in self._check.questions if one.id not in own.answers]
        self._put(visit, dict.fromkeys(left, CheckAnswer(is_skipped=True)), now)

    def forget(self, visit: Visit) -> None:
        """Delete everything that the visitor said, at once: no figure counts it any more."""
        with self._store.writing() as unit:
            unit.backgrounds.remove(visit.link.centre_id, visit.launch.person_id)

    def _put(self, visit: Visit, answers: Mapping[str, CheckAnswer], now: datetime) -> None:
        with self._store.writing() as unit:
            unit.backgrounds.put(visit.link.centre_id, visit.launch.person_id, answers, now)

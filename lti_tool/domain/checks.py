"""The checks beside the tasks: what holds somebody back, what they want, what they think they can do.

A check is content and is answered question by question; nothing in it is right or wrong, and no grade ever
comes of it. Every question may be left with "I prefer not to say", which is kept as such: it must not be
confused with "nothing of all this", which is an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.framework import AREAS
from lti_tool.domain.start import Stage

LINE_LENGTH = 120
"""How many characters a free line may have."""

OBSTACLES, INTERESTS = "obstacles", "interests"
CHANNEL = "channel"
"""The question of INTERESTS that asks how somebody wants to be told of things."""
SELF_RATING, GRID = "self-rating", "self-rating-grid"
SOFT_SKILLS = "soft-skills"
BACKGROUND = "background"
"""Who somebody is: for totals alone, and kept apart from all other checks."""


class Answering(StrEnum):
    """How a question is answered: one of its choices, several of them, or a short line of one's own."""

    ONE = "one"
    SEVERAL = "several"
    LINE = "line"


class FilledBy(StrEnum):
    """Who answers a check. What a trainer fills in is filled in beside the learner, who may read it."""

    LEARNER = "learner"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckChoice:
    """One possible answer.

    ``areas`` are the areas of the framework that it asks for, ``rating`` how sure the learner feels, from 0
    "I cannot" to 3 "I help others". ``is_alone`` is "nothing of all this": it stands beside no other choice.
    """

    id: str
    text: str
    icon: str = ""
    areas: tuple[str, ...] = ()
    rating: int | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuestion:
    """One question. ``subject`` is the area ("1") or competence ("1.2") that it is about, or empty.

    ``text`` of a question with a subject may be the subject's plain name; the check's ``lead`` then asks.
    """

    id: str
    text: str
    answering: Answering = Answering.ONE
    choices: tuple[CheckChoice, ...] = ()
    hint: str = ""
    subject: str = ""

    def choice(self, choice_id: str) -> CheckChoice | None:
        """The choice of this id, or ``None``."""
        return next((one for one in self.choices if one.id == choice_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. ``minutes`` is the usual duration; ``why`` says in a sentence or two what it is good for.

    ``lead`` stands over every question, or is empty. ``stages`` are when it is asked: once for those that are
    asked at one stage only.
    """

    slug: str
    title: str
    minutes: int
    why: str
    questions: tuple[CheckQuestion, ...]
    lead: str = ""
    filled_by: FilledBy = FilledBy.LEARNER
    stages: tuple[Stage, ...] = (Stage.ENTRY,)

    def question(self, question_id: str) -> CheckQuestion | None:
        """The question of this id, or ``None``."""
        return next((one for one in self.questions if one.id == question_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """What was said to one question.

    Three cases must not be confused: ``is_skipped`` is "I prefer not to say"; an empty ``line`` says that
    there is nothing to add; no answer at all means that the question was not reached.
    """

    choices: tuple[str, ...] = ()
    line: str = ""
    is_skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """One person's answers to one check at one stage, in one course.

    ``context_id`` is our course, ``None`` when the platform names none: then the answers belong to the
    resource link. ``finished_at`` is when the last question was first answered, ``shared_at`` when the
    learner let the trainers read it, each ``None`` until then.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    check: str
    stage: Stage
    started_at: datetime
    updated_at: datetime
    answers: Mapping[str, CheckAnswer] = field(default_factory=lambda: MappingProxyType({}))
    finished_at: datetime | None = None
    shared_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Why an answer was not kept: "missing", "nothing-and-more" or "too-long"."""

    reason: str


def next_question(check: Check, run: CheckRun | None) -> CheckQuestion | None:
    """The first question that was not answered yet; ``None`` when there is none left."""
    answered = run.answers if run else {}
    return next((one for one in check.questions if one.id not in answered), None)


def answered_count(check: Check, run: CheckRun | None) -> int:
    """How many questions of the present check are answered; those that left the check do not count."""
    return sum(one.id in run.answers for one in check.questions) if run else 0


def read_answer(
    question: CheckQuestion, *, choices: tuple[str, ...] = (), line: str = "", is_skipped: bool = False
) -> CheckAnswer | Unanswered:
    """What was submitted, as it may be kept.

    Raises:
        MalformedRequest: a choice that the question does not offer.
    """
    if is_skipped:
        return CheckAnswer(is_skipped=True)
    if question.answering is Answering.LINE:
        tidy = tidied(line)
        return Unanswered(reason="too-long") if len(tidy) > LINE_LENGTH else CheckAnswer(line=tidy)
    chosen = tuple(one for one in question.choices if one.id in choices)
    if len(chosen) != len(set(choices)) or (question.answering is Answering.ONE and len(chosen) > 1):
        raise MalformedRequest(reason="unknown-check-answer")
    if not chosen:
        return Unanswered(reason="missing")
    if len(chosen) > 1 and any(one.is_alone for one in chosen):
        return Unanswered(reason="nothing-and-more")
    return CheckAnswer(choices=tuple(one.id for one in chosen))


def with_answer(
    run: CheckRun, check: Check, question_id: str, answer: CheckAnswer, now: datetime
) -> CheckRun:
    """Keep one answer; a later one replaces an earlier one, and the same one again changes nothing."""
    if run.answers.get(question_id) == answer:
        return run
    moved = replace(run, answers=MappingProxyType({**run.answers, question_id: answer}), updated_at=now)
    is_done = next_question(check, moved) is None
    return replace(moved, finished_at=now) if is_done and moved.finished_at is None else moved


def shared(run: CheckRun, now: datetime) -> CheckRun:
    """Let the trainers read it. The first moment counts."""
    return run if run.shared_at is not None else replace(run, shared_at=now, updated_at=now)


def kept(run: CheckRun, now: datetime) -> CheckRun:
    """Take it back from the trainers."""
    return run if run.shared_at is None else replace(run, shared_at=None, updated_at=now)


def chosen_in(check: Check, run: CheckRun | None) -> tuple[CheckChoice, ...]:
    """Every choice that was made, in the order of the check, without "nothing of all this"."""
    if run is None:
        return ()
    return tuple(
        choice
        for question in check.questions
        for choice in question.choices
        if question.id in run.answers
        and choice.id in run.answers[question.id].choices
        and not choice.is_alone
    )


def lines_in(check: Check, run: CheckRun | None) -> tuple[str, ...]:
    """What was written in one's own words, in the order of the check."""
    if run is None:
        return ()
    found = (run.answers[one.id].line for one in check.questions if one.id in run.answers)
    return tuple(line for line in found if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of obstacles between two stages. Each holds choices of the check, in its order.

    ``lifted`` were there before and are not named any more, ``remaining`` were there and still are, ``fresh``
    came up since.
    """

    lifted: tuple[CheckChoice, ...] = ()
    remaining: tuple[CheckChoice, ...] = ()
    fresh: tuple[CheckChoice, ...] = ()


def obstacles_changed(check: Check, before: CheckRun | None, after: CheckRun | None) -> Changed | None:
    """Obstacles before and after; ``None`` unless some question was really answered at both stages.

    A question that was skipped, or not reached, at one of the two says nothing about its obstacles: who
    prefers not to say has not got rid of anything.
    """
    if before is None or after is None:
        return None
    comparable = [one for one in check.questions if _is_told(one, before) and _is_told(one, after)]
    if not comparable:
        return None
    then, today = (
        {(one.id, choice) for one in comparable for choice in run.answers[one.id].choices}
        for run in (before, after)
    )
    every = [(one.id, choice) for one in comparable for choice in one.choices if not choice.is_alone]
    return Changed(
        lifted=tuple(choice for name, choice in every if (name, choice.id) in then - today),
        remaining=tuple(choice for name, choice in every if (name, choice.id) in then & today),
        fresh=tuple(choice for name, choice in every if (name, choice.id) in today - then),
    )


def area_order(check: Check, run: CheckRun | None) -> tuple[str, ...]:
    """The five areas, those that the learner's wishes ask for most first; empty when there is no wish.

    Every area stays in: an order never takes one away, safety least of all.
    """
    asked = [area for choice in chosen_in(check, run) for area in choice.areas]
    if not asked:
        return ()
    return tuple(sorted(AREAS, key=lambda area: (-asked.count(area), area)))


def tidied(line: str) -> str:
    """A line of one's own without control characters, doubled or outer spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())


def _is_told(question: CheckQuestion, run: CheckRun) -> bool:
    answer = run.answers.get(question.id)
    return question.answering is not Answering.LINE and answer is not None and not answer.is_skipped

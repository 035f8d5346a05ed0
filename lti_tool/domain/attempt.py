"""One person's attempt at a diagnostic, and its moves: start, answer, help, skip, finish, share.

Every move takes the moment and returns a new value; nothing is forgotten and nothing is sent from here.
What is believed about the person is not stored: it is worked out again from the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from random import Random
from types import MappingProxyType

from lti_tool.domain.ability import ENGINE_VERSION, Belief, Outcome
from lti_tool.domain.answer import Answer, given_of_answer
from lti_tool.domain.bank import Bank as Bank
from lti_tool.domain.errors import Conflict
from lti_tool.domain.item import Item
from lti_tool.domain.judging import Incomplete, Missed, Opened, Submitted, Succeeded, judge
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.prior import NOTHING_KNOWN, starting_belief
from lti_tool.domain.selection import Given, Mode, belief_after, curve_of, next_item
from lti_tool.domain.start import PLAIN_START, Stage, Start

TRIES = 2


class AttemptState(StrEnum):
    """Where an attempt stands. ``DECLINED`` is "not now": a choice, never a failure."""

    OPEN = "open"
    FINISHED = "finished"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentTask:
    """The task on the screen: which scene, how many tries were used, whether help is shown."""

    item_id: str
    scene_id: str
    tries: int = 0
    is_helped: bool = False
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt. ``version`` rises with every stored move; ``last_submission`` recognises a repeat.

    ``start`` is what it began with, and ``seed`` makes the draw of tasks repeatable. ``access`` maps the
    questions of the access check to the chosen answers. ``strand`` is "touch", "mouse" or "". ``paper_on`` is
    the day on which it was done on paper, all of it; ``None`` for one that was done on a screen.
    ``is_shared_at_end``: the person was told before the first task that trainers read the result once the
    tasks are done.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    activity: str
    mode: str
    stage: Stage
    state: AttemptState
    seed: int
    bank_version: str
    started_at: datetime
    updated_at: datetime
    engine_version: str = ENGINE_VERSION
    strand: str = ""
    version: int = 1
    last_submission: str = ""
    current: CurrentTask | None = None
    answers: tuple[Answer, ...] = ()
    access: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    finished_at: datetime | None = None
    shared_at: datetime | None = None
    start: Start = PLAIN_START
    paper_on: date | None = None
    is_shared_at_end: bool = False

    @property
    def is_finished(self) -> bool:
        """Whether every task is done; the access check may still be open."""
        return self.state is AttemptState.FINISHED


def history_of(attempt: Attempt, bank: Bank) -> tuple[Given, ...]:
    """The answers as the engine reads them, each with the curve that it ran on."""
    return tuple(given_of_answer(answer, bank.get(answer.item_id)) for answer in attempt.answers)


def belief_of(attempt: Attempt, bank: Bank) -> Belief:
    """What is believed about the person after the answers so far, and what was known before them."""
    return belief_after(history_of(attempt, bank), starting_belief(attempt.start.prior))


def measured_belief(attempt: Attempt, bank: Bank) -> Belief:
    """What the tasks alone say, without what the person thinks of themselves or brought from elsewhere."""
    return belief_after(history_of(attempt, bank))


def both_beliefs(attempt: Attempt, bank: Bank) -> tuple[Belief, Belief]:
    """``measured_belief`` and ``belief_of``, worked out once where nothing was known before."""
    measured = measured_belief(attempt, bank)
    is_known = attempt.start.prior != NOTHING_KNOWN
    return measured, belief_of(attempt, bank) if is_known else measured


def with_next_task(attempt: Attempt, bank: Bank, mode: Mode, now: datetime) -> Attempt:
    """Put the next task on the screen, or finish when there is none."""
    history = history_of(attempt, bank)
    item = (
        _next_chosen(attempt, bank)
        if attempt.start.tasks
        else next_item(
            bank.items,
            history,
            belief_of(attempt, bank),
            mode,
            strand=attempt.strand,
            random=Random(f"{attempt.seed}:{len(history)}"),  # noqa: S311 - a draw of tasks, no secret
            avoid=attempt.start.avoid,
            order=attempt.start.order,
        )
    )
    if item is None:
        return replace(attempt, state=AttemptState.FINISHED, current=None, finished_at=now, updated_at=now)
    current = CurrentTask(item_id=item.id, scene_id=item.scenes[0].id, opened_at=now)
    return replace(attempt, current=current, updated_at=now)


def _next_chosen(attempt: Attempt, bank: Bank) -> Item | None:
    """The first of the chosen tasks that was not given; one that was withdrawn since is left out."""
    given = {answer.item_id for answer in attempt.answers}
    left = (bank.get(name) for name in attempt.start.tasks if name not in given)
    return next((item for item in left if item is not None), None)


def accepts(attempt: Attempt, submission_id: str, version: int) -> bool:
    """Whether a submission is new. ``False`` for a repeat of one that is already stored.

    Raises:
        Conflict: another window answered meanwhile.
    """
    known = {attempt.last_submission} | {answer.submission_id for answer in attempt.answers}
    if submission_id in known:
        return False
    if version != attempt.version or attempt.current is None:
        raise Conflict(reason="answered-in-another-window")
    return True


def ask_help(attempt: Attempt, submission_id: str, now: datetime) -> Attempt:
    """Show the help of the present task; what follows counts as "with help"."""
    current = _current(attempt)
    return _moved(attempt, replace(current, is_helped=True), submission_id, now)


def skip(attempt: Attempt, bank: Bank, mode: Mode, submission_id: str, now: datetime) -> Attempt:
    """ "I don't know": a normal answer, and on to the next task."""
    return _ended(attempt, bank, mode, Outcome.SKIPPED, Missed(right_parts=0), submission_id, now)


def answer(
    attempt: Attempt,
    bank: Bank,
    mode: Mode,
    submitted: Submitted,
    submission_id: str,
    now: datetime,
    language: str = BASE_LANGUAGE,
) -> Attempt | Incomplete:
    """Judge what was submitted for the present scene, which was shown in this language.

    Returns the moved attempt (next scene, second try with help, or next task), or ``Incomplete`` when
    something is missing: then nothing changes and no try is used.
    """
    current = _current(attempt)
    item = bank.drawn(current.item_id, attempt.seed, language)
    if item is None:
        return _without_withdrawn_item(attempt, bank, mode, now)
    verdict = judge(item.scene(current.scene_id), submitted)
    if isinstance(verdict, Incomplete):
        return verdict
    if isinstance(verdict, Opened):
        return _moved(attempt, replace(current, scene_id=verdict.scene_id), submission_id, now)
    if isinstance(verdict, Succeeded):
        outcome = Outcome.HELPED if current.is_helped else Outcome.ALONE
        return _ended(attempt, bank, mode, outcome, verdict, submission_id, now)
    if current.tries + 1 < TRIES:
        second_try = replace(current, tries=current.tries + 1, is_helped=True)
        return _moved(attempt, second_try, submission_id, now)
    return _ended(attempt, bank, mode, Outcome.FAILED, verdict, submission_id, now)


def declined(attempt: Attempt, now: datetime) -> Attempt:
    """ "Not now". Nothing is graded; the attempt can be taken up again at any time."""
    return replace(attempt, state=AttemptState.DECLINED, version=attempt.version + 1, updated_at=now)


def taken_up(attempt: Attempt, now: datetime) -> Attempt:
    """Open again after "not now"."""
    return replace(attempt, state=AttemptState.OPEN, version=attempt.version + 1, updated_at=now)


def with_access_answer(attempt: Attempt, question: str, choice: str, now: datetime) -> Attempt:
    """Keep one answer of the access check; a later one replaces an earlier one."""
    return replace(
        attempt,
        access=MappingProxyType({**attempt.access, question: choice}),
        version=attempt.version + 1,
        updated_at=now,
    )


def shared(attempt: Attempt, now: datetime) -> Attempt:
    """The learner sends the result to the trainer. The first moment counts."""
    if attempt.shared_at is not None:
        return attempt
    return replace(attempt, shared_at=now, version=attempt.version + 1, updated_at=now)


def _current(attempt: Attempt) -> CurrentTask:
    if attempt.current is None:
        raise Conflict(reason="attempt-has-no-open-task")
    return attempt.current


def _moved(attempt: Attempt, current: CurrentTask, submission_id: str, now: datetime) -> Attempt:
    return replace(
        attempt,
        current=current,
        version=attempt.version + 1,
        last_submission=submission_id,
        updated_at=now,
    )


def _without_withdrawn_item(attempt: Attempt, bank: Bank, mode: Mode, now: datetime) -> Attempt:
    """On to another task: this one left the bank while it was on the screen."""
    return with_next_task(replace(attempt, current=None, version=attempt.version + 1), bank, mode, now)


def _ended(
    attempt: Attempt,
    bank: Bank,
    mode: Mode,
    outcome: Outcome,
    verdict: Succeeded | Missed,
    submission_id: str,
    now: datetime,
) -> Attempt:
    current = _current(attempt)
    item = bank.get(current.item_id)
    if item is None:
        return _without_withdrawn_item(attempt, bank, mode, now)
    missed = verdict if isinstance(verdict, Missed) else Missed(right_parts=1, parts=1)
    done = Answer(
        position=len(attempt.answers) + 1,
        item_id=item.id,
        item_version=item.version,
        competence=item.competence,
        level=item.level,
        family=item.family,
        format=item.format,
        outcome=outcome,
        tries=current.tries + (outcome is not Outcome.SKIPPED),
        right_parts=missed.right_parts,
        parts=missed.parts,
        seconds=max(0, int((now - current.opened_at).total_seconds())),
        submission_id=submission_id,
        answered_at=now,
        curve=curve_of(item),
    )
    grown = replace(
        attempt,
        answers=(*attempt.answers, done),
        current=None,
        version=attempt.version + 1,
        last_submission=submission_id,
    )
    return with_next_task(grown, bank, mode, now)

"""From the rows of attempts to their values, and back."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any  # what JSON and rows hold, as this module wrote it

from sqlalchemy import Row

from lti_tool.domain.ability import Curve, Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, AttemptState, CurrentTask
from lti_tool.domain.prior import OutsideEvidence, Prior
from lti_tool.domain.start import PLAIN_START, Stage, Start
from lti_tool.store.attempt_rows import AnswerRow


def columns_of(attempt: Attempt) -> dict[str, object]:
    """The columns of an attempt's row, without its key."""
    current = attempt.current
    return {
        "person_id": attempt.person_id,
        "resource_link_id": attempt.resource_link_id,
        "activity": attempt.activity,
        "mode": attempt.mode,
        "stage": attempt.stage.value,
        "state": attempt.state.value,
        "seed": attempt.seed,
        "strand": attempt.strand,
        "bank_version": attempt.bank_version,
        "engine_version": attempt.engine_version,
        "version": attempt.version,
        "last_submission": attempt.last_submission,
        "current_item_id": current.item_id if current else None,
        "current_scene_id": current.scene_id if current else None,
        "current_tries": current.tries if current else 0,
        "current_is_helped": current.is_helped if current else False,
        "current_opened_at": current.opened_at if current else None,
        "access": dict(attempt.access),
        "started_at": attempt.started_at,
        "updated_at": attempt.updated_at,
        "finished_at": attempt.finished_at,
        "shared_at": attempt.shared_at,
        "paper_on": attempt.paper_on,
        "is_shared_at_end": attempt.is_shared_at_end,
        "start": None if attempt.start == PLAIN_START else _start_as_json(attempt.start),
    }


def attempt_of(row: Row[Any], answers: tuple[Answer, ...]) -> Attempt:
    """The attempt of a row."""
    return Attempt(
        id=row.id,
        centre_id=row.centre_id,
        person_id=row.person_id,
        resource_link_id=row.resource_link_id,
        activity=row.activity,
        mode=row.mode,
        stage=Stage(row.stage),
        state=AttemptState(row.state),
        seed=row.seed,
        strand=row.strand,
        bank_version=row.bank_version,
        engine_version=row.engine_version,
        version=row.version,
        last_submission=row.last_submission,
        current=_current(row),
        answers=answers,
        access=MappingProxyType(dict(row.access)),
        started_at=row.started_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
        shared_at=row.shared_at,
        start=_start(row.start),
        paper_on=row.paper_on,
        is_shared_at_end=row.is_shared_at_end,
    )


def _current(row: Row[Any]) -> CurrentTask | None:
    if row.current_item_id is None or row.current_scene_id is None or row.current_opened_at is None:
        return None
    return CurrentTask(
        item_id=row.current_item_id,
        scene_id=row.current_scene_id,
        tries=row.current_tries,
        is_helped=row.current_is_helped,
        opened_at=row.current_opened_at,
    )


def answer_columns(attempt: Attempt, answer: Answer) -> dict[str, object]:
    """The columns of the row of an answer of this attempt."""
    curve = answer.curve
    return {
        "centre_id": attempt.centre_id,
        "attempt_id": attempt.id,
        "position": answer.position,
        "item_id": answer.item_id,
        "item_version": answer.item_version,
        "competence": answer.competence,
        "level": answer.level,
        "family": answer.family,
        "format": answer.format,
        "outcome": answer.outcome.value,
        "tries": answer.tries,
        "right_parts": answer.right_parts,
        "parts": answer.parts,
        "seconds": answer.seconds,
        "submission_id": answer.submission_id,
        "answered_at": answer.answered_at,
        "difficulty": curve.difficulty if curve else None,
        "slope": curve.slope if curve else None,
        "guess": curve.guess if curve else None,
        "is_accompanied": answer.is_accompanied,
    }


def answer_of(row: Row[Any] | AnswerRow) -> Answer:
    """The answer of a row."""
    return Answer(
        position=row.position,
        item_id=row.item_id,
        item_version=row.item_version,
        competence=row.competence,
        level=row.level,
        family=row.family,
        format=row.format,
        outcome=Outcome(row.outcome),
        tries=row.tries,
        right_parts=row.right_parts,
        parts=row.parts,
        seconds=row.seconds,
        submission_id=row.submission_id,
        answered_at=row.answered_at,
        curve=_curve(row),
        is_accompanied=row.is_accompanied,
    )


def _curve(row: Row[Any] | AnswerRow) -> Curve | None:
    if row.difficulty is None or row.slope is None or row.guess is None:
        return None
    return Curve(difficulty=row.difficulty, slope=row.slope, guess=row.guess)


def _start_as_json(start: Start) -> dict[str, object]:
    return {
        "ratings": dict(start.prior.ratings),
        "outside": [[one.area, one.level, one.sd] for one in start.prior.outside],
        "avoid": sorted(start.avoid),
        "order": list(start.order),
        "areas": list(start.areas),
        "tasks": list(start.tasks),
    }


def _start(kept: dict[str, Any] | None) -> Start:
    if kept is None:
        return PLAIN_START
    return Start(
        prior=Prior(
            ratings=MappingProxyType(dict(kept["ratings"])),
            outside=tuple(OutsideEvidence(area=a, level=b, sd=c) for a, b, c in kept["outside"]),
        ),
        avoid=frozenset(kept["avoid"]),
        order=tuple(kept["order"]),
        areas=tuple(kept["areas"]),
        tasks=tuple(kept.get("tasks", ())),
    )

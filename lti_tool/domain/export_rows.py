"""One person of a course as rows of a file: what they sent to the trainers, and what the centre did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lti_tool.domain.ability import LevelEstimate, Outcome
from lti_tool.domain.action import Action, ActionState
from lti_tool.domain.attempt import Attempt, Bank, both_beliefs
from lti_tool.domain.cohort import ColumnGrade
from lti_tool.domain.export import ACCESS, Row, Value
from lti_tool.domain.figures import skills_of
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.journey import Journey
from lti_tool.domain.loan import Loan
from lti_tool.domain.observation import Observation
from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.domain.prior import reported_competence
from lti_tool.domain.start import Stage

LOAN = "loan"
RETURNED = "returned"
LENT = "lent"
_SEPARATOR = ", "


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Everything about one person that may leave. ``journey`` holds only what was sent; ``levels`` are by
    attempt and area. ``needs`` are those named last, ``access`` the answers behind them. ``points`` are the
    maxima of the columns, by their key.
    """

    person_id: str
    name: str
    number: int
    groups: tuple[str, ...]
    is_enrolled: bool
    journey: Journey = field(default_factory=Journey)
    levels: Mapping[str, Mapping[str, LevelEstimate]] = field(default_factory=dict)
    observations: Sequence[Observation] = ()
    access: Mapping[str, str] = field(default_factory=dict)
    actions: Sequence[Action] = ()
    loans: Sequence[Loan] = ()
    modules: Sequence[str] = ()
    grades: Sequence[ColumnGrade] = ()
    maxima: Mapping[str, float] = field(default_factory=dict)

    def at(self, stage: Stage) -> Attempt | None:
        """What was sent of one stage."""
        found = {
            Stage.ENTRY: self.journey.entry,
            Stage.MIDWAY: self.journey.midway,
            Stage.END: self.journey.end,
        }
        return found[stage]

    def level(self, stage: Stage, area: str) -> LevelEstimate | None:
        """The level of one area at one stage; ``None`` where it was not asked."""
        attempt = self.at(stage)
        return self.levels.get(attempt.id, {}).get(area) if attempt else None


def people_rows(whole: Whole) -> Iterable[Row]:
    """One row for everybody, whoever sent nothing included."""
    needs = [one for one in whole.actions if one.kind != LOAN and one.source == "need"]
    done = [one.kind for one in needs if one.state is ActionState.DONE]
    row: list[Value] = [
        *_named(whole),
        _SEPARATOR.join(whole.groups),
        "yes" if whole.is_enrolled else "no",
    ]
    for stage in Stage:
        attempt = whole.at(stage)
        row += [_day(attempt.finished_at), attempt.paper_on] if attempt else [None, None]
    row += [found.level if (found := whole.level(stage, area)) else None for stage in Stage for area in AREAS]
    row += [_skills(whole, Stage.ENTRY), _skills(whole, Stage.END)]
    row += [whole.access.get(question) for question in ACCESS]
    row += [
        _SEPARATOR.join(dict.fromkeys(one.kind for one in needs)),
        _SEPARATOR.join(dict.fromkeys(done)),
        sum(one.is_open for one in whole.loans),
        _SEPARATOR.join(whole.modules),
    ]
    yield tuple(row)


def area_rows(whole: Whole) -> Iterable[Row]:
    """One row for each area of each stage that was sent."""
    observed = {(one.attempt_id, one.area): one.level for one in whole.observations if one.stands}
    for stage in Stage:
        attempt = whole.at(stage)
        for area in AREAS if attempt else ():
            found = whole.level(stage, area)
            if attempt is None or found is None:
                continue
            yield (
                *_named(whole),
                stage.value,
                area,
                found.level,
                found.low,
                found.high,
                round(found.p, 2),
                observed.get((attempt.id, area)),
                attempt.mode,
                _day(attempt.finished_at),
                attempt.paper_on,
                len(attempt.answers),
                sum(one.outcome is Outcome.HELPED for one in attempt.answers),
                sum(one.is_accompanied for one in attempt.answers),
                attempt.bank_version,
                attempt.engine_version,
            )


def competence_rows(whole: Whole, bank: Bank) -> Iterable[Row]:
    """One row for each competence that was asked at some stage that was sent."""
    stages = {stage: attempt for stage in Stage if (attempt := whole.at(stage))}
    beliefs = {stage: both_beliefs(attempt, bank) for stage, attempt in stages.items()}
    for competence in COMPETENCES:
        cells: list[Value] = []
        for stage in Stage:
            attempt = stages.get(stage)
            tasks = sum(one.competence == competence for one in attempt.answers) if attempt else 0
            if attempt is None or not tasks:
                cells += [None] * 6
                continue
            found = reported_competence(*beliefs[stage], competence)
            cells += [found.level, found.low, found.high, round(found.p, 2), tasks, _day(attempt.finished_at)]
        if any(cell is not None for cell in cells):
            yield (*_named(whole), competence, *cells)


def action_rows(whole: Whole) -> Iterable[Row]:
    """One row for each thing to do or done, then one for each loan."""
    for one in whole.actions:
        moved, text = _day(one.at), one.text or one.reason
        yield (
            *_named(whole),
            one.source.value,
            one.kind,
            one.state.value,
            _day(one.since),
            moved,
            None,
            "",
            text,
        )
    for loan in whole.loans:
        yield (
            *_named(whole),
            LOAN,
            loan.terms.thing,
            LENT if loan.is_open else RETURNED,
            loan.terms.lent_on,
            loan.returned_on,
            loan.terms.due_on,
            loan.helps.value,
            loan.terms.what,
        )


def grade_rows(whole: Whole) -> Iterable[Row]:
    """One row for each column of the gradebook in which the person has a grade."""
    for one in whole.grades:
        is_sent = one.state in ("sent", "kept")
        yield (
            *_named(whole),
            one.column_key,
            one.points,
            whole.maxima.get(one.column_key),
            one.state.value,
            None if is_sent else _day(one.at),
            _day(one.at) if is_sent else None,
            one.platform_points,
            one.reason,
        )


def _named(whole: Whole) -> tuple[Value, Value]:
    return whole.number, whole.name


def _skills(whole: Whole, stage: Stage) -> str | None:
    found = [whole.level(stage, area) for area in AREAS]
    levels = [one.level for one in found if one is not None]
    return skills_of(levels).value if len(levels) == len(AREAS) else None


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(BRUSSELS).date() if moment else None

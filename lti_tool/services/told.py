"""What one person said in the checks of a course, read as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lti_tool.domain import checks as moves
from lti_tool.domain.checks import Changed, Check, CheckRun
from lti_tool.domain.self_rating import area_ratings, ratings_by_subject
from lti_tool.domain.start import Stage
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person said, as far as the reader may know it: runs by check, then by stage."""

    runs: Mapping[str, Mapping[Stage, CheckRun]]

    def latest(self, check: str) -> CheckRun | None:
        """The run of the furthest stage, or ``None``."""
        found = self.runs.get(check, {})
        return next((found[stage] for stage in reversed(Stage) if stage in found), None)

    def at(self, check: str, stage: Stage) -> CheckRun | None:
        """The run of one stage, or ``None``."""
        return self.runs.get(check, {}).get(stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What the checks let an attempt begin with: ratings from 0 to 3 by area, and the areas in the order of
    the learner's wishes, empty when there are none.
    """

    ratings: Mapping[str, int]
    order: tuple[str, ...]


def runs_in(unit: UnitOfWork, link: StoredLink, person_id: str) -> Sequence[CheckRun]:
    """All that this person said in the course of a link, whatever link they said it at."""
    return unit.checks.of_person(link.centre_id, person_id, link.context_id, link.id)


def told_of(runs: Sequence[CheckRun]) -> Told:
    """The same, by check and stage."""
    found: dict[str, dict[Stage, CheckRun]] = {}
    for run in runs:
        found.setdefault(run.check, {})[run.stage] = run
    return Told(runs=found)


def beginning_in(
    unit: UnitOfWork, link: StoredLink, person_id: str, checks: Mapping[str, Check], stage: Stage
) -> Beginning:
    """What this person said before an attempt of that stage, inside the attempt's own transaction."""
    told = told_of(runs_in(unit, link, person_id))
    wishes = checks.get(moves.INTERESTS)
    return Beginning(
        ratings=ratings_at(told, checks, stage),
        order=moves.area_order(wishes, told.latest(moves.INTERESTS)) if wishes else (),
    )


def ratings_at(told: Told, checks: Mapping[str, Check], stage: Stage) -> dict[str, int]:
    """How the person rated themselves at that stage, 0 to 3 by area. Ratings of another stage are left alone:
    what somebody thought months ago says little of today.
    """
    by_check = {
        slug: ratings_by_subject(checks[slug], told.at(slug, stage)) if slug in checks else {}
        for slug in (moves.SELF_RATING, moves.GRID)
    }
    return area_ratings(by_check[moves.SELF_RATING], by_check[moves.GRID])


def obstacles_changed(told: Told, checks: Mapping[str, Check]) -> Changed | None:
    """Obstacles at the entry and at the end; ``None`` when they were not asked at both."""
    if moves.OBSTACLES not in checks:
        return None
    before, after = (told.at(moves.OBSTACLES, stage) for stage in (Stage.ENTRY, Stage.END))
    return moves.obstacles_changed(checks[moves.OBSTACLES], before, after)

"""From what a learner said and let be read to what the trainer's templates print."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from lti_tool.domain import checks as moves
from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.checks import Check, CheckRun
from lti_tool.domain.framework import AREAS
from lti_tool.domain.start import Stage
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.services.told import Told, obstacles_changed, ratings_at
from lti_tool.web import present_checks
from lti_tool.web.i18n import _, moment_in_words
from lti_tool.web.present import AccessChoice
from lti_tool.web.reminders import reminders
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_checks import answer_lines
from lti_tool.web.showing_cohort import name_in_words
from lti_tool.web.showing_outside import outside_lines
from lti_tool.web.state import services

RATED = (moves.SELF_RATING, moves.GRID)


def record_checks(visit: Visit, record: Record) -> present_checks.RecordChecks:
    """What one person said, for the page about them."""
    told, person = services().checks.told_to_trainer(visit, record), record.member.person_id
    results = services().outside_results.of_person(visit, record)
    skills, handle = told.latest(moves.SOFT_SKILLS), visit.launch.handle
    known = services().checks.known
    return present_checks.RecordChecks(
        told=_told(told),
        obstacles=obstacle_lines(told),
        rated=_rated(told, record.member.areas),
        skills=answer_lines(known[moves.SOFT_SKILLS], skills, "") if moves.SOFT_SKILLS in known else (),
        skills_at=moment_in_words(skills.updated_at) if skills else "",
        skills_href=url_for("record.skills", handle=handle, person=person),
        outside=outside_lines(visit, results, person),
        outside_href=url_for("record.outside", handle=handle, person=person),
        reminders=reminders(told, known),
    )


def skills_page(visit: Visit, record: Record, *, is_incomplete: bool) -> present_checks.SkillsPage:
    """The grid of soft skills with what was filled in before."""
    check, handle = services().checks.known[moves.SOFT_SKILLS], visit.launch.handle
    told, person = services().checks.told_to_trainer(visit, record), record.member.person_id
    return present_checks.SkillsPage(
        name=name_in_words(record.member),
        title=_(check.title),
        why=_(check.why),
        lines=_skill_lines(check, told.latest(check.slug)),
        is_incomplete=is_incomplete,
        action=url_for("record.fill_skills", handle=handle, person=person),
        back_href=url_for("cohort.person", handle=handle, person=person),
        frame=frame_of(visit),
    )


def obstacle_lines(told: Told) -> present_checks.ObstacleLines | None:
    """What became of obstacles in the learner's words; ``None`` when they were not asked at both ends."""
    found = obstacles_changed(told, services().checks.known)
    if found is None:
        return None
    return present_checks.ObstacleLines(
        lifted=tuple(_(choice.text) for choice in found.lifted),
        remaining=tuple(_(choice.text) for choice in found.remaining),
        fresh=tuple(_(choice.text) for choice in found.fresh),
    )


def _told(told: Told) -> tuple[present_checks.ToldCheck, ...]:
    """What was sent of the checks that are answered in words, the grid of 21 lines among them, by stage."""
    known = services().checks.known
    apart = (moves.SELF_RATING, moves.SOFT_SKILLS)
    return tuple(
        present_checks.ToldCheck(
            title=_(check.title),
            stage=run.stage.value if len(check.stages) > 1 else "",
            at=moment_in_words(run.updated_at),
            lines=answer_lines(check, run, ""),
        )
        for check in known.values()
        if check.slug not in apart
        for stage in Stage
        if (run := told.at(check.slug, stage)) is not None
    )


def _rated(told: Told, measured: Mapping[str, LevelEstimate]) -> tuple[present_checks.RatedArea, ...]:
    """The rating of the furthest stage that has one, beside the measure."""
    known = services().checks.known
    ratings = next(
        (found for stage in reversed(Stage) if (found := ratings_at(told, known, stage))), dict[str, int]()
    )
    words = _rating_words(known)
    return tuple(
        present_checks.RatedArea(
            name=_(services().area_names[area]),
            rating=words.get(ratings[area], ""),
            low=measured[area].low if area in measured else None,
            high=measured[area].high if area in measured else None,
        )
        for area in AREAS
        if area in ratings
    )


def _rating_words(known: Mapping[str, Check]) -> dict[int, str]:
    choices = (choice for slug in RATED if slug in known for choice in known[slug].questions[0].choices)
    return {choice.rating: _(choice.text) for choice in choices if choice.rating is not None}


def _skill_lines(check: Check, run: CheckRun | None) -> tuple[present_checks.SkillLine, ...]:
    given = {name: answer.choices[0] for name, answer in run.answers.items() if answer.choices} if run else {}
    return tuple(
        present_checks.SkillLine(
            id=question.id,
            text=_(question.text),
            choices=tuple(
                AccessChoice(id=choice.id, text=_(choice.text), icon=choice.icon)
                for choice in question.choices
            ),
            given=given.get(question.id, ""),
        )
        for question in check.questions
    )

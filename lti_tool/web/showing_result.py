"""From a finished attempt to what the page of a result prints."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.deep_link import Columns
from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, area_of
from lti_tool.domain.journey import Journey, before
from lti_tool.domain.profile import Profile
from lti_tool.domain.progress import Progress
from lti_tool.domain.readiness import Readiness, readiness_of
from lti_tool.domain.readings import certainty_of, reading_of
from lti_tool.domain.start import Stage
from lti_tool.services.launches import Visit
from lti_tool.web import present, present_result
from lti_tool.web.action_words import date_in_words
from lti_tool.web.i18n import _, can_do_in_words, day_in_words, language, moment_in_words
from lti_tool.web.showing import AREA_ICONS, frame_of
from lti_tool.web.showing_additions import noted
from lti_tool.web.showing_backgrounds import offer_href
from lti_tool.web.showing_checks import offers_after
from lti_tool.web.showing_path import next_modules
from lti_tool.web.state import services

SMALL = area_of(FIRST_GESTURES)
OFFICIAL = "en"
"""The one language in which both versions of the framework have official names."""


def result_page(
    visit: Visit, attempt: Attempt, profile: Profile, journey: Journey, *, was_already_sent: bool
) -> present_result.ResultPage:
    """The result as its owner reads it: first something that the person can do."""
    finished_at = attempt.finished_at or attempt.updated_at
    handle = visit.launch.handle
    entry = before(journey, attempt)
    progress = services().attempts.progress(entry, attempt) if entry else None
    return present_result.ResultPage(
        can_do=can_do_of(profile),
        areas=tuple(_area(area, profile.areas[area], progress) for area in AREAS if area in profile.areas),
        details=details_of(attempt, profile, entry, progress),
        next_step=_("Apprendre à %(can_do)s.", can_do=can_do_in_words(profile.next_step))
        if profile.next_step
        else "",
        used_help=bool(profile.with_help),
        sends_levels=visit.launch.is_graded and services().activities[attempt.activity].is_graded,
        is_one_level=visit.link.columns is Columns.ONE or len(profile.areas) == 1,
        is_shared_at_once=attempt.is_shared_at_end,
        sent_at=moment_in_words(attempt.shared_at) if attempt.shared_at else "",
        trainer_name=visit.trainer_name,
        person_name=visit.own_name,
        day=day_in_words(finished_at),
        paper_day=date_in_words(attempt.paper_on) if attempt.paper_on else "",
        access=_own_answers(visit, attempt),
        checks=offers_after(visit, attempt, profile, statistics_href=_statistics_href(visit, attempt)),
        onward=next_modules(visit, services().paths.own(visit, services().clock())),
        noted=noted(visit, attempt),
        was_already_sent=was_already_sent,
        attestation_href=url_for("documents.own", handle=handle) if attempt.shared_at else "",
        sheet_href=url_for("sheet.own", handle=handle) if attempt.stage is Stage.END else "",
        views_href=url_for("views.own", handle=handle),
        action=url_for("learner.share", handle=handle),
        frame=frame_of(visit),
    )


def _statistics_href(visit: Visit, attempt: Attempt) -> str:
    """Asked late: once a result was sent, which is when the answers count. Never on a helper's screen."""
    is_asked = attempt.shared_at is not None and not visit.is_accompanied
    return offer_href(visit) if is_asked else ""


def can_do_of(profile: Profile) -> tuple[str, ...]:
    """What completes "Vous savez …"; never empty: whoever reads a result has moved through its pages."""
    done = tuple(can_do_in_words(one) for one in profile.alone) or tuple(
        _("%(can_do)s, avec un peu d'aide", can_do=can_do_in_words(one)) for one in profile.with_help
    )
    return done or (_("ouvrir une activité et passer d'une page à l'autre"),)


def access_answers(attempt: Attempt) -> tuple[present.AccessAnswer, ...]:
    """The access check in words, without the questions that were left open."""
    found = services().attempts.access_answers(attempt)
    return tuple(
        present.AccessAnswer(question=_(question.question), answer=_(answer))
        for question, answer in found
        if answer
    )


def _own_answers(visit: Visit, attempt: Attempt) -> tuple[present.AccessAnswer, ...]:
    """The same with the way to each question, for the person themselves; those that they left out too."""
    handle = visit.launch.handle
    return tuple(
        present.AccessAnswer(
            question=_(question.question),
            answer=_(answer) if answer else "",
            href=url_for("learner.access", handle=handle, question=question.id),
        )
        for question, answer in services().attempts.access_answers(attempt)
    )


def details_of(
    attempt: Attempt, profile: Profile, entry: Attempt | None, progress: Progress | None
) -> present_result.Details:
    """What is folded away below a result, in plain words. ``progress`` is since ``entry``."""
    return present_result.Details(
        why=why_of(profile),
        competences=tuple(
            present_result.Range(
                name=_(services().competence_names[name]),
                low=profile.competences[name].low,
                high=profile.competences[name].high,
            )
            for name in COMPETENCES
            if name in profile.competences
        ),
        conditions=conditions_of(attempt),
        readings=readings_of(profile.areas),
        overall=progress.overall.value if progress and progress.overall else "",
        since=day_in_words(entry.finished_at or entry.updated_at) if entry else "",
    )


def why_of(profile: Profile) -> tuple[present_result.Why, ...]:
    """The sentences behind the level of each area; areas in which nothing was shown are left out."""
    names = {SMALL: _("Les premiers gestes"), **{area: _(services().area_names[area]) for area in AREAS}}
    return tuple(
        present_result.Why(
            name=names[area],
            alone=tuple(can_do_in_words(text) for text in shown.alone),
            with_help=tuple(can_do_in_words(text) for text in shown.with_help),
        )
        for area, shown in profile.shown.items()
        if shown.alone or shown.with_help
    )


def conditions_of(attempt: Attempt) -> tuple[present_result.Condition, ...]:
    """What learning at a distance asks for, as the access check says; nothing when nothing was said."""
    found = readiness_of(services().attempts.access_questions, attempt.access)
    if all(state is Readiness.UNKNOWN for _condition, state in found):
        return ()
    return tuple(
        present_result.Condition(id=condition.value, state=state.value) for condition, state in found
    )


def readings_of(levels: Mapping[str, LevelEstimate]) -> tuple[present_result.Reading, ...]:
    """The levels of these areas in the words of others."""
    return tuple(_reading(area, levels[area]) for area in AREAS if area in levels)


def official_of(framework_id: str) -> present_result.Official | None:
    """The framework's own names of an area or a competence, in the language of the page or in English."""
    names = services().official_names.get(framework_id)
    if names is None:
        return None
    spoken = language() if language() in names.v2_2 and language() in names.v3_0 else OFFICIAL
    return present_result.Official(v2_2=names.v2_2[spoken], v3_0=names.v3_0[spoken], language=spoken)


def _area(area: str, estimate: LevelEstimate, progress: Progress | None) -> present_result.AreaLevel:
    change = progress.areas.get(area) if progress else None
    return present_result.AreaLevel(
        number=int(area),
        name=_(services().area_names[area]),
        icon=AREA_ICONS[area],
        level=estimate.level,
        certainty=certainty_of(estimate.p).value,
        change=change.value if change else "",
    )


def _reading(area: str, estimate: LevelEstimate) -> present_result.Reading:
    reading = reading_of(estimate.level)
    return present_result.Reading(
        id=area,
        name=_(services().area_names[area]),
        eight=reading.eight,
        four=reading.four.value,
        six=reading.six,
    )

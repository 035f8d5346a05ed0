"""From results from elsewhere to what their templates print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from flask import url_for

from lti_tool.domain.framework import AREAS
from lti_tool.domain.outside import (
    SAYS_LENGTH,
    EnteredBy,
    OutsideResult,
    OutsideSource,
    digcomp_level,
    source_of,
)
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.web import present_outside
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.present import AccessChoice
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

NOON = time(12, tzinfo=UTC)
"""A day without a time is the same day here and in UTC at noon."""


def outside_page(
    visit: Visit, results: Sequence[OutsideResult], *, person: str = "", name: str = "", is_kept: bool
) -> present_outside.OutsidePage:
    """The results of the visitor, or of one ``person`` of their group with this ``name``."""
    handle = visit.launch.handle
    sources = tuple(
        present_outside.OutsideSourceLink(name=_(source.name), href=_form_href(visit, source.id, person))
        for source in services().outside_results.sources
    )
    back = (
        url_for("cohort.person", handle=handle, person=person)
        if person
        else url_for("checks.overview", handle=handle)
    )
    return present_outside.OutsidePage(
        lines=outside_lines(visit, results, person),
        sources=sources,
        name=name,
        trainer_name=visit.trainer_name,
        is_kept=is_kept,
        back_href=back,
        frame=frame_of(visit),
    )


def outside_form_page(
    visit: Visit,
    source: OutsideSource,
    *,
    person: str = "",
    name: str = "",
    submission: str = "",
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> present_outside.OutsideFormPage:
    """One result to write down, with what was typed and could not be kept."""
    return present_outside.OutsideFormPage(
        source=_(source.name),
        submission=submission or new_id(),
        levels=tuple(AccessChoice(id=level.id, text=_(level.text)) for level in source.levels),
        areas=tuple(AccessChoice(id=area, text=_(services().area_names[area])) for area in AREAS)
        if source.by_area
        else (),
        score_low=source.score_low,
        score_high=source.score_high,
        says_length=SAYS_LENGTH,
        name=name,
        trainer_name=visit.trainer_name,
        given=given or {},
        faults=faults or {},
        action=_form_href(visit, source.id, person),
        back_href=_list_href(visit, person),
        frame=frame_of(visit),
    )


def outside_lines(
    visit: Visit, results: Sequence[OutsideResult], person: str = ""
) -> tuple[present_outside.OutsideLine, ...]:
    """Each result in words; a trainer may remove what trainers wrote down, the learner decides about all."""
    return tuple(_line(visit, result, person) for result in results)


def _line(visit: Visit, result: OutsideResult, person: str) -> present_outside.OutsideLine:
    source = source_of(services().outside_results.sources, result.source)
    is_by_trainer = result.entered_by is EnteredBy.TRAINER
    return present_outside.OutsideLine(
        source=_(source.name) if source else result.source,
        day=day_in_words(datetime.combine(result.taken_on, NOON)),
        says=result.says,
        level=_level(result, source),
        area=_(services().area_names[result.area]) if result.area else "",
        is_by_trainer=is_by_trainer,
        is_agreed=result.is_agreed,
        has_evidence=source is not None and digcomp_level(result, source) is not None,
        can_decide=not person,
        action=_action(visit, result, person) if is_by_trainer or not person else "",
    )


def _level(result: OutsideResult, source: OutsideSource | None) -> str:
    if source is None:
        return ""
    named = source.level(result.level_id)
    if named is not None:
        return _(named.text)
    if result.score is None:
        return ""
    return _("%(score)s sur %(highest)s", score=result.score, highest=source.score_high)


def _action(visit: Visit, result: OutsideResult, person: str) -> str:
    handle = visit.launch.handle
    if person:
        return url_for("record.remove", handle=handle, person=person, result=result.id)
    return url_for("outside.decide", handle=handle, result=result.id)


def _form_href(visit: Visit, source_id: str, person: str) -> str:
    handle = visit.launch.handle
    if person:
        return url_for("record.outside_form", handle=handle, person=person, source=source_id)
    return url_for("outside.form", handle=handle, source=source_id)


def _list_href(visit: Visit, person: str) -> str:
    handle = visit.launch.handle
    if person:
        return url_for("record.outside", handle=handle, person=person)
    return url_for("outside.own", handle=handle)

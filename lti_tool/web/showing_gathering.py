"""From lists over a group to what the templates print: the first gathering, and learning at a distance."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from lti_tool.domain.cohort import Paging
from lti_tool.domain.needs import Need
from lti_tool.domain.readiness import Condition, Readiness
from lti_tool.services.gatherings import AtDistance, Present
from lti_tool.services.launches import Visit
from lti_tool.web import present_actions as present
from lti_tool.web.action_words import accessories_in_words, thing_in_words
from lti_tool.web.i18n import day_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_actions import name_of, pages_of, video_module
from lti_tool.web.showing_cohort import need_in_words
from lti_tool.web.state import services
from lti_tool.web.telling import module_title

UNTRIED_NAMED = 100
"""How many names stand behind the one sentence about the video room; the rest is counted."""


def gathering_page(visit: Visit, rows: Sequence[Present], paged: Paging) -> present.GatheringPage:
    """The sheet of the first gathering; the blank lines stand on its last page."""
    handle = visit.launch.handle
    return present.GatheringPage(
        course=visit.course,
        rows=tuple(_gathering_row(visit, one) for one in rows),
        untried=sum(Need.FIRST_HANDS_ON in (one.needs or ()) for one in rows),
        blanks=4 if paged.number == paged.pages else 0,
        pages=pages_of(paged, lambda number: url_for("actions.gathering", handle=handle, page=number)),
        back_href=url_for("actions.overview", handle=handle),
        frame=frame_of(visit),
    )


def distance_page(visit: Visit, found: AtDistance) -> present.DistancePage:
    """For whom a condition is missing, and who has not tried the video room."""
    handle, named = visit.launch.handle, found.untried[:UNTRIED_NAMED]
    return present.DistancePage(
        course=visit.course,
        rows=tuple(
            present.DistanceRow(
                name=name_of(one.name, one.number),
                href=_href(visit, one.person.person_id),
                conditions=tuple(_missing(*condition) for condition in one.conditions),
                wait_reason=one.wait_reason,
            )
            for one in found.rows
        ),
        untried=len(found.untried),
        untried_people=tuple(
            present.NamedLink(name=name_of(one.name, one.number), href=_href(visit, one.person_id))
            for one in named
        ),
        video=video_module(visit),
        pages=pages_of(found.page, lambda number: url_for("actions.distance", handle=handle, page=number)),
        printed_on=day_in_words(services().clock()),
        back_href=url_for("actions.overview", handle=handle),
        frame=frame_of(visit),
    )


def _gathering_row(visit: Visit, one: Present) -> present.GatheringRow:
    return present.GatheringRow(
        name=name_of(one.person.name, one.person.number),
        loans=tuple(
            ", ".join((thing_in_words(loan.terms), *accessories_in_words(loan.terms))) for loan in one.loans
        ),
        measured=day_in_words(one.measured_at) if one.measured_at else "",
        modules=tuple(module_title(name) for name in one.modules),
        needs=tuple(need_in_words(need) for need in one.needs if need is not Need.FIRST_HANDS_ON)
        if one.needs is not None
        else None,
        href=_href(visit, one.person.person_id),
    )


def _missing(condition: Condition, state: Readiness) -> present.MissingCondition:
    return present.MissingCondition(
        id=condition.value,  # type: ignore[arg-type]  # the video room is told apart
        is_told=state is not Readiness.UNKNOWN,
    )


def _href(visit: Visit, person_id: str) -> str:
    return url_for("actions.person", handle=visit.launch.handle, person=person_id)

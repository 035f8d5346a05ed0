"""From one person's way through a training to the sheet that is printed at its end."""

from __future__ import annotations

from typing import Literal

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.journey import Journey
from lti_tool.domain.profile import Acquired, Profile
from lti_tool.services.launches import Visit
from lti_tool.services.told import Told
from lti_tool.web import present_sheet
from lti_tool.web.i18n import _, can_do_in_words, day_in_words
from lti_tool.web.present_result import Comparison
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_record import comparison_of
from lti_tool.web.showing_record_checks import obstacle_lines
from lti_tool.web.state import services

GAINED_AT_MOST = 5
"""With more of them, 14 points do not fit on one page."""


def sheet_page(
    visit: Visit,
    journey: Journey,
    latest: Attempt,
    told: Told,
    *,
    name: str,
    trainer_name: str,
    back_href: str,
) -> present_sheet.SheetPage:
    """The sheet of a person. ``latest`` tells what they can do by now."""
    profile = services().attempts.profile(latest)
    comparison = comparison_of(journey.entry, journey.end)
    return present_sheet.SheetPage(
        name=name,
        course=visit.course,
        day=day_in_words(latest.finished_at or latest.updated_at),
        comparison=comparison,
        change=_change(comparison),
        strengths=_strengths(profile),
        to_improve=tuple(
            _("Apprendre à %(can_do)s.", can_do=can_do_in_words(text)) for text in profile.to_improve
        ),
        gained=tuple(_gained(one) for one in profile.acquired[:GAINED_AT_MOST]),
        more_gained=max(0, len(profile.acquired) - GAINED_AT_MOST),
        obstacles=obstacle_lines(told),
        next_step=_("Apprendre à %(can_do)s.", can_do=can_do_in_words(profile.next_step))
        if profile.next_step
        else "",
        trainer_name=trainer_name,
        back_href=back_href,
        frame=frame_of(visit),
    )


def _change(comparison: Comparison) -> Literal["", "progress", "unclear"]:
    found = {road.change for road in comparison.roads} | {comparison.overall}
    if found & {"clear", "probable"}:
        return "progress"
    return "unclear" if "unclear" in found else ""


def _strengths(profile: Profile) -> tuple[present_sheet.Gained, ...]:
    """Whoever reads a result has moved through its pages: there is always something to say."""
    found = tuple(
        present_sheet.Gained(text=can_do_in_words(one.text), is_alone=one.is_alone)
        for one in profile.strengths
    )
    opened = present_sheet.Gained(text=_("ouvrir une activité et passer d'une page à l'autre"), is_alone=True)
    return found or (opened,)


def _gained(acquired: Acquired) -> present_sheet.Gained:
    return present_sheet.Gained(
        text=can_do_in_words(acquired.text), is_alone=acquired.is_alone, outcomes=acquired.outcomes
    )

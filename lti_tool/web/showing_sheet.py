"""From one person's way through a training to the sheet that is printed at its end."""

from __future__ import annotations

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.journey import Journey
from lti_tool.domain.profile import Acquired, Profile
from lti_tool.services.launches import Visit
from lti_tool.services.told import Told
from lti_tool.web import present_sheet
from lti_tool.web.i18n import _, day_in_words, in_content
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_record import comparison_of
from lti_tool.web.showing_record_checks import obstacle_lines
from lti_tool.web.state import services

GAINED_AT_MOST = 12


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
    return present_sheet.SheetPage(
        name=name,
        course=visit.course,
        day=day_in_words(latest.finished_at or latest.updated_at),
        comparison=comparison_of(journey.entry, journey.end),
        strengths=_strengths(profile),
        to_improve=tuple(
            _("Apprendre à %(can_do)s.", can_do=in_content(text)) for text in profile.to_improve
        ),
        gained=tuple(_gained(one) for one in profile.acquired[:GAINED_AT_MOST]),
        more_gained=max(0, len(profile.acquired) - GAINED_AT_MOST),
        obstacles=obstacle_lines(told),
        next_step=_("Apprendre à %(can_do)s.", can_do=in_content(profile.next_step))
        if profile.next_step
        else "",
        trainer_name=trainer_name,
        back_href=back_href,
        frame=frame_of(visit),
    )


def _strengths(profile: Profile) -> tuple[present_sheet.Gained, ...]:
    """Whoever reads a result has moved through its pages: there is always something to say."""
    found = tuple(
        present_sheet.Gained(text=in_content(one.text), is_alone=one.is_alone) for one in profile.strengths
    )
    opened = present_sheet.Gained(text=_("ouvrir une activité et passer d'une page à l'autre"), is_alone=True)
    return found or (opened,)


def _gained(acquired: Acquired) -> present_sheet.Gained:
    return present_sheet.Gained(
        text=in_content(acquired.text), is_alone=acquired.is_alone, outcomes=acquired.outcomes
    )

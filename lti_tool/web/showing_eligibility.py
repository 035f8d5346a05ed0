"""From the basic programme as an attempt shows it to the sheet that is printed."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from lti_tool.domain.eligibility import Eligibility
from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.web.action_words import date_in_words
from lti_tool.web.i18n import _, counted, day_in_words
from lti_tool.web.present_eligibility import BasicArea, BasicLine, EligibilityPage
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_cohort import own_name_in_words
from lti_tool.web.state import services


def eligibility_page(visit: Visit, record: Record, found: Eligibility) -> EligibilityPage:
    """The sheet of one person."""
    return EligibilityPage(
        name=own_name_in_words(record.member),
        course=visit.course,
        centre=services().workspace.papers.documents.centre_name(visit),
        day=day_in_words(found.taken_at),
        counted=tuple(counted_in_words(found)),
        areas=tuple(
            BasicArea(
                name=_(services().area_names[area]),
                lines=tuple(_line(name, found) for name in COMPETENCES_BY_AREA[area]),
            )
            for area in AREAS
        ),
        back_href=url_for("documents.overview", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def _line(competence: str, found: Eligibility) -> BasicLine:
    name = _(services().competence_names[competence])
    standing = next((one for one in found.measured if one.competence == competence), None)
    if standing is None:
        return BasicLine(name=name, state="not-measured")
    return BasicLine(
        name=name,
        state="mastered" if standing.is_mastered else "not-yet",
        certainty=standing.certainty.value,
    )


def counted_in_words(found: Eligibility) -> Iterator[str]:
    """The share first, then how sure it is, then what it rests on."""
    measured = len(found.measured)
    if found.share is None:
        yield _("Aucune compétence n'a été mesurée.")
        return
    yield counted(
        "%(num)s compétence sur %(measured)s n'est pas encore acquise : %(share)s %%.",
        "%(num)s compétences sur %(measured)s ne sont pas encore acquises : %(share)s %%.",
        found.not_mastered,
        measured=measured,
        share=found.share,
    )
    if found.at_least == found.at_most:
        yield _("C'est sûr pour chacune.")
    else:
        yield counted(
            "La mesure a sa marge : entre %(low)s et %(num)s compétence.",
            "La mesure a sa marge : entre %(low)s et %(num)s compétences.",
            found.at_most,
            low=found.at_least,
        )
    if found.missing:
        yield counted(
            "%(num)s compétence sur %(all)s a été mesurée. Les autres ne sont pas dans le compte.",
            "%(num)s compétences sur %(all)s ont été mesurées. Les autres ne sont pas dans le compte.",
            measured,
            all=len(COMPETENCES),
        )
    yield counted(
        "La mesure repose sur %(num)s exercice.", "La mesure repose sur %(num)s exercices.", found.tasks
    )
    if found.tasks_with_help:
        yield counted(
            "%(num)s exercice a été fait avec de l'aide.",
            "%(num)s exercices ont été faits avec de l'aide.",
            found.tasks_with_help,
        )
    if found.paper_on:
        yield _("Les exercices ont été faits sur papier, le %(day)s.", day=date_in_words(found.paper_on))
